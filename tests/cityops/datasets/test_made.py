"""From the page of an import to what came of it."""

from pathlib import Path

import geopandas
import pytest
from django.test import Client
from shapely.geometry import Polygon

from cityops.datasets.models import Upload
from cityops.datasets.reading import read
from cityops.facilities.models import Facility
from cityops.farming.models import FarmPlot
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import shown_of_it, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.files import geopackage, old_complaints, sent, spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]


def sent_by(role: Role, path: Path, agency: str | None = None) -> tuple[Client, Upload]:
    client = Client()
    client.force_login(staff(role, agency=agency) if agency else staff(role))
    assert client.post("/data/new/", {"file": sent(path)}).status_code == 302
    upload = Upload.objects.latest("id")
    read(upload.pk)
    return client, upload


def test_reports(desk: Client, send: Send, tmp_path: Path) -> None:
    CategoryFactory()
    upload = send(old_complaints(tmp_path))
    tried(desk, upload, "reports")
    taken(desk, upload)
    assert shown_of_it(desk, upload) == list(Report.objects.order_by("id").values_list("code", flat=True))


def test_facilities(tmp_path: Path) -> None:
    rows = "".join(f"{n},SDN {n},-7.87,112.53{n}\n" for n in range(1, 8))
    client, upload = sent_by(Role.ADMIN, spreadsheet(tmp_path, f"npsn,nama,latitude,longitude\n{rows}", "sekolah.csv"))
    tried(client, upload, "facilities", value_kind="school")
    taken(client, upload)
    codes = list(Facility.objects.order_by("id").values_list("code", flat=True))
    assert shown_of_it(client, upload) == codes[:5]
    assert "2 lagi, kodenya ada di tabel semua baris" in client.get(upload.get_absolute_url()).content.decode()


def test_plots(tmp_path: Path) -> None:
    AgencyFactory(code="distan")
    ring = [(112.53, -7.87), (112.5306, -7.87), (112.5306, -7.8694), (112.53, -7.8694)]
    frame = geopandas.GeoDataFrame({"petani": ["Pak Tani"]}, geometry=[Polygon(ring)], crs=4326)
    client, upload = sent_by(Role.HEAD, geopackage(tmp_path, frame, "lahan"), "distan")
    said = {"value_commodity": "apel", "value_season": "2026-3", "value_consent": "daftar kelompok"}
    tried(client, upload, "plots", **said)
    taken(client, upload)
    assert shown_of_it(client, upload) == [FarmPlot.objects.get().code]


def test_where_nothing_has_a_page_there_are_no_links(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(spreadsheet(tmp_path, "wilayah,penduduk,tanggal\nSisir,100,2021-01-01\n"))
    tried(desk, upload, "population", column_area="wilayah", value_source="BPS")
    taken(desk, upload)
    answer = desk.get(upload.get_absolute_url())
    assert answer.context["made"] is None
    assert "Lihat hasilnya" not in answer.content.decode()


def test_the_list_of_reports_has_those_that_were_made_though_they_are_closed(
    desk: Client, send: Send, tmp_path: Path
) -> None:
    CategoryFactory()
    rows = "2021-03-04,Lubang,-7.87,112.53,selesai\n2022-06-05,Gelap,-7.87,112.51,ditolak\n"
    upload = send(spreadsheet(tmp_path, f"tanggal,isi,lat,lng,status\n{rows}", "lama.csv"))
    tried(desk, upload, "reports", value_category="jalan-rusak")
    taken(desk, upload)
    address = desk.get(upload.get_absolute_url()).context["made"].listing
    assert address == "/staff/?status=closed&status=rejected&from=2021-03-04&to=2022-06-05"
    page = desk.get(address).content.decode()
    assert all(f"/staff/reports/{code}/" in page for code in Report.objects.values_list("code", flat=True))


def test_the_list_of_data_says_what_came_of_a_file_and_no_untruth(desk: Client, send: Send, tmp_path: Path) -> None:
    CategoryFactory()
    upload = send(spreadsheet(tmp_path, "tanggal,isi,lat,lng\n2021-03-04,Lubang,-7.87,112.53\n", "lama.csv"))
    tried(desk, upload, "reports", value_category="jalan-rusak")
    assert "Belum selesai" in desk.get("/data/").content.decode()
    taken(desk, upload)
    page = desk.get("/data/").content.decode()
    assert "Menjadi: Laporan (1)" in page
    assert "Belum ada lapisan" in page
    assert "Belum ada data" not in page
    assert "Belum di peta" not in page
