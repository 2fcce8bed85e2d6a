"""Doubtful rows: each waits once, is shown to those who may decide, and tells nothing of the person behind it."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from cityops.datasets.models import TRIES, DoubtfulRow, Settled, State, Upload
from cityops.datasets.retention import forget_contacts_of_waiting_rows
from cityops.datasets.taking_in import try_out
from cityops.policy.lines import Role
from tests.cityops.datasets.as_features import counts, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.files import spreadsheet

pytestmark = pytest.mark.django_db
TEMAS = "35.79.01.1001"
ROWS = """nomor,tanggal,isi,desa,pelapor
K-1,2020-01-02,Lubang,Bumiaj,Bu Rahasia
K-1,2020-01-03,Lubang lagi,Bumiaj,Bu Rahasia
"""


@pytest.fixture
def upload(send: Send, tmp_path: Path) -> Upload:
    CategoryFactory()
    return send(spreadsheet(tmp_path, ROWS, "aduan.csv"))


@pytest.fixture
def row(desk: Client, upload: Upload) -> DoubtfulRow:
    tried(desk, upload, "reports", value_category="jalan-rusak", column_number="nomor", column_contact_name="pelapor")
    taken(desk, upload)
    return DoubtfulRow.objects.get()


def test_a_number_that_comes_twice_waits_once(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports", value_category="jalan-rusak", column_number="nomor")
    assert counts(upload) == {"doubtful": 1, "same": 1}
    assert counts(taken(desk, upload)) == {"doubtful": 1, "same": 1}
    assert DoubtfulRow.objects.count() == 1


def test_the_same_file_after_it_was_decided_brings_nothing(
    desk: Client, row: DoubtfulRow, send: Send, tmp_path: Path
) -> None:
    desk.post(row.get_absolute_url(), {"choice": "0"})
    again = send(spreadsheet(tmp_path, ROWS, "aduan.csv"))
    tried(desk, again, "reports", value_category="jalan-rusak", column_number="nomor")
    assert counts(again) == {"same": 2}


def test_the_person_behind_it_is_not_shown(desk: Client, row: DoubtfulRow) -> None:
    assert row.values["contact_name"] == "Bu Rahasia"
    page = desk.get(row.get_absolute_url()).content.decode()
    assert "Lubang" in page
    assert "Rahasia" not in page


def test_it_speaks_in_words_and_not_in_codes(desk: Client, row: DoubtfulRow) -> None:
    assert row.values["category"] == "jalan-rusak"
    for address in (row.get_absolute_url(), "/data/doubtful/"):
        page = desk.get(address).content.decode()
        assert "Jalan rusak" in page
        assert "jalan-rusak" not in page
    page = desk.get(row.get_absolute_url()).content.decode()
    assert "2 Jan 2020" in page
    assert "2020-01-02" not in page


def test_the_head_of_an_agency_sees_those_of_their_own_files_only(row: DoubtfulRow) -> None:
    client = Client()
    head = staff(Role.HEAD, agency=AgencyFactory(code="dlh").pk)
    client.force_login(head)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(f"{row.get_absolute_url()}leave-out/").status_code == 404
    DoubtfulRow.objects.update(owner=head)
    assert client.get(row.get_absolute_url()).status_code == 200


def test_those_who_import_for_all_see_those_of_others(row: DoubtfulRow) -> None:
    client = Client()
    client.force_login(staff(Role.DISPATCHER, agency="diskominfo"))
    assert client.get(row.get_absolute_url()).status_code == 200


def test_contacts_do_not_wait_for_ever(row: DoubtfulRow) -> None:
    assert forget_contacts_of_waiting_rows(before=row.created_at) == 0
    assert forget_contacts_of_waiting_rows(before=timezone.now()) == 1
    row.refresh_from_db()
    assert row.state == Settled.WAITING
    assert "contact_name" not in row.values
    assert row.values["text"] == "Lubang"


def test_a_file_that_ends_each_worker_is_given_up(desk: Client, upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(state=State.TRYING, target="reports")
    try_out(upload.pk, tries_before=TRIES)
    upload.refresh_from_db()
    assert upload.state == State.READ
    assert upload.fault is not None


def degrees_are_open(page: str) -> bool:
    """Return whether the fields of latitude and longitude are unfolded."""
    found = re.search(r'<details class="disclosure"( open)?>(?:(?!</details>).)*id="id_lat"', page, re.DOTALL)
    assert found
    return bool(found[1])


class TestWhatIsChosenAndWhatIsGiven:
    """Without a script the choice does not follow the fields below it."""

    def test_a_desa_is_not_passed_over(self, desk: Client, row: DoubtfulRow) -> None:
        assert desk.get(row.get_absolute_url()).context["form"]["choice"].value() == "0"
        answer = desk.post(row.get_absolute_url(), {"choice": "0", "area": TEMAS, "with_like": "on"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Pilih “Seluruh desa atau kelurahan” di atas, atau kosongkan isian ini." in page
        assert (answer.context["form"]["area"].value(), answer.context["form"]["choice"].value()) == (TEMAS, "0")
        row.refresh_from_db()
        assert row.state == Settled.WAITING

    @pytest.mark.parametrize("choice", ["0", "area"])
    def test_degrees_are_not_passed_over(self, choice: str, desk: Client, row: DoubtfulRow) -> None:
        data = {"choice": choice, "area": TEMAS if choice == "area" else "", "lat": "-7,87", "lng": "112,53"}
        answer = desk.post(row.get_absolute_url(), data)
        assert answer.status_code == 422
        assert "Pilih “Tempat lain: pin di peta” di atas, atau kosongkan kedua isian ini." in answer.content.decode()
        assert answer.context["form"]["lat"].value() == "-7,87"
        assert degrees_are_open(answer.content.decode())
        row.refresh_from_db()
        assert row.state == Settled.WAITING

    def test_degrees_are_in_sight_where_they_are_asked_for(self, desk: Client, row: DoubtfulRow) -> None:
        assert not degrees_are_open(desk.get(row.get_absolute_url()).content.decode())
        assert not degrees_are_open(desk.post(row.get_absolute_url(), {"choice": "area"}).content.decode())
        assert degrees_are_open(desk.post(row.get_absolute_url(), {"choice": "pin"}).content.decode())

    def test_a_desa_beside_the_pin_is_asked_about(self, desk: Client, row: DoubtfulRow) -> None:
        data = {"choice": "pin", "area": TEMAS, "lat": "-7.87", "lng": "112.53"}
        assert desk.post(row.get_absolute_url(), data).status_code == 422

    def test_what_agrees_is_taken_in(self, desk: Client, row: DoubtfulRow) -> None:
        assert desk.post(row.get_absolute_url(), {"choice": "area", "area": TEMAS}).status_code == 302
        row.refresh_from_db()
        assert row.state == Settled.MADE
