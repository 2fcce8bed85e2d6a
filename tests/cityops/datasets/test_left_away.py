"""Rows that lie far from the city are left out alone, where they are told: by the trial, the import and a layer."""

from pathlib import Path

import pytest
from django.test import Client

from cityops.datasets.models import State, Upload
from cityops.datasets.reading import read
from cityops.reports.models import Report
from geodata.readers.choices import Choices
from tests.cityops.datasets.as_features import counts, reasons, taken, tried
from tests.cityops.datasets.conftest import Send, filled, import_it
from tests.factories.agencies import CategoryFactory
from tests.factories.files import spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]

OLD = """tanggal,isi,lat,lng
2021-01-02,Lubang,-7.87,112.53
2021-01-03,Jauh,-6.2,106.8
2021-01-04,Jauh juga,7.87,112.53
2021-01-05,Di luar kota,-7.86,112.62
2021-01-06,Gelap,-7.87,112.51
"""


@pytest.fixture
def upload(send: Send, tmp_path: Path) -> Upload:
    CategoryFactory()
    return send(spreadsheet(tmp_path, OLD))


def press(desk: Client, upload: Upload, what: str) -> Upload:
    """Press the button beside what is told of these rows, and let the worker read anew."""
    data = filled(desk, upload) | {"away": what}
    assert desk.post(f"{upload.get_absolute_url()}read/", data).status_code == 302
    read(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.READ
    return upload


def page(desk: Client, upload: Upload) -> str:
    return desk.get(f"{upload.get_absolute_url()}?look").content.decode()


def test_the_choice_stands_where_they_are_told(desk: Client, upload: Upload) -> None:
    told, _after, _rest = page(desk, upload).partition('id="preview-title"')
    assert 'name="away" value="leave">Lewati baris-baris ini: 2</button>' in told
    told, _after, _rest = page(desk, press(desk, upload, "leave")).partition('id="preview-title"')
    assert "Baris jauh dari kota yang dilewati sesuai pilihan Anda: 2." in told
    assert 'name="away" value="take"' in told
    assert "Lewati baris-baris ini" not in told
    assert 'value="leave"' in page(desk, press(desk, upload, "take"))


def test_trial_and_import_leave_them_out_and_say_how_many(desk: Client, upload: Upload) -> None:
    press(desk, upload, "leave")
    tried(desk, upload, "reports", value_category="jalan-rusak")
    assert counts(upload) == {"made": 2, "left_out": 2, "refused": 1}
    assert reasons(upload) == {"file:away": 2, "outside_city": 1}
    taken(desk, upload)
    assert (counts(upload)["left_out"], Report.objects.count()) == (2, 2)
    assert "baris seperti ini dilewati, sesuai pilihan Anda" in desk.get(upload.get_absolute_url()).content.decode()


def test_it_stays_when_the_file_is_read_otherwise(desk: Client, upload: Upload) -> None:
    press(desk, upload, "leave")
    data = filled(desk, upload) | {"crs": "EPSG:4326"}
    desk.post(f"{upload.get_absolute_url()}read/", data)
    read(upload.pk)
    upload.refresh_from_db()
    assert Choices.from_dict(upload.choices).leaves_away


def test_a_layer_has_the_others_and_says_how_many_are_missing(desk: Client, upload: Upload) -> None:
    press(desk, upload, "leave")
    done = import_it(desk, upload, audience="staff")
    assert done.dataset is not None, done.fault
    version = done.dataset.shown
    assert version is not None
    assert version.rows == 3
    assert version.extent == [112.51, -7.87, 112.62, -7.86]
    assert (
        "Baris jauh dari kota yang dilewati sesuai pilihan: 2."
        in desk.get(done.dataset.get_absolute_url()).content.decode()
    )


def test_where_all_lie_there_none_are_offered_to_be_left_out(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(spreadsheet(tmp_path, "nama,lat,lng\na,-6.2,106.8\nb,-6.3,106.8\n"))
    assert 'value="leave"' not in page(desk, upload)
