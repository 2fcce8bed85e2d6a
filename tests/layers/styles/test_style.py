"""A style is plain data that says no more than can be drawn, and names what is wrong with it."""

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.styles.errors import BadStyle
from layers.styles.ramps import RAMPS, Family
from layers.styles.style import Category, Dash, Kind, Method, VectorStyle

COLOURS = st.sampled_from(["#0072b2", "#e69f00", "#000000", "#ffffff"])
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
VALUES = st.sampled_from(["", "a", "b", "Áé", "sd negeri", "0"])
RAMP_NAMES = [name for name, ramp in RAMPS.items() if ramp.family != Family.QUALITATIVE]


@st.composite
def styles(draw: Any, *kinds: Kind) -> VectorStyle:
    categories = draw(st.lists(VALUES, min_size=1, max_size=6, unique=True))
    values = sorted(draw(st.lists(NUMBERS, min_size=2, max_size=2, unique=True)))
    return VectorStyle(
        kind=draw(st.sampled_from(kinds or tuple(Kind))),
        colour=draw(COLOURS),
        opacity=draw(st.floats(0, 1)),
        outline=draw(st.sampled_from(["", "#ffffff"])),
        dash=draw(st.sampled_from(Dash)),
        column="height_m",
        categories=tuple(Category(value, draw(COLOURS)) for value in categories),
        method=draw(st.sampled_from(Method)),
        breaks=tuple(sorted(draw(st.lists(NUMBERS, min_size=1, max_size=8, unique=True)))),
        ramp=draw(st.sampled_from(RAMP_NAMES)),
        reversed=draw(st.booleans()),
        values=(values[0], values[1]),
    )


@settings(deadline=None)
@given(styles())
def test_a_style_comes_back_from_json_as_it_was(style: VectorStyle) -> None:
    assert VectorStyle.from_json(style.to_json()) == style


@pytest.mark.parametrize(
    ("wrong", "field", "allowed"),
    [
        ({"kind": "heat"}, "kind", "single, categorised, graduated, sized"),
        ({"colour": "green"}, "colour", "#1d6a3a"),
        ({"colour": "#1D6A3A"}, "colour", "#1d6a3a"),
        ({"opacity": 2}, "opacity", "0–1"),
        ({"opacity": True}, "opacity", "0–1"),
        ({"width": 9}, "width", "0–8"),
        ({"size": 0}, "size", "1–40"),
        ({"dash": "wavy"}, "dash", "solid, dashed, dotted"),
        ({"kind": "graduated", "column": "a"}, "breaks", "1 sampai 8 angka"),
        ({"kind": "graduated", "breaks": [1]}, "column", "nama sebuah kolom"),
        ({"breaks": [2, 1]}, "breaks", "1 sampai 8 angka"),
        ({"breaks": [float("nan")]}, "breaks", "1 sampai 8 angka"),
        ({"breaks": list(range(9))}, "breaks", "1 sampai 8 angka"),
        ({"breaks": "1"}, "breaks", "1 sampai 8 angka"),
        ({"kind": "categorised", "column": "a"}, "categories", "24 nilai"),
        ({"categories": [{"value": "a", "colour": "red"}]}, "categories", "24 nilai"),
        ({"categories": [{"value": "a", "colour": "#ff0000", "shape": "x"}]}, "categories", "24 nilai"),
        ({"categories": [{"value": "a", "colour": "#ff0000"}] * 2}, "categories", "24 nilai"),
        ({"categories": ["a"]}, "categories", "24 nilai"),
        ({"ramp": "Rainbow"}, "ramp", "viridis"),
        ({"ramp": "Okabe-Ito"}, "ramp", "viridis"),
        ({"ramp": ["viridis"]}, "ramp", "viridis"),
        ({"reversed": 1}, "reversed", "true, false"),
        ({"values": [1, 1]}, "values", "dua angka"),
        ({"sizes": [1, 80]}, "sizes", "1 sampai 40"),
        ({"label": 5}, "label", "120 karakter"),
        ({"min_zoom": 25}, "min_zoom", "0–20"),
        ({"min_zoom": 12, "max_zoom": 9}, "max_zoom", "12"),
        ({"glow": 1}, "glow", "opacity"),
    ],
)
def test_a_refusal_names_the_part_and_what_it_takes(wrong: dict[str, Any], field: str, allowed: str) -> None:
    with pytest.raises(BadStyle) as refused:
        VectorStyle.from_json(wrong)
    with override("id"):
        assert refused.value.data["field"] == field
        assert allowed in str(refused.value)
        assert str(refused.value).startswith(f"“{field}” pada gaya")


@pytest.mark.parametrize(
    ("wrong", "allowed"),
    [({"label": 5}, "at most 120 characters"), ({"breaks": [2, 1]}, "each larger than the one before")],
)
def test_a_refusal_is_in_the_language_of_who_reads_it(wrong: dict[str, Any], allowed: str) -> None:
    with override("id"), pytest.raises(BadStyle) as refused:
        VectorStyle.from_json(wrong)
    with override("en"):
        assert allowed in str(refused.value)


@pytest.mark.parametrize("told", [None, [], "x", 1])
def test_what_is_no_object_is_refused(told: Any) -> None:
    with pytest.raises(BadStyle):
        VectorStyle.from_json(told)


COLUMNS = {"species": "text", "height_m": "number", "planted": "date"}
BY_HEIGHT = {"column": "height_m", "breaks": [3.0]}


def test_a_layer_has_the_columns_that_its_style_goes_by() -> None:
    VectorStyle.from_json({"kind": "graduated", **BY_HEIGHT, "label": "species"}).must_fit(COLUMNS, is_polygon=True)
    for wrong, field, allowed in [
        ({"kind": "graduated", "column": "species", "breaks": [1]}, "column", "height_m"),
        (
            {"kind": "categorised", "column": "x", "categories": [{"value": "a", "colour": "#ff0000"}]},
            "column",
            "species",
        ),
        ({"label": "x"}, "label", "species, height_m, planted"),
        ({"kind": "sized", "column": "height_m"}, "kind", "single, categorised, graduated"),
    ]:
        with pytest.raises(BadStyle) as refused:
            VectorStyle.from_json(wrong).must_fit(COLUMNS, is_polygon=True)
        assert (refused.value.data["field"], refused.value.data["allowed"]) == (field, allowed)
