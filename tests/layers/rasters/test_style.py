"""Styles as plain JSON: what goes in comes out, what cannot be drawn is refused by the field's name."""

from typing import Any

import pytest

from geodata.readers.raster_facts import RasterBand, RasterInspection
from layers.rasters.legend import legend_of
from layers.rasters.style import Classes, Ramp, RasterClass, Stretch, default_style, read_style
from layers.styles.errors import BadStyle
from layers.styles.ramps import RAMPS, Family

GOOD: list[dict[str, Any]] = [
    {"kind": "stretch", "bands": [1], "ranges": [[0.0, 255.0]], "gamma": 1.0},
    {"kind": "stretch", "bands": [3, 2, 1], "ranges": [[0.0, 9.0], [1.0, 9.0], [2.0, 9.0]], "gamma": 2.2},
    {"kind": "ramp", "band": 1, "ramp": "viridis", "min": -5.0, "max": 5.5, "reversed": True, "steps": 7},
    {"kind": "ramp", "band": 2, "ramp": "RdBu", "min": 0.0, "max": 1.0, "reversed": False, "steps": 0},
    {"kind": "hillshade", "band": 1, "azimuth": 300.0, "altitude": 30.0, "exaggeration": 2.0},
    {
        "kind": "classes",
        "band": 1,
        "classes": [
            {"value": 1.0, "colour": "#1b7837", "word": "Hutan"},
            {"from": 2.0, "to": 5.0, "colour": "#762a83", "word": ""},
            {"from": 5.0, "to": 6.0, "colour": "#ffffff", "word": "Sawah"},
        ],
    },
]
RAMP, HILLS = GOOD[2], GOOD[4]
ONE = {"value": 1, "colour": "#1b7837", "word": ""}
BAD: list[tuple[Any, str]] = [
    ([], "style"),
    ({}, "kind"),
    ({"kind": "rainbow"}, "kind"),
    ({**RAMP, "opacity": 1}, "opacity"),
    ({**RAMP, "ramp": "jet"}, "ramp"),
    ({**RAMP, "ramp": "Okabe-Ito"}, "ramp"),
    ({**RAMP, "ramp": ["viridis"]}, "ramp"),
    ({**RAMP, "band": 4}, "band"),
    ({**RAMP, "band": True}, "band"),
    ({**RAMP, "band": [1]}, "band"),
    ({**RAMP, "min": 6}, "max"),
    ({**RAMP, "min": "0"}, "min"),
    ({**RAMP, "max": float("nan")}, "max"),
    ({**RAMP, "max": float("inf")}, "max"),
    ({**RAMP, "steps": 1}, "steps"),
    ({**RAMP, "reversed": 1}, "reversed"),
    ({**HILLS, "azimuth": 361}, "azimuth"),
    ({**HILLS, "exaggeration": 0}, "exaggeration"),
    ({**GOOD[0], "bands": []}, "bands"),
    ({**GOOD[0], "bands": [1, 2]}, "bands"),
    ({**GOOD[0], "bands": [9]}, "bands"),
    ({**GOOD[0], "bands": "1"}, "bands"),
    ({**GOOD[0], "ranges": [[0, 1], [0, 1]]}, "ranges"),
    ({**GOOD[0], "ranges": [[1, 0]]}, "ranges[0]"),
    ({**GOOD[0], "ranges": [[0, "x"]]}, "ranges[0][1]"),
    ({**GOOD[0], "gamma": 0}, "gamma"),
    ({"kind": "classes", "classes": []}, "classes"),
    ({"kind": "classes", "classes": [ONE] * 65}, "classes"),
    ({"kind": "classes", "classes": [ONE, ONE]}, "classes"),
    ({"kind": "classes", "classes": [ONE, {"from": 0, "to": 2, "colour": "#ffffff"}]}, "classes"),
    ({"kind": "classes", "classes": ["x"]}, "classes[0]"),
    ({"kind": "classes", "classes": [{**ONE, "colour": "red"}]}, "classes[0].colour"),
    ({"kind": "classes", "classes": [{**ONE, "colour": "#fff"}]}, "classes[0].colour"),
    ({"kind": "classes", "classes": [{**ONE, "word": "x" * 81}]}, "classes[0].word"),
    ({"kind": "classes", "classes": [{**ONE, "icon": "x"}]}, "classes[0].icon"),
    ({"kind": "classes", "classes": [{"from": 2, "to": 2, "colour": "#ffffff"}]}, "classes[0].to"),
]


