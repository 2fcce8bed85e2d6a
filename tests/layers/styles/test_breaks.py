"""Breaks: of a column as it is, the same as by hand and as by trying everything."""

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.registry import Geometry, Layer, layer_named
from layers.styles.breaks import breaks_of, range_of, readable, values_of
from layers.styles.fisher_jenks import natural_breaks
from layers.styles.style import Method
from layers.tables import TableColumn
from tests.factories.tables import make_table


def spread_of(values: list[float], breaks: list[float]) -> float:
    edges = [-np.inf, *breaks, np.inf]
    groups = [[v for v in values if low < v <= high] for low, high in pairwise(edges)]
    assert all(groups)
    return float(sum(np.var(group) * len(group) for group in groups))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=2, max_size=12), st.integers(2, 4))
def test_natural_breaks_leave_the_least_spread_of_all_there_are(values: list[int], classes: int) -> None:
    numbers = [float(value) for value in values]
    found = natural_breaks(np.array(numbers), classes)
    different = sorted(set(numbers))
    assert len(found) == min(classes, len(different)) - 1
    every = combinations(different[:-1], len(found))
    assert spread_of(numbers, found) == pytest.approx(min(spread_of(numbers, list(one)) for one in every))


def test_natural_breaks_of_known_values() -> None:
    # mapclassify 2.10, FisherJenks(k=5) of these: 243.36160044, 644.3429862, 1385.42123495, 2621.67141448
    values = np.random.default_rng(1).lognormal(5, 1, 3000)
    expected = [243.36160044, 644.3429862, 1385.42123495, 2621.67141448]
    assert natural_breaks(values, 5) == pytest.approx(expected)


@settings(deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8, unique=True).map(sorted),
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e6),
)
def test_breaks_that_can_be_read_part_the_values_still(found: list[float], least: float, width: float) -> None:
    most = least + width
    inside = [one for one in found if least <= one < most]
    breaks = readable(found, least, most)
    assert list(breaks) == sorted(set(breaks))
    assert all(least <= one < most for one in breaks)
    assert bool(breaks) >= bool(inside)


@pytest.fixture
def trees(city: Any) -> Layer:
    heights = [1.0, 2, 2, 3, 4, 10, 11, 12, 40, 41, None, float("nan"), float("inf")]
    rows = [("POINT(112.53 -7.87)", height, "pinus" if number % 3 else "apel") for number, height in enumerate(heights)]
    columns = [TableColumn("height_m", "Tinggi", "number"), TableColumn("species", "Jenis")]
    make_table("trees", Geometry.POINT, rows, columns)
    return layer_named("trees", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "classes", "breaks"),
    [
        (Method.EQUAL, 4, (11, 21, 31)),
        (Method.QUANTILE, 2, (7,)),
        (Method.NATURAL, 3, (4, 12)),
        (Method.NATURAL, 9, (1, 2, 3, 4, 10, 11, 12, 40)),
    ],
)
def test_breaks_of_a_column(trees: Layer, method: Method, classes: int, breaks: tuple[float, ...]) -> None:
    assert breaks_of(trees, "height_m", method, classes) == breaks


@pytest.mark.django_db
def test_the_range_and_the_values_of_a_column(trees: Layer) -> None:
    assert range_of(trees, "height_m") == (1, 41)
    assert values_of(trees, "species", 5) == ["pinus", "apel"]
    assert values_of(trees, "species", 1) == ["pinus"]


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("values", [[], [None], [5.0, 5.0]])
def test_one_value_has_no_breaks(values: list[float | None]) -> None:
    make_table(
        "trees", Geometry.POINT, [("POINT(112.53 -7.87)", one) for one in values], [TableColumn("n", "N", "number")]
    )
    for method in Method:
        assert breaks_of(layer_named("trees", None), "n", method, 5) == ()
