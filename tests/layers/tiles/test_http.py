"""Tiles over HTTP: versions, caches, and who is answered what."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.policy.lines import Role
from cityops.reports.models import Report
from layers.cells.folding import fold
from tests.factories import places
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory
from tests.layers.tiles.grid import tile_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def address(place: "object", z: int = 15, layer: str = "reports") -> str:
    x, y = tile_of(z, place)
    return f"/layers/{layer}/tiles/{z}/{x}/{y}.mvt"


def test_a_tile_keeps_its_version_until_something_is_written_there(client: Client) -> None:
    report, other = ReportFactory(geom=places.IN_SISIR), ReportFactory(geom=places.IN_PUNTEN)
    there = address(places.IN_SISIR)
    first = client.get(there)
    assert client.get(there, headers={"if-none-match": first["ETag"]}).status_code == 304
    Report.objects.filter(pk=other.pk).update(state="routed")
    assert client.get(there, headers={"if-none-match": first["ETag"]}).status_code == 304, "written elsewhere"
    Report.objects.filter(pk=report.pk).update(due_at="2027-01-01T00:00Z")
    second = client.get(there, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert second.content != first.content
    fold()
    third = client.get(there, headers={"if-none-match": second["ETag"]})
    assert third.status_code in (200, 304)
    assert third.status_code == 304 or third.content == second.content


def test_a_hit_does_no_geometry_work(client: Client) -> None:
    ReportFactory()
    client.get(address(places.IN_SISIR))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(places.IN_SISIR))
    assert len(asked) == 1
    assert "layers_touch" in asked[0]["sql"]


def test_a_public_tile_asks_for_nobody_s_session_and_its_faults_have_words(client: Client) -> None:
    ReportFactory()
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    client.get(address(places.IN_SISIR))
    with CaptureQueriesContext(connection) as asked:
        found = client.get(address(places.IN_SISIR))
    assert len(asked) == 1
    assert "Cookie" not in found["Vary"]
    assert found["Content-Length"] == str(len(found.content))
    refused = client.get("/layers/reports/tiles/3/9/0.mvt", headers={"accept": "text/html", "accept-language": "en"})
    assert refused.status_code == 400
    assert "There is no such tile" in refused.content.decode()


def test_hiding_a_report_takes_it_from_the_public_tile_at_once(client: Client) -> None:
    report = ReportFactory()
    assert client.get(address(places.IN_SISIR)).content
    Report.objects.filter(pk=report.pk).update(hidden_at="2026-01-01T00:00Z", hidden_reason="x")
    assert client.get(address(places.IN_SISIR)).content == b""


def test_public_tiles_may_be_shared_after_asking_and_staff_s_never(client: Client) -> None:
    ReportFactory()
    public = client.get(address(places.IN_SISIR))
    assert {"public", "no-cache"} <= set(public["Cache-Control"].split(", "))
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    private = client.get(address(places.IN_SISIR, layer="work-reports"))
    assert private.status_code == 200
    assert {"private", "no-cache"} <= set(private["Cache-Control"].split(", "))
    assert "public" not in private["Cache-Control"]
    assert "Cookie" in private["Vary"]


def test_two_officers_never_get_each_other_s_finished_tile(client: Client) -> None:
    ReportFactory()
    there = address(places.IN_SISIR, layer="work-reports")
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    mine = client.get(there)
    client.force_login(staff(Role.OFFICER, agency="dlh"))
    theirs = client.get(there, headers={"if-none-match": mine["ETag"]})
    assert (theirs.status_code, theirs.content) == (200, b"")


def test_it_is_sent_packed_to_whoever_takes_it(client: Client) -> None:
    ReportFactory()
    packed = client.get(address(places.IN_SISIR), headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get(address(places.IN_SISIR))
    assert settings.TILE_DIR.exists()


def test_what_was_hidden_does_not_come_back_when_cells_are_counted_anew(client: Client) -> None:
    report = ReportFactory()
    fold()
    shown = client.get(address(places.IN_SISIR))
    Report.objects.filter(pk=report.pk).update(hidden_at="2026-01-01T00:00Z", hidden_reason="x")
    with connection.cursor() as cursor:
        cursor.execute("SELECT layers_rebuild('reports')")
    again = client.get(address(places.IN_SISIR), headers={"if-none-match": shown["ETag"]})
    assert (again.status_code, again.content) == (200, b"")
