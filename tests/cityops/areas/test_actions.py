import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityops.areas.actions import Outline, UnknownDesa, feature_models, reassign_features, replace_areas
from cityops.areas.models import Area
from cityops.areas.summary import area_totals
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent
from cityops.reports.models import Report
from tests.factories.areas import SQUARES, square
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

TEMAS, SISIR, PUNTEN, BUMIAJI = "35.79.01.1001", "35.79.01.1004", "35.79.02.2001", "35.79.02.2006"
METRE = 1 / 111_320  # of a degree, roughly


def outlines(**shapes: MultiPolygon) -> list[Outline]:
    """The small city as it is, with other shapes for some (T35_79_01_1001=…)."""
    return [
        Outline(code, name, shapes.get("T" + code.replace(".", "_"), square(west, south)))
        for code, (name, _kind, west, south) in SQUARES.items()
    ]


def replace(**shapes: MultiPolygon) -> list[object]:
    return list(replace_areas(actor=None, outlines=outlines(**shapes), source="Peta resmi", is_approximate=False))


def report_at(x: float, y: float, **values: object) -> Report:
    return ReportFactory(geom=Point(x, y, srid=4326), **values)


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def test_kecamatan_and_city_become_the_union_of_their_desa() -> None:
    replace(T35_79_01_1001=box(112.49, -7.88, 112.52, -7.86))
    assert Area.objects.get(pk="35.79.01").geom.extent == pytest.approx((112.49, -7.88, 112.56, -7.86))
    assert Area.objects.get(pk="35.79").geom.extent == pytest.approx((112.49, -7.90, 112.56, -7.84))
    assert set(Area.objects.values_list("source", "is_approximate")) == {("Peta resmi", False)}


def test_a_sliver_between_neighbours_belongs_to_the_union_and_a_lake_does_not() -> None:
    hole = Polygon.from_bbox((112.5295, -7.8705, 112.5305, -7.8695))
    sisir = MultiPolygon(Polygon(square(112.52, -7.88)[0].shell, hole.shell), srid=4326)
    temas = box(112.50, -7.88, 112.52 - 6 * METRE, -7.86)
    lid = box(112.50, -7.8602, 112.52, -7.84)  # closes the sliver in the north
    replace(T35_79_01_1004=sisir, T35_79_01_1001=temas, T35_79_02_2001=lid)
    batu = Area.objects.get(pk="35.79").geom
    assert [len(part) - 1 for part in batu] == [1]  # the lake only; the sliver lies between three desa and is filled
    assert not batu.contains(Point(112.53, -7.87, srid=4326))


def test_a_desa_that_is_new_hangs_under_its_kecamatan() -> None:
    new = Outline("35.79.01.2099", "Baru", square(112.56, -7.88))
    replace_areas(actor=None, outlines=[*outlines(), new], source="", is_approximate=False)
    area = Area.objects.get(pk="35.79.01.2099")
    assert (area.parent_id, area.kind, area.name) == ("35.79.01", "desa", "Baru")


def test_a_desa_in_no_kecamatan_is_refused_and_nothing_changes() -> None:
    stranger = Outline("35.07.20.2001", "Pujon", square(112.4, -7.88))
    with pytest.raises(UnknownDesa, match=r"35\.07\.20\.2001"):
        replace_areas(actor=None, outlines=[*outlines(), stranger], source="x", is_approximate=True)
    assert not Area.objects.filter(source="x").exists()


def test_a_feature_follows_the_new_border() -> None:
    report = report_at(112.519, -7.87)
    assert report.area_id == TEMAS
    moved = replace(
        T35_79_01_1001=box(112.50, -7.88, 112.518, -7.86), T35_79_01_1004=box(112.518, -7.88, 112.54, -7.86)
    )
    assert [(m.code, m.before, m.after) for m in moved] == [(report.code, TEMAS, SISIR)]  # type: ignore[attr-defined]
    report.refresh_from_db()
    assert (report.area_id, report.lost_area) == (SISIR, False)


