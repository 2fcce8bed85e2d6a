import io
import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from cityops.areas.models import Area
from cityops.areas.queries import area_at
from cityops.areas.summary import area_totals
from cityops.features.models import HistoryEvent
from cityops.reports.models import Report
from geodata.city.folder import read_reference
from geodata.demo.load import load_demo
from tests.geodata.real_data import REAL, needs_real_boundaries

pytestmark = pytest.mark.django_db
BATU = read_reference("batu")


@pytest.fixture(autouse=True)
def city_of_the_demo() -> None:
    call_command("load_reference", "batu", stdout=StringIO())
    call_command("make_demo_boundaries", load=True, stdout=StringIO())


def run(file: Path, *options: str) -> str:
    said = StringIO()
    call_command(
        "import_areas", str(file), "--code-field", "code", "--name-field", "name", *options, stdout=said, no_color=True
    )
    return said.getvalue()


@pytest.fixture
def demo_file(tmp_path: Path) -> Path:
    """The demo's own outlines as a file, to be spoilt."""
    call_command("make_demo_boundaries", out=tmp_path / "demo.geojson", stdout=StringIO())
    return tmp_path / "demo.geojson"


def spoil(file: Path, change: Callable[[list[dict[str, object]]], None]) -> Path:
    collection = json.loads(file.read_text())
    change(collection["features"])
    file.write_text(json.dumps(collection))
    return file


@needs_real_boundaries
def test_the_real_boundaries_of_batu_pass_as_they_are() -> None:
    load_demo(BATU, date(2026, 11, 24), 400)
    said = run(REAL, "--yes", "--source", "cahyadsn/wilayah_boundaries")
    assert "24 desa" in said
    totals = {total.code: total for total in area_totals()}
    assert [totals[code].desa for code in ("35.79.01", "35.79.02", "35.79.03")] == [8, 9, 7]
    assert totals["35.79"].km2 == pytest.approx(194.17, rel=0.01)
    assert sum(total.km2 for total in totals.values() if total.code != "35.79") == pytest.approx(194.17, rel=0.01)
    assert not Area.objects.filter(is_approximate=True).exists()
    assert not Report.objects.filter(area=None).exists()
    assert not Report.objects.filter(lost_area=True).exists()
    assert all(area_at(report.geom).pk == report.area_id for report in Report.objects.all())  # type: ignore[union-attr]


@pytest.mark.slow
@needs_real_boundaries
def test_every_known_place_of_the_city_lies_in_its_desa_by_the_real_boundaries() -> None:
    run(REAL, "--yes")
    for area in BATU.areas:
        if area.level == "desa":
            assert area_at(Point(*area.inside, srid=4326)).pk == area.code  # type: ignore[union-attr]


@pytest.mark.slow
@needs_real_boundaries
def test_in_the_real_overlaps_the_lowest_code_has_the_place() -> None:
    run(REAL, "--yes")
    desa = list(Area.objects.filter(level="desa").order_by("code"))
    seen = 0
    for index, lower in enumerate(desa):
        for higher in desa[index + 1 :]:
            common = lower.geom.intersection(higher.geom)
            if common.area > 1e-9:
                place = common.point_on_surface
                covering = [area.code for area in desa if area.geom.intersects(place)]
                assert area_at(place).pk == min(covering)  # type: ignore[union-attr]
                seen += 1
    assert seen > 5


def test_a_dry_run_shows_before_and_after_and_changes_nothing(demo_file: Path) -> None:
    before = list(Area.objects.values_list("code", "source", "updated_at"))
    said = run(demo_file, "--dry-run")
    assert "8 / 44.35 km²" in said
    assert list(Area.objects.values_list("code", "source", "updated_at")) == before


@pytest.mark.parametrize(("answer", "is_done"), [("ya", True), ("", False)])
def test_it_asks_before_it_replaces(
    answer: str, is_done: bool, demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer + "\n"))
    if is_done:
        run(demo_file, "--source", "Peta resmi")
    else:
        with pytest.raises(CommandError):
            run(demo_file, "--source", "Peta resmi")
    assert Area.objects.filter(source="Peta resmi").exists() == is_done


def test_repairs_are_told(demo_file: Path) -> None:
    def cross(features: list[dict[str, object]]) -> None:
        ring = features[0]["geometry"]["coordinates"][0][0]  # type: ignore[index]
        ring[10], ring[14] = ring[14], ring[10]

    said = run(spoil(demo_file, cross), "--yes")
    assert "35.79.01.1001 (Self-intersection" in said
    assert Area.objects.get(pk="35.79.01.1001").geom.valid


def test_features_in_no_area_are_listed_and_go_to_the_dispatcher(demo_file: Path) -> None:
    load_demo(BATU, date(2026, 11, 24), 200)
    kept = set(Report.objects.filter(area_id="35.79.01.1001").values_list("code", flat=True))
    Report.objects.filter(code=min(kept)).update(state="in_progress", agency="dpupr", public_precision="exact")
    open_ones = Report.objects.filter(code__in=kept, state__in=["new", "routed", "in_progress", "waiting"]).count()
    # Temas shrinks to a speck at its known place
    x, y = next(area.inside for area in BATU.areas if area.code == "35.79.01.1001")
    speck = [[[x, y], [x + 1e-5, y], [x + 1e-5, y + 1e-5], [x, y]]]
    spoil(demo_file, lambda features: features[0].update(geometry={"type": "Polygon", "coordinates": speck}))
    said = run(demo_file, "--yes")
    lost = Report.objects.filter(lost_area=True)
    assert lost.exists()
    assert set(lost.values_list("code", flat=True)) <= kept
    assert set(lost.values_list("area_id", flat=True)) == {"35.79.01.1001"}
    assert all(report.code in said for report in lost)
    back = HistoryEvent.objects.filter(verb="to_dispatcher").count()
    assert 0 < back <= open_ones
    assert lost.filter(state="new", agency=None).count() >= back


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda features: features.pop(3), "35.79.01.1004 Sisir"),
        (lambda features: features[2]["properties"].update(code="11.01.01.2001"), "--skip-others"),
    ],
)
def test_a_refused_file_changes_nothing(
    change: Callable[[list[dict[str, object]]], None], told: str, demo_file: Path
) -> None:
    before = list(Area.objects.values_list("code", "updated_at"))
    with pytest.raises(CommandError, match=told):
        run(spoil(demo_file, change), "--yes")
    assert list(Area.objects.values_list("code", "updated_at")) == before


@pytest.mark.slow
def test_official_outlines_are_not_overwritten_by_approximate_ones(demo_file: Path) -> None:
    run(demo_file, "--yes", "--source", "Peta resmi")
    with pytest.raises(CommandError, match="--replace"):
        call_command("make_demo_boundaries", load=True)
    call_command("make_demo_boundaries", load=True, replace=True, stdout=StringIO())
    assert Area.objects.get(pk="35.79").is_approximate
