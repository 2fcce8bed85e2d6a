"""What the database keeps true of plots, whoever writes the row."""

import math
from decimal import Decimal

import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon
from django.db import IntegrityError, connection, transaction

from cityops.areas.models import Area
from cityops.farming.models import FarmPlot, PlotTotal
from tests.factories.farming import SIDE, FarmPlotFactory, beside, field_at, fields_side_by_side
from tests.factories.places import A_KILOMETRE_OUTSIDE, IN_BEJI, IN_SISIR, IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
A_M, F = 6_378_137.0, 1 / 298.257223563  # WGS 84


def hectares_between(west: float, south: float, east: float, north: float) -> float:
    """Area of a rectangle of meridians and parallels on the ellipsoid, by the textbook's integral."""
    e2 = F * (2 - F)
    e = math.sqrt(e2)

    def q(lat: float) -> float:
        s = math.sin(math.radians(lat))
        return (1 - e2) * (s / (1 - e2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return A_M**2 * math.radians(east - west) * (q(north) - q(south)) / 2 / 10_000


@pytest.mark.parametrize("side", [SIDE, 0.004])
def test_hectares_are_those_on_the_ellipsoid(side: float) -> None:
    plot = FarmPlotFactory(geom=field_at(IN_TEMAS, side))
    x, y = IN_TEMAS.x, IN_TEMAS.y
    assert float(plot.area_ha) == pytest.approx(hectares_between(x, y, x + side, y + side), rel=2e-5, abs=5e-5)


def test_hectares_follow_the_shape_and_nobody_else() -> None:
    plot = FarmPlotFactory()
    before = plot.area_ha
    FarmPlot.objects.filter(pk=plot.pk).update(area_ha=Decimal("77"))
    plot.refresh_from_db()
    assert plot.area_ha == before
    plot.geom = field_at(IN_TEMAS, 2 * SIDE)
    plot.save()
    plot.refresh_from_db()
    assert float(plot.area_ha) == pytest.approx(4 * float(before), rel=1e-3)


def test_the_desa_is_the_databases_and_strangers_have_no_place() -> None:
    plot = FarmPlotFactory(geom=field_at(IN_BEJI))
    assert plot.area_id == "35.79.03.2002"
    assert plot.public_m is None
    assert plot.public_geom.distance(plot.geom) > 0
    assert plot.public_geom.equals(Area.objects.get(pk=plot.area_id).geom.point_on_surface)


BOW_TIE = Polygon(((112.51, -7.87), (112.511, -7.869), (112.511, -7.87), (112.51, -7.869), (112.51, -7.87)), srid=4326)
IN_THREE_DIMENSIONS = Polygon(
    ((112.51, -7.87, 1), (112.511, -7.87, 1), (112.511, -7.869, 2), (112.51, -7.87, 1)), srid=4326
)


@pytest.mark.parametrize(
    "geom",
    [IN_TEMAS, LineString((112.51, -7.87), (112.511, -7.87), srid=4326), BOW_TIE, Polygon(srid=4326)],
    ids=["point", "line", "crossing", "empty"],
)
def test_what_is_no_shape_is_no_plot(geom: Point) -> None:
    with pytest.raises(IntegrityError, match="a_plot_is_a_polygon"):
        FarmPlotFactory(geom=geom)


def test_heights_are_no_part_of_a_plot() -> None:
    """The column itself is flat."""
    with pytest.raises(Exception, match=r"dimension|Z"), transaction.atomic():
        FarmPlotFactory(geom=IN_THREE_DIMENSIONS)


def test_a_plot_may_have_several_parts() -> None:
    parts = MultiPolygon(field_at(IN_TEMAS), field_at(beside(IN_TEMAS, 2)), srid=4326)
    one = FarmPlotFactory(geom=field_at(IN_SISIR))
    assert float(FarmPlotFactory(geom=parts).area_ha) == pytest.approx(2 * float(one.area_ha), rel=1e-3)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"is_public": True}, "a_plot_is_never_public"),
        ({"public_precision": "exact"}, "a_plots_place_is_its_desa"),
        ({"state": "lost"}, "plot_state_is_known"),
        ({"commodity": "emas"}, "plot_commodity_is_known"),
        ({"season": "2026-4"}, "plot_season_is_a_season"),
    ],
)
def test_the_database_refuses(values: dict[str, object], constraint: str) -> None:
    plot = FarmPlotFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        FarmPlot.objects.filter(pk=plot.pk).update(**values)


def overlapped(plot: FarmPlot) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT farming_overlapped(geom, id) FROM farming_farmplot WHERE id = %s ORDER BY 1", [plot.pk])
        return [found for (found,) in cursor.fetchall()]


def test_neighbours_that_share_an_edge_do_not_overlap() -> None:
    first, second = fields_side_by_side(2)
    assert overlapped(first) == overlapped(second) == []


def test_a_sliver_along_a_shared_edge_is_no_overlap_but_a_strip_is() -> None:
    first = FarmPlotFactory()
    FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 0.985)))
    assert overlapped(first) == []
    strip = FarmPlotFactory(geom=field_at(beside(IN_TEMAS, -0.9)))
    assert overlapped(first) == [strip.pk]
    FarmPlot.objects.filter(pk=strip.pk).update(state="withdrawn")
    assert overlapped(first) == []


def totals() -> dict[str, tuple[int | None, Decimal | None, bool]]:
    return {total.code: (total.plots, total.area_ha, total.is_few) for total in PlotTotal.objects.all()}


def test_fewer_than_three_plots_are_not_told_and_not_in_any_sum() -> None:
    fields_side_by_side(2, verified=True)
    assert totals() == {"35-79-01-1001": (None, None, True), "35-79-01-1001:padi": (None, None, True)}
    FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 2)), verified=True)
    assert totals() == {
        "35-79-01-1001": (3, Decimal("0.9"), False),
        "35-79-01-1001:padi": (3, Decimal("0.9"), False),
    }
    fields_side_by_side(2, beside(IN_TEMAS, 3), verified=True, commodity="apel")
    assert totals()["35-79-01-1001:apel"] == (None, None, True)
    assert totals()["35-79-01-1001"] == (3, Decimal("0.9"), False)  # two more would tell how large those two are


def test_only_what_is_verified_counts() -> None:
    for state in ("submitted", "returned", "withdrawn"):
        fields_side_by_side(3, state=state)
    assert totals() == {}


def test_a_total_stands_at_the_desas_own_point_wherever_its_plots_are() -> None:
    fields_side_by_side(3, verified=True)
    there = PlotTotal.objects.get(code="35-79-01-1001").public_geom
    assert there.equals(Area.objects.get(pk="35.79.01.1001").geom.point_on_surface)


def test_a_plot_outside_all_areas_counts_nowhere() -> None:
    FarmPlotFactory(geom=field_at(A_KILOMETRE_OUTSIDE), verified=True)
    assert totals() == {}