def test_what_strangers_see_follows_too() -> None:
    report = report_at(112.505, -7.865, public_precision="area")
    before = report.public_geom
    replace(T35_79_01_1001=box(112.50, -7.88, 112.51, -7.86))
    report.refresh_from_db()
    assert report.public_geom != before


def test_what_lies_in_no_area_any_more_keeps_the_last_one_and_goes_to_the_dispatcher() -> None:
    lost = report_at(112.505, -7.87, accepted=True)
    ended = report_at(112.505, -7.871, ended=True)
    (first, second) = replace(T35_79_01_1001=box(112.51, -7.88, 112.52, -7.86))
    assert {first.code, second.code} == {lost.code, ended.code}  # type: ignore[attr-defined]
    assert (first.before, first.after) == (TEMAS, None)  # type: ignore[attr-defined]
    lost.refresh_from_db()
    assert (lost.area_id, lost.lost_area, lost.agency_id, lost.state) == (TEMAS, True, None, "new")
    assert lost.due_at is not None
    assert [event.verb for event in history_of(lost)] == ["lost_area", "to_dispatcher"]
    ended.refresh_from_db()
    assert (ended.lost_area, ended.state) == (True, "resolved")
    assert ended.agency_id is not None


def test_what_is_found_again_is_no_longer_lost() -> None:
    report = report_at(112.505, -7.87)
    replace(T35_79_01_1001=box(112.51, -7.88, 112.52, -7.86))
    (found,) = replace()
    assert (found.before, found.after) == (TEMAS, TEMAS)  # type: ignore[attr-defined]
    report.refresh_from_db()
    assert not report.lost_area


def test_a_desa_without_an_outline_keeps_its_row_and_its_features() -> None:
    report = report_at(112.505, -7.87)
    rest = [outline for outline in outlines() if outline.code != TEMAS]
    replace_areas(actor=None, outlines=rest, source="", is_approximate=False, without=[TEMAS])
    assert Area.objects.get(pk=TEMAS).geom is None
    report.refresh_from_db()
    assert (report.area_id, report.lost_area) == (TEMAS, True)


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        (112.52, -7.87, TEMAS),  # on the line between Temas and Sisir: the lower code
        (112.52, -7.86, TEMAS),  # where four meet
        (112.53, -7.86, SISIR),  # between Sisir (01) and Bumiaji (02)
        (112.50 - 20 * METRE, -7.87, TEMAS),  # 20 m outside the outer line
        (112.50 - 30 * METRE, -7.87, None),  # 30 m outside
    ],
)
def test_the_one_rule_for_borders(x: float, y: float, code: str | None) -> None:
    assert report_at(x, y).area_id == code


def test_the_one_rule_for_overlaps_and_slivers() -> None:
    replace(
        T35_79_01_1004=box(112.519, -7.88, 112.54, -7.86),  # overlaps Temas by 110 m
        T35_79_02_2001=box(112.50, -7.8599, 112.52, -7.84),  # leaves 11 m between itself and Temas
    )
    assert report_at(112.5195, -7.87).area_id == TEMAS
    assert report_at(112.51, -7.86 + 2 * METRE).area_id == TEMAS
    assert report_at(112.51, -7.8599 - 2 * METRE).area_id == PUNTEN


def test_all_features_move_by_one_update_a_table() -> None:
    for number in range(20):
        report_at(112.505 + number * 1e-4, -7.87)
    with CaptureQueriesContext(
        connection,
    ) as few:
        reassign_features(actor=None)
    updates = [query for query in few.captured_queries if "UPDATE" in query["sql"]]
    assert len(updates) == len(feature_models())
    assert not HistoryEvent.objects.filter(verb="lost_area").exists()


def test_totals_are_measured_on_the_ellipsoid() -> None:
    totals = {total.code: total for total in area_totals()}
    assert (totals["35.79"].desa, totals["35.79.01"].desa) == (7, 3)
    one = 0.02 * 110_270 * 0.02 * 110_590 / 1e6  # a degree of longitude by one of latitude, at 7.87° south
    assert totals["35.79.01"].km2 == pytest.approx(3 * one, rel=0.003)
