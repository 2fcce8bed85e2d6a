"""A trial says all that stands against a row, and not one reason a trial."""

from pathlib import Path
from uuid import UUID

import geopandas
import pytest
from django.test import Client
from shapely.geometry import box

from cityops.datasets.ledger import Ledger, lines_of
from cityops.datasets.models import Upload
from cityops.datasets.reading import read
from cityops.features.imports import Faults, NotANumber, NoValue, Outcome, Row, What
from cityops.policy.lines import Role
from tests.cityops.datasets.as_features import counts, reasons, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.files import geopackage, sent, spreadsheet

pytestmark = pytest.mark.django_db


def upload_of(client: Client, path: Path) -> Upload:
    client.post("/data/new/", {"file": sent(path)})
    upload = Upload.objects.latest("id")
    read(upload.pk)
    upload.refresh_from_db()
    return upload


def test_of_a_complaint(desk: Client, send: Send, tmp_path: Path) -> None:
    CategoryFactory()
    text = (
        "tanggal,isi,kategori,status,surel,lat,lng\n"
        "2031-01-01,,Naga,entah,bukan-surel,-6.2,106.8\n"
        "2031-01-01,,Jalan rusak,,,-7.87,112.53\n"
        "2020-01-01,Lubang,Jalan rusak,,,-7.87,112.53\n"
    )
    upload = send(spreadsheet(tmp_path, text))
    tried(desk, upload, "reports", column_contact_email="surel")
    assert counts(upload) == {"made": 1, "refused": 2}
    assert reasons(upload) == {
        "outside_city": 1,
        "unknown_value": 1,
        "in_the_future": 2,
        "no_words": 2,
        "bad_contact": 1,
    }
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "Baris dengan beberapa kesalahan: 2" in page
    lines = b"".join(desk.get(f"{upload.get_absolute_url()}rows.csv")).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 3
    assert all(words in lines[1] for words in ("“Naga”", "“entah”", "bukan-surel", "2031-01-01"))
    assert counts(taken(desk, upload)) == {"made": 1, "refused": 2}


def test_of_a_facility(tmp_path: Path, city_in_earnest: object) -> None:
    client = Client()
    client.force_login(staff(Role.ADMIN))
    text = "nama,jenis,buka,tutup,lat,lng\n,Naga,pagi,16:00,-6.2,106.8\nSDN A,Sekolah,8:00,,-7.87,112.53\n"
    upload = tried(client, upload_of(client, spreadsheet(tmp_path, text)), "facilities")
    assert counts(upload) == {"refused": 2}
    assert reasons(upload) == {
        "outside_city": 1,
        "no_value": 1,
        "unknown_value": 1,
        "no_clock": 1,
        "only_one_time": 1,
    }


def test_of_a_plot(tmp_path: Path, city_in_earnest: object) -> None:
    AgencyFactory(code="distan")
    client = Client()
    client.force_login(staff(Role.HEAD, agency="distan"))
    field = box(112.53, -7.87, 112.5306, -7.8694)
    shape = field.difference(field.buffer(-0.0002))
    frame = geopandas.GeoDataFrame({"petani": [""], "komoditas": ["Naga"]}, geometry=[shape], crs=4326)
    upload = upload_of(client, geopackage(tmp_path, frame, "lahan"))
    tried(client, upload, "plots", value_season="2026-3", value_consent="daftar")
    assert counts(upload) == {"refused": 1}
    assert reasons(upload) == {"no_value": 1, "unknown_value": 1, "not_one_shape": 1}


def test_of_residents_and_of_place_names(desk: Client, send: Send, tmp_path: Path) -> None:
    text = "wilayah,jiwa,tahun,sumber,resmi\nNirwana,1.5,2090,,entah\n"
    upload = send(spreadsheet(tmp_path, text))
    tried(desk, upload, "population", column_area="wilayah")
    assert counts(upload) == {"refused": 1}
    assert sorted(reasons(upload)) == ["no_value", "not_a_number", "not_yet", "unknown_value"]
    names = send(spreadsheet(tmp_path, "nama,sumber,perkiraan,lat,lng\n,,entah,-7.87,112.53\n", "nama.csv"))
    tried(desk, names, "place-names", column_source="sumber", value_source="")
    assert counts(names) == {"refused": 1}
    assert sum(group["count"] for group in (names.result or {})["groups"]) == 3


def test_an_empty_cell_of_yes_or_no_stands_against_no_row(desk: Client, send: Send, tmp_path: Path) -> None:
    names = send(spreadsheet(tmp_path, "nama,sumber,perkiraan,lat,lng\nA,RBI,,-7.87,112.53\nB,RBI,ya,-7.87,112.53\n"))
    tried(desk, names, "place-names", column_source="sumber", value_source="", value_approximate="")
    assert counts(names) == {"made": 2}
    text = "wilayah,jiwa,tahun,sumber,resmi\nSisir,12,2020,BPS,\n"
    residents = send(spreadsheet(tmp_path, text, "jiwa.csv"))
    tried(desk, residents, "population", column_area="wilayah", value_official="")
    assert counts(residents) == {"made": 1}


def test_the_account_counts_a_row_once(tmp_path: Path) -> None:
    row = Row(2, UUID(int=2), {})
    faults = Faults()

    def at_fault(fault: Exception) -> None:
        raise fault

    for fault in (NoValue(field="A"), NotANumber(field="B", value="x")):
        assert faults.of(at_fault, fault) is None
    assert faults.of(len, "abc") == 3
    path = tmp_path / "outcomes.jsonl.gz"
    with Ledger(path) as ledger:
        ledger.add(faults.refused(row))
        ledger.add(Outcome(row, What.MADE))
    told = ledger.result(is_real=False, notes=[])
    assert (told["rows"], told["counts"]["refused"], told["several"]) == (2, 1, 1)
    assert [group["told"]["code"] for group in told["groups"]] == ["no_value", "not_a_number"]
    refused, made = lines_of(path)
    assert "“A”" in refused.text
    assert "“x”" in refused.text
    assert (made.text, made.also) == ("", [])
