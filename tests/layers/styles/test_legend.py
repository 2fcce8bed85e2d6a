"""The legend's classes are those that are drawn: each value is in exactly one, and its word is true of it."""

import math
import re

import pytest
from django.utils.translation import override
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from layers.registry import Geometry
from layers.styles.legend import NONE, Entry, entries_of, entry_of, in_short, look_of
from layers.styles.ramps import RAMPS, colours
from layers.styles.style import Category, Kind, VectorStyle
from tests.layers.styles.test_style import NUMBERS, VALUES, styles


def holds(one: Entry, value: float) -> bool:
    return (one.above is None or value > one.above) and (one.up_to is None or value <= one.up_to)


@settings(deadline=None)
@given(styles(Kind.GRADUATED), NUMBERS | st.none(), st.integers(0, 8))
def test_every_number_is_in_exactly_one_class_or_has_no_value(
    style: VectorStyle, value: float | None, which: int
) -> None:
    entries = entries_of(style, Geometry.POINT)
    classes = [one for one in entries if one.key != NONE]
    assert len(classes) == style.classes
    for number in (value, *style.breaks[which : which + 1]):
        within = [] if number is None else [one for one in classes if holds(one, number)]
        assert [entry_of(entries, number)] == (within or [entries[-1]])
        assert len(within) == (number is not None)


@settings(deadline=None)
@given(styles(Kind.CATEGORISED), VALUES | st.none())
def test_every_value_is_in_exactly_one_category_or_among_the_others(style: VectorStyle, value: str | None) -> None:
    entries = entries_of(style, Geometry.LINE)
    for asked in (value, *(one.value for one in style.categories)):
        named = [one for one in entries if one.value is not None and one.value == asked]
        assert [entry_of(entries, asked)] == (named or [entries[-1]])


@settings(deadline=None)
@given(styles())
def test_the_map_draws_by_what_the_legend_says(style: VectorStyle) -> None:
    for geometry in Geometry:
        entries = entries_of(style, geometry)
        look = look_of(style, geometry)
        assert [(row["key"], row["word"], row["colour"]) for row in look["legend"]] == [
            (one.key, one.word, one.colour) for one in entries
        ]
        drawn = [*look["classes"], *([look["none"]] if look["none"] else [])]
        assert not drawn or [one["colour"] for one in drawn] == [one.colour for one in entries]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["sampai 1.200", "1.200 – 3.400,5", "lebih dari 3.400,5", "Tanpa nilai"]),
        ("en", ["up to 1,200", "1,200 – 3,400.5", "more than 3,400.5", "No value"]),
    ],
)
def test_numbers_are_in_the_reader_s_language(language: str, words: list[str]) -> None:
    style = VectorStyle(kind=Kind.GRADUATED, column="n", breaks=(1200.0, 3400.5))
    with override(language):
        entries = entries_of(style, Geometry.POLYGON)
    assert [one.word for one in entries] == words
    assert [one.colour for one in entries] == [*colours("YlGnBu", 3), style.others]


def test_a_category_has_its_own_word() -> None:
    style = VectorStyle(
        kind=Kind.CATEGORISED,
        column="a",
        categories=(Category("sd", "#0072b2", "Sekolah dasar"), Category("x", "#e69f00")),
    )
    with override("id"):
        words = [one.word for one in entries_of(style, Geometry.POINT)]
    assert words == ["Sekolah dasar", "x", "Lainnya"]


def test_sizes_are_three_samples_of_one_scale() -> None:
    style = VectorStyle(kind=Kind.SIZED, column="n", values=(0.0, 100.0), sizes=(4.0, 20.0))
    with override("id"):
        told = [(one.word, one.size) for one in entries_of(style, Geometry.POINT)]
    assert told == [("0 atau kurang", 4.0), ("25", 12.0), ("100 atau lebih", 20.0)]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((12.345678, 98.7654321), ["12,3 atau kurang", "34", "98,8 atau lebih"]),
        ((3.0, 1_234_567.0), ["3 atau kurang", "309.000", "1.240.000 atau lebih"]),
        ((0.0123456, 0.0456789), ["0,0123 atau kurang", "0,0207", "0,0457 atau lebih"]),
        ((1_000_001.0, 1_000_009.0), ["1.000.001 atau kurang", "1.000.003", "1.000.009 atau lebih"]),
        ((-5.55555, 5.55555), ["-5,56 atau kurang", "-2,78", "5,56 atau lebih"]),
    ],
)
def test_numbers_of_sizes_are_short(values: tuple[float, float], words: list[str]) -> None:
    style = VectorStyle(kind=Kind.SIZED, column="n", values=values, sizes=(4.0, 20.0))
    with override("id"):
        assert [one.word for one in entries_of(style, Geometry.POINT)] == words


@settings(deadline=None)
@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_numbers_of_sizes_are_true(one: float, other: float) -> None:
    least, most = sorted((one, other))
    assume(most - least > 1e-290)  # less than that no double tells apart in short
    spread = most - least
    noise = max(abs(least), abs(most)) * 1e-11  # numbers are written with twelve digits
    assert in_short(least, spread, math.floor) <= least + noise
    assert in_short(most, spread, math.ceil) >= most - noise
    middle = in_short(least + spread / 4, spread)
    assert abs(middle - (least + spread / 4)) <= max(spread / 100, noise)


def test_the_sample_between_is_as_large_as_its_number_is_drawn() -> None:
    style = VectorStyle(kind=Kind.SIZED, column="n", values=(12.345678, 98.7654321), sizes=(4.0, 20.0))
    (_least, middle, _most) = entries_of(style, Geometry.POINT)
    assert middle.size == pytest.approx(4 + 16 * math.sqrt((34 - 12.345678) / (98.7654321 - 12.345678)))


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("n", range(1, 10))
def test_a_ramp_has_so_many_different_colours(n: int, reverse: bool) -> None:
    for name in RAMPS:
        found = colours(name, n, reverse)
        assert len(set(found)) == n
        assert all(re.fullmatch("#[0-9a-f]{6}", one) for one in found)
        assert found == colours(name, n, not reverse)[::-1]
    with pytest.raises(ValueError, match="1 to 9"):
        colours("Blues", 10)
