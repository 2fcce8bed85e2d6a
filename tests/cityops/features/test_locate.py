"""The trigger itself: insert by SQL, read back."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.db import connection

from cityops.areas.models import Area
from cityops.features.areas_in_order import area_in_order
from cityops.reports.models import Report
from tests.factories import places
from tests.factories.areas import square
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def area_of(place: Point) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT area_at(%s::geometry)", [place.hexewkb.decode()])
        return cursor.fetchone()[0]


def test_a_place_lies_in_its_desa() -> None:
    assert area_of(places.IN_TEMAS) == "35.79.01.1001"


def test_on_a_border_the_lowest_code_decides() -> None:
    assert area_of(places.ON_THE_BORDER_OF_TEMAS_AND_SISIR) == "35.79.01.1001"


def test_in_an_overlap_the_lowest_code_decides() -> None:
    Area.objects.filter(pk="35.79.01.1004").update(geom=square(112.51, -7.88, 0.03))
    assert area_of(Point(112.515, -7.87, srid=4326)) == "35.79.01.1001"


def test_in_a_sliver_the_nearest_within_25_m_decides() -> None:
    Area.objects.filter(pk="35.79.01.1004").update(geom=square(112.5202, -7.88))  # leaves 22 m to Temas
    assert area_of(Point(112.52005, -7.87, srid=4326)) == "35.79.01.1001"
    assert area_of(Point(112.52015, -7.87, srid=4326)) == "35.79.01.1004"


def test_just_outside_belongs_and_farther_out_does_not() -> None:
    assert area_of(places.TEN_METRES_OUTSIDE) == "35.79.03.2003"
    assert area_of(places.A_KILOMETRE_OUTSIDE) is None


def test_in_a_hole_is_outside() -> None:
    hole = square(112.50, -7.90).difference(square(112.508, -7.892, 0.004))
    Area.objects.filter(pk="35.79.03.2003").update(geom=MultiPolygon(hole, srid=4326))
    assert area_of(places.IN_JUNREJO) is None


def test_a_feature_moved_out_keeps_its_last_area_and_is_marked() -> None:
    report = ReportFactory(geom=places.IN_BEJI)
    assert (report.area_id, report.lost_area) == ("35.79.03.2002", False)
    Report.objects.filter(pk=report.pk).update(geom=places.A_KILOMETRE_OUTSIDE)
    report.refresh_from_db()
    assert (report.area_id, report.lost_area) == ("35.79.03.2002", True)


@pytest.mark.parametrize("precision", ["exact", "snapped", "area"])
def test_strangers_see_a_place_as_precisely_as_the_category_says(precision: str) -> None:
    home = Point(112.53123, -7.87234, srid=4326)
    seen = ReportFactory(geom=home, public_precision=precision).public_geom
    if precision == "exact":
        assert seen.equals(home)
    elif precision == "snapped":
        assert seen.coords == pytest.approx((112.5315, -7.8725))
    else:
        assert seen.equals(ReportFactory(geom=places.IN_SISIR, public_precision="area").public_geom)


def test_less_precision_later_takes_the_exact_place_back() -> None:
    report = ReportFactory(geom=Point(112.53123, -7.87234, srid=4326))
    Report.objects.filter(pk=report.pk).update(public_precision="area")
    report.refresh_from_db()
    assert not report.public_geom.equals(report.geom)
    assert report.public_tile_geom != report.tile_geom


def test_strangers_see_a_desa_without_an_outline_as_what_lies_above_it() -> None:
    report = ReportFactory(geom=places.IN_TEMAS, public_precision="area")
    for code in ("35.79.01.1001", "35.79.01", "35.79"):
        Area.objects.filter(pk=code).update(geom=None)
        Report.objects.filter(pk=report.pk).update(geom=places.IN_TEMAS)
        report.refresh_from_db()
        above = Area.objects.filter(pk__in=["35.79.01", "35.79"], geom__isnull=False).order_by("-pk").first()
        assert report.area_id == "35.79.01.1001"
        if above:
            assert above.geom.covers(report.public_geom)
        else:
            assert report.public_geom.coords == pytest.approx(
                (round(places.IN_TEMAS.x - 0.0005, 3) + 0.0005, round(places.IN_TEMAS.y - 0.0005, 3) + 0.0005)
            )
        assert report.public_tile_geom is not None


def test_very_many_places_in_order_lie_where_each_lies_by_itself() -> None:
    """Inside, on borders and corners, in slivers, around the 25 m, far away, and where two areas overlap."""
    Area.objects.filter(code="35.79.01.1004").update(geom=square(112.5199, -7.88))  # over a strip of its neighbour
    Area.objects.filter(code="35.79.01.2007").update(geom=square(112.5402, -7.88))  # behind a sliver
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE many ON COMMIT DROP AS"
            " SELECT row_number() OVER () AS id, ST_SetSRID(ST_Point(x, y), 4326) AS _place FROM ("
            " SELECT 112.49 + random() * 0.08 AS x, -7.91 + random() * 0.08 AS y FROM generate_series(1, 3000)"
            " UNION ALL SELECT 112.5 + i * 0.005 + dx * 0.000075, -7.9 + j * 0.005 + dy * 0.000075"
            " FROM generate_series(0, 12) AS i, generate_series(0, 12) AS j, generate_series(-4, 4) AS dx,"
            " generate_series(-4, 4) AS dy) AS spots"
        )
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE alone IS NULL),"
            " count(*) FILTER (WHERE alone IS DISTINCT FROM in_order) FROM ("
            f" SELECT area_at(_place) AS alone, {area_in_order('row._place')} AS in_order"
            " FROM (SELECT * FROM many ORDER BY _place) AS row) AS compared"
        )
        total, outside, different = cursor.fetchone()
    assert total > 15_000
    assert 1000 < outside < total / 2
    assert different == 0
