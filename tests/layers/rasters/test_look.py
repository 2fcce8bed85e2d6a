"""Looks as JSON, the ends of a stretch by its figures, and the classes that are suggested."""

from dataclasses import replace
from typing import Any

import pytest

from geodata.readers.raster_facts import RasterBand
from layers.rasters.ends import Ends, ends_of
from layers.rasters.look import RasterLook
from layers.rasters.style import Classes, Ramp, Stretch
from layers.rasters.suggest import suggested_classes
from layers.styles.errors import BadStyle
from tests.layers.rasters.test_style import band

HILLY = band(min=900.0, max=1100.0, mean=1000.0, deviation=40.0, low=904.3, high=1095.7)
DRAWN = Ramp(1, "viridis", 0, 1)


@pytest.mark.parametrize(
    ("how", "ends"),
    [
        (Ends.PERCENT, (904, 1096)),
        (Ends.MINMAX, (900, 1100)),
        (Ends.SIGMA, (920, 1080)),
        (Ends.HAND, None),
    ],
)
def test_ends_come_from_the_figures(how: Ends, ends: tuple[float, float] | None) -> None:
    assert ends_of(HILLY, how) == ends


def test_ends_of_what_is_all_alike_or_not_known() -> None:
    assert ends_of(replace(HILLY, min=7.0, max=7.0), Ends.MINMAX) == (7, 8)
    assert ends_of(replace(HILLY, low=None), Ends.PERCENT) is None
    assert ends_of(replace(HILLY, deviation=None), Ends.SIGMA) is None


def test_a_newer_file_moves_the_ends_that_were_found_not_those_by_hand() -> None:
    found = RasterLook(DRAWN, Ends.MINMAX).for_bands([HILLY])
    assert (found.drawn.min, found.drawn.max) == (900, 1100)  # type: ignore[union-attr]
    newer = replace(HILLY, max=2000.0)
    assert found.for_bands([newer]).drawn == Ramp(1, "viridis", 900, 2000)
    by_hand = replace(found, ends=Ends.HAND)
    assert by_hand.for_bands([newer]) == by_hand
    picture = RasterLook(Stretch((3, 2, 1), ((0, 1),) * 3), Ends.MINMAX).for_bands([HILLY, HILLY, newer])
    assert picture.drawn == Stretch((3, 2, 1), ((900, 2000), (900, 1100), (900, 1100)))


def test_a_look_comes_back_from_json_as_it_was() -> None:
    look = RasterLook(DRAWN, Ends.SIGMA, 0.4, 9, 15)
    assert RasterLook.from_json(look.to_json()) == look


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"drawn": {"kind": "rainbow"}}, "kind"),
        ({"drawn": None}, "style"),
        ({"drawn": {**DRAWN.to_json(), "band": 2}}, "band"),
        ({"ends": "all"}, "ends"),
        ({"ends": []}, "ends"),
        ({"opacity": 2}, "opacity"),
        ({"opacity": "1"}, "opacity"),
        ({"min_zoom": 21}, "min_zoom"),
        ({"min_zoom": True}, "min_zoom"),
        ({"min_zoom": 9, "max_zoom": 8}, "max_zoom"),
        ({"glow": 1}, "glow"),
    ],
)
def test_a_look_that_cannot_be_drawn_is_refused_by_the_part(change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadStyle) as refused:
        RasterLook.from_json({**RasterLook(DRAWN).to_json(), **change}, bands=1)
    assert refused.value.data["field"] == field


@pytest.mark.parametrize("told", [None, [], "x", 3])
def test_what_is_no_look_is_refused(told: Any) -> None:
    with pytest.raises(BadStyle):
        RasterLook.from_json(told)


def test_few_values_are_a_class_each_with_the_colours_of_the_file() -> None:
    few = band(values=((1, 10), (7, 2), (9, 1)), palette=((7, "#ff0000"),))
    found = suggested_classes(few)
    assert [(one.begin, one.end) for one in found] == [(1, 1), (7, 7), (9, 9)]
    assert found[1].colour == "#ff0000"
    assert len({one.colour for one in found}) == 3


@pytest.mark.parametrize(("least", "most"), [(900, 1100), (0, 1), (-3.2, 17.9), (5, 5), (1e6, 3e6), (0.001, 0.0072)])
def test_parts_of_a_range_hold_all_its_values(least: float, most: float) -> None:
    found = suggested_classes(replace(HILLY, min=least, max=most))
    assert found[0].begin <= least
    assert found[-1].end > most
    assert [one.end for one in found[:-1]] == [one.begin for one in found[1:]]
    assert 1 <= len(found) <= 7
    assert Classes(1, found)


def test_nothing_is_suggested_of_what_is_not_known() -> None:
    assert suggested_classes(replace(HILLY, min=None, max=None)) == ()
    assert isinstance(RasterBand.from_json(HILLY.to_json()), RasterBand)
