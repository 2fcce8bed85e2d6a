"""An import that cannot be: the fault stands beside its remedy, and what was chosen and typed stays."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cityops.datasets.errors import told
from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, State, Upload
from cityops.datasets.reading import read
from cityops.policy.lines import Role
from geodata.readers.errors import UnfitFile
from geodata.readers.inspection import Problem
from tests.cityops.datasets.conftest import Send, filled, import_it
from tests.factories.files import geopackage, spreadsheet, wells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]
TYPED = {"label": "Sumur tua", "source": "Survei desa", "about": "Semua sumur.", "name_0": "sebutan"}
# In the fourth line there is no place.
HOLED = "nama,tinggi,lat,lon\nSatu,12,-7.87,112.53\nDua,9,-7.871,112.531\nTiga,8,,\nEmpat,rusak,-7.872,112.532\n"


def begin(client: Client, upload: Upload, **more: Any) -> Any:
    return client.post(f"{upload.get_absolute_url()}import/", filled(client, upload, **TYPED, **more))


def is_all_there(answer: Any) -> None:
    """Whether the page has the form open, with all that was typed."""
    assert answer.context["is_ready"]
    form, said = answer.context["form"], answer.context["said"]
    assert {name: (form if name == "name_0" else said)[name].value() for name in TYPED} == TYPED
    assert "Buat lapisan darinya" in answer.content.decode()


@pytest.fixture
def holed(send: Send, tmp_path: Path) -> Upload:
    return send(spreadsheet(tmp_path, HOLED))


class TestRowsThatCannotGoIn:
    def test_are_asked_about_before_anything_is_begun(self, desk: Client, holed: Upload) -> None:
        answer = begin(desk, holed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["leaves_out"]
        is_all_there(answer)
        holed.refresh_from_db()
        assert holed.state == State.READ
        page = answer.content.decode()
        faults, _after, _rest = page.partition('id="preview-title"')
        assert 'name="leaves_out"' in faults  # beside the faults, not below the preview
        assert 'href="#id_leaves_out"' in faults

    def test_left_out_the_others_go_in(self, desk: Client, holed: Upload) -> None:
        done = import_it(desk, holed, leaves_out="on", audience="staff")
        assert done.state == State.DONE, done.fault
        assert done.dataset is not None
        assert done.dataset.shown is not None
        assert done.dataset.shown.rows == 3

    def test_one_word_stands_for_leaving_rows_out(self, desk: Client, holed: Upload) -> None:
        page = desk.get(holed.get_absolute_url()).content.decode()
        assert "Lewati baris yang tidak bisa masuk" in page
        assert "tinggalkan" not in page.lower()

    def test_many_of_a_kind_are_told_in_short(self, desk: Client, send: Send, tmp_path: Path) -> None:
        rows = "".join(f"Titik {number},,\n" for number in range(60))
        upload = send(spreadsheet(tmp_path, f"nama,lat,lon\nSatu,-7.87,112.53\nDua,-7.88,112.53\n{rows}"))
        answer = desk.get(upload.get_absolute_url())
        assert len(answer.context["problems"]) < 6
        assert "Sama di 57 baris lagi: 7, 8, 9, 10" in answer.content.decode()


class TestAKindThatDoesNotFit:
    @pytest.fixture
    def failed(self, desk: Client, send: Send, tmp_path: Path) -> Upload:
        """An import in which words are numbers, by choice."""
        upload = send(spreadsheet(tmp_path, HOLED.replace("Tiga,8,,\n", "")))
        assert begin(desk, upload, kind_1="number").status_code == 302
        make_layer(upload.pk)
        upload.refresh_from_db()
        assert not Dataset.objects.exists()
        return upload

    def test_is_told_beside_its_column_with_the_form_open(self, desk: Client, failed: Upload) -> None:
        assert failed.state == State.READ
        answer = desk.get(failed.get_absolute_url())
        is_all_there(answer)
        (told,) = answer.context["form"].errors["kind_1"]
        assert "Baris 4: “rusak” di “tinggi” bukan angka." in told
        page = answer.content.decode()
        assert 'href="#id_kind_1"' in page
        assert "Impor berhenti, dan tidak ada yang disimpan darinya." in page

    @pytest.mark.parametrize(("remedy", "rows"), [({"kind_1": "text"}, 3), ({"leaves_out": "on"}, 2)])
    def test_is_mended_there_at_once(self, remedy: dict[str, str], rows: int, desk: Client, failed: Upload) -> None:
        done = import_it(desk, failed, **remedy, audience="staff")
        assert done.state == State.DONE, done.fault
        assert done.dataset is not None
        assert done.dataset.label == "Sumur tua"
        assert done.dataset.shown is not None
        assert done.dataset.shown.rows == rows


def test_what_the_database_refuses_can_be_tried_again_from_the_same_page(
    desk: Client, send: Send, tmp_path: Path
) -> None:
    upload = send(geopackage(tmp_path, wells()))
    with connection.cursor() as cursor:
        cursor.execute("ALTER SCHEMA uploads RENAME TO uploads_away")
    try:
        begin(desk, upload)
        make_layer(upload.pk)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER SCHEMA uploads_away RENAME TO uploads")
    answer = desk.get(upload.get_absolute_url())
    is_all_there(answer)
    page = answer.content.decode()
    assert "Impor terputus" in page
    assert "Coba impor lagi" in page
    assert import_it(desk, upload).state == State.DONE


class TestReadOtherwise:
    def test_what_nobody_looked_at_is_not_imported(self, desk: Client, send: Send, tmp_path: Path) -> None:
        """Points that are read as areas only now had no place in the table that was made for them."""
        upload = send(geopackage(tmp_path, wells()))
        answer = begin(desk, upload, crs="EPSG:23889")
        assert answer.status_code == 302
        upload.refresh_from_db()
        assert upload.state == State.READING
        read(upload.pk)
        answer = desk.get(upload.get_absolute_url())
        assert "Lihat pratinjaunya, lalu buat lapisannya." in answer.content.decode()
        is_all_there(answer)
        done = import_it(desk, upload)
        assert (done.state, done.choices["crs"]) == (State.DONE, "EPSG:23889")

    def test_what_was_typed_stays(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(geopackage(tmp_path, wells()))
        data = filled(desk, upload, crs="EPSG:23889", **TYPED)
        assert desk.post(f"{upload.get_absolute_url()}read/", data).status_code == 302
        read(upload.pk)
        is_all_there(desk.get(upload.get_absolute_url()))


def test_columns_whose_names_say_nothing_can_be_chosen_as_coordinates(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(spreadsheet(tmp_path, "nama,satu,dua\nA,112.53,-7.87\nB,112.531,-7.871\n"))
    page = desk.get(upload.get_absolute_url())
    assert [told.remedy.name for told in page.context["problems"] if told.remedy] == ["x"]
    chosen = filled(desk, upload, x="satu", y="dua")
    assert desk.post(f"{upload.get_absolute_url()}read/", chosen).status_code == 302
    read(upload.pk)
    upload.refresh_from_db()
    done = import_it(desk, upload, audience="staff", keep_1="", keep_2="")
    assert done.state == State.DONE, done.fault
    assert done.dataset is not None
    assert done.dataset.shown is not None
    assert (done.dataset.shown.rows, done.dataset.shown.geometry) == (2, "point")


def test_what_stops_a_file_is_kept_before_what_was_mended_in_it() -> None:
    mended = [Problem("self_crossing", row=row, is_repaired=True) for row in range(2, 102)]
    one = [Problem("bad_number", row=row, params={"column": "tinggi"}) for row in range(200, 280)]
    other = [Problem("bad_date", row=300, params={"column": "tanggal"})]
    kept = told(UnfitFile(problems=(*mended, *one, *other)))["problems"]
    codes = [problem["code"] for problem in kept]
    assert len(codes) == 50
    assert codes.count("bad_date") == 1
    assert set(codes) == {"bad_number", "bad_date"}


def test_a_refusal_after_a_stop_is_told_as_one(desk: Client, send: Send, tmp_path: Path) -> None:
    """A fault that is shown now is not the quiet word of the stop before it."""
    upload = send(geopackage(tmp_path, wells()))
    assert begin(desk, upload).status_code == 302
    assert desk.post(f"{upload.get_absolute_url()}cancel/").status_code == 302
    assert '<div role="alert">' not in desk.get(upload.get_absolute_url()).content.decode()
    upload.owner.memberships.update(role=Role.DISPATCHER)  # who may bring in files, and not publish them
    refused = begin(desk, upload, audience="everyone")
    assert refused.status_code == 403
    assert '<div role="alert">' in refused.content.decode()