@pytest.mark.parametrize("said", GOOD, ids=lambda said: str(said["kind"]))
def test_what_goes_in_comes_out(said: dict[str, Any]) -> None:
    assert read_style(said).to_json() == said
    assert hash(read_style(said)) == hash(read_style(said))


@pytest.mark.parametrize(("said", "field"), BAD)
def test_what_cannot_be_drawn_is_refused_by_name(said: Any, field: str) -> None:
    with pytest.raises(BadStyle) as refused:
        read_style(said, bands=3)
    assert refused.value.data["field"] == field
    assert str(refused.value.data["allowed"])


def test_a_colour_may_be_written_in_capitals() -> None:
    style = read_style({"kind": "classes", "classes": [{**ONE, "colour": "#1B7837"}]})
    assert isinstance(style, Classes)
    assert style.classes[0].colour == "#1b7837"


@pytest.mark.parametrize("ramp", RAMPS.values(), ids=str)
def test_a_ramp_has_any_number_of_colours(ramp: Any) -> None:
    for n in range(1, 33):
        colours = ramp.colours(n)
        assert len(colours) == n
        assert ramp.colours(n, is_reversed=True)[0] in (colours[-1], *ramp.stops)
        if ramp.family != Family.QUALITATIVE:
            assert len(set(colours)) == n
    assert ramp.colours(len(ramp.stops)) == ramp.stops


def test_the_legend_has_the_ends_of_the_style() -> None:
    stops = legend_of(Ramp(1, "viridis", 10, 20))["stops"]
    assert (stops[0]["at"], stops[-1]["at"]) == (10, 20)
    assert (stops[0]["colour"], stops[-1]["colour"]) == (RAMPS["viridis"].stops[0], RAMPS["viridis"].stops[-1])
    steps = legend_of(Ramp(1, "viridis", 0, 10, steps=5))["classes"]
    assert [(one["from"], one["to"]) for one in steps] == [(0, 2), (2, 4), (4, 6), (6, 8), (8, 10)]
    assert legend_of(Stretch((1, 2, 3), ((0, 1),) * 3)) == {"kind": "picture", "bands": [1, 2, 3]}
    assert legend_of(read_style(HILLS)) == {"kind": "shade"}
    assert legend_of(read_style(GOOD[5]))["classes"] == GOOD[5]["classes"]


def band(**given: Any) -> RasterBand:
    plain = {"nodata": None, "min": 0, "max": 99, "mean": 5, "low": 2, "high": 90, "histogram": (), "values": ()}
    rest = {"type": "int16", "palette": (), "colour": "gray", "name": "", "scale": 1, "offset": 0}
    return RasterBand(**{**plain, **rest, **given})


def inspection(*bands: RasterBand) -> RasterInspection:
    return RasterInspection(
        "GTiff", 9, 9, bands, "EPSG:4326", "", (0, 0, 1, 1), (1, 1), False, False, "", 0, 9, problems=()
    )


def test_before_anybody_chose_it_is_drawn_as_what_it_is() -> None:
    assert default_style(inspection(band())) == Ramp(1, "viridis", 2, 90)
    assert default_style(inspection(band(low=3, high=3))) == Ramp(1, "viridis", 3, 4)
    colours = [band(colour=colour, type="uint8") for colour in ("red", "green", "blue")]
    assert default_style(inspection(*colours)) == Stretch((1, 2, 3), ((0, 255),) * 3)
    deep = [band(colour=colour, type="uint16") for colour in ("red", "green", "blue")]
    assert default_style(inspection(*deep)) == Stretch((1, 2, 3), ((2, 90),) * 3)
    classes = band(colour="palette", values=((1, 10), (7, 2)), palette=((1, "#ff0000"), (2, "#000000"), (7, "#0000ff")))
    assert default_style(inspection(classes)) == Classes(
        1, (RasterClass(1, 1, "#ff0000", "1"), RasterClass(7, 7, "#0000ff", "7"))
    )
    for one in (inspection(band()), inspection(*colours), inspection(classes)):
        assert read_style(default_style(one).to_json()) == default_style(one)
