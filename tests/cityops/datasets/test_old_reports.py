"""A spreadsheet of old complaints becomes reports: what can go in, what is doubtful, what is refused and why."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from cityops.areas.models import PlaceName
from cityops.datasets.models import DoubtfulRow, Settled, State, Upload
from cityops.datasets.reading import read
from cityops.datasets.taking_in import take_in, try_out
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent, PublicPrecision
from cityops.notifications.models import Notice, OutboxMessage
from cityops.policy.lines import Role
from cityops.reports.models import Report, ReportContact
from tests.cityops.datasets.as_features import counts, mapped, reasons, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories import places
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.files import old_complaints, sent, spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "category")]


@pytest.fixture
def category(city_in_earnest: object) -> object:
    return CategoryFactory()


@pytest.fixture
def upload(send: Send, tmp_path: Path) -> Upload:
    return send(old_complaints(tmp_path))


def test_columns_are_guessed_from_their_names(desk: Client, upload: Upload) -> None:
    data = mapped(desk, upload, "reports")
    assert {name: data[f"column_{name}"] for name in ("text", "category", "date", "state", "place", "within")} == {
        "text": "isi laporan",
        "category": "kategori",
        "date": "tanggal",
        "state": "status",
        "place": "desa",
        "within": "kecamatan",
    }
    assert data["column_contact_name"] == ""


def test_trying_out_says_what_would_happen_and_changes_nothing(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports")
    assert counts(upload) == {"made": 2, "doubtful": 3, "refused": 5}
    assert reasons(upload) == {
        "doubtful_place": 1,
        "place_contradicts": 1,
        "no_such_place": 1,
        "in_the_future": 1,
        "unknown_value": 1,
        "outside_city": 1,
        "no_words": 1,
        "file:bad_date": 1,
    }
    assert not Report.objects.exists()
    assert not HistoryEvent.objects.exists()
    assert not DoubtfulRow.objects.exists()
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "Naga terbang" in page
    assert "Atlantis" in page


def test_what_was_tried_out_is_what_happens(desk: Client, upload: Upload) -> None:
    would = counts(tried(desk, upload, "reports"))
    why = reasons(upload)
    taken(desk, upload)
    assert upload.state == State.DONE, upload.fault
    assert (counts(upload), reasons(upload)) == (would, why)
    assert Report.objects.count() == would["made"]
    assert DoubtfulRow.objects.filter(state=Settled.WAITING).count() == would["doubtful"]


def test_reports_keep_their_dates_and_nobody_is_told(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports")
    taken(desk, upload)
    by_point, by_name = Report.objects.order_by("created_at")
    assert (by_point.created_at, by_point.state, by_point.due_at) == (
        datetime(2021, 3, 4, 5, 0, 0, 1, tzinfo=UTC),  # noon by the city's clock, marked as a day alone
        "closed",
        None,
    )
    assert (by_point.area_id, by_point.public_precision) == ("35.79.01.1004", PublicPrecision.EXACT)
    assert (by_name.area_id, by_name.public_precision) == ("35.79.01.1001", PublicPrecision.AREA)
    assert by_name.created_at.date().isoformat() == "2022-06-05"
    assert not by_point.words_are_public
    assert [event.verb for event in history_of(by_point)] == ["import"]
    assert not OutboxMessage.objects.exists()
    assert not Notice.objects.exists()
    assert not mail.outbox
    assert not ReportContact.objects.exists()
    assert Client().get(f"/r/{by_point.code}/").status_code == 200


def test_an_open_one_begins_its_clock_today(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(spreadsheet(tmp_path, "tanggal,isi,lat,lng\n2019-01-01,Masih rusak,-7.87,112.53\n"))
    tried(desk, upload, "reports", value_category="jalan-rusak", value_state="new")
    taken(desk, upload)
    report = Report.objects.get()
    assert report.state == "new"
    assert report.due_at is not None
    assert (report.created_at.year, report.is_overdue) == (2019, False)


def test_contact_is_taken_in_only_where_somebody_says_so(desk: Client, send: Send, tmp_path: Path) -> None:
    text = "tanggal,isi,lat,lng,nama pelapor,surel\n2019-01-01,Rusak,-7.87,112.53,Bu Tini,tini@example.org\n"
    upload = send(spreadsheet(tmp_path, text))
    tried(desk, upload, "reports", value_category="jalan-rusak", column_contact_name="nama pelapor")
    taken(desk, upload)
    contact = ReportContact.objects.get()
    assert (contact.name, contact.email) == ("Bu Tini", "")


class TestTheSameFileAgain:
    def test_rows_are_there_already(self, desk: Client, upload: Upload, send: Send, tmp_path: Path) -> None:
        tried(desk, upload, "reports")
        taken(desk, upload)
        again = send(old_complaints(tmp_path))
        tried(desk, again, "reports")
        assert counts(again) == {"same": 5, "refused": 5}
        taken(desk, again)
        assert Report.objects.count() == 2
        assert DoubtfulRow.objects.count() == 3

    def test_rows_without_numbers_are_known_by_what_they_say(self, desk: Client, send: Send, tmp_path: Path) -> None:
        text = "tanggal,isi,lat,lng\n2019-01-01,Rusak,-7.87,112.53\n2019-01-01,Rusak,-7.87,112.53\n"
        for expected in ({"made": 2}, {"same": 2}):
            upload = send(spreadsheet(tmp_path, text))
            tried(desk, upload, "reports", value_category="jalan-rusak")
            assert counts(taken(desk, upload)) == expected

    def test_the_task_run_again_does_nothing(self, desk: Client, upload: Upload) -> None:
        tried(desk, upload, "reports")
        taken(desk, upload)
        take_in(upload.pk)
        try_out(upload.pk)
        assert Report.objects.count() == 2


class TestBrokenOff:
    def test_cancelled_nothing_is_left(self, desk: Client, upload: Upload) -> None:
        tried(desk, upload, "reports")
        desk.post(f"{upload.get_absolute_url()}take/")
        desk.post(f"{upload.get_absolute_url()}cancel/")
        take_in(upload.pk)
        upload.refresh_from_db()
        assert upload.state == State.READ
        assert upload.mapping
        assert not Report.objects.exists()
        assert not DoubtfulRow.objects.exists()

    def test_a_fault_in_the_middle_takes_all_back(
        self, desk: Client, upload: Upload, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried(desk, upload, "reports")
        desk.post(f"{upload.get_absolute_url()}take/")
        monkeypatch.setattr("cityops.datasets.taking_in.record", lambda *_a, **_k: 1 / 0)
        take_in(upload.pk)
        upload.refresh_from_db()
        assert upload.state == State.READ
        assert upload.fault is not None
        assert not Report.objects.exists()
        monkeypatch.undo()
        tried(desk, upload, "reports")  # the file is still there
        assert counts(taken(desk, upload))["made"] == 2

    def test_what_was_not_tried_out_is_not_done(self, desk: Client, upload: Upload) -> None:
        assert desk.post(f"{upload.get_absolute_url()}take/").status_code == 409


class TestDoubtful:
    @pytest.fixture
    def rows(self, desk: Client, upload: Upload) -> list[DoubtfulRow]:
        tried(desk, upload, "reports")
        taken(desk, upload)
        return list(DoubtfulRow.objects.order_by("row"))

    def test_the_list_names_row_and_reason(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        page = desk.get("/data/doubtful/").content.decode()
        assert "Bumiaj" in page
        assert "aduan.csv" in page

    def test_a_candidate_is_chosen(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        near = rows[0]
        answer = desk.post(near.get_absolute_url(), {"choice": "0"})
        assert answer.status_code == 302
        near.refresh_from_db()
        report = Report.objects.get(code=near.code)
        assert (near.state, report.area_id, report.state) == (Settled.MADE, "35.79.02.2006", "new")
        assert report.public_precision == PublicPrecision.AREA  # no more than the desa was chosen
        assert near.values == {}

    def test_a_pin_is_put_down(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        near = rows[0]
        place = places.IN_BEJI
        assert desk.post(near.get_absolute_url(), {"choice": "pin", "lat": place.y, "lng": place.x}).status_code == 302
        near.refresh_from_db()
        assert Report.objects.get(code=near.code).area_id == "35.79.03.2002"

    def test_a_pin_outside_the_city_is_refused(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        answer = desk.post(rows[0].get_absolute_url(), {"choice": "pin", "lat": "-6.2", "lng": "106.8"})
        assert answer.status_code == 422
        rows[0].refresh_from_db()
        assert rows[0].state == Settled.WAITING

    def test_left_out_stays_out(self, desk: Client, rows: list[DoubtfulRow], send: Send, tmp_path: Path) -> None:
        desk.post(f"{rows[0].get_absolute_url()}leave-out/")
        again = send(old_complaints(tmp_path))
        tried(desk, again, "reports")
        assert reasons(again)["left_out_before"] == 1

    def test_it_is_decided_once(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        for status in (302, 409):
            assert desk.post(rows[0].get_absolute_url(), {"choice": "0"}).status_code == status
        assert Report.objects.count() == 3

    def test_one_who_may_not_import_does_not_see_them(self, rows: list[DoubtfulRow]) -> None:
        client = Client()
        client.force_login(staff(Role.LURAH, areas=["35.79.01.1004"]))
        assert client.get("/data/doubtful/").status_code == 403
        assert client.get(rows[0].get_absolute_url()).status_code == 404


def test_place_names_are_matched_too(desk: Client, send: Send, tmp_path: Path) -> None:
    PlaceName.objects.create(name="Alun-alun Batu", kind="Taman", place=places.IN_SISIR, source="uji")
    text = 'tanggal,isi,lokasi\n2019-01-01,Rusak,alun alun batu\n2019-01-02,Rusak,"Jl. Munif 3, Sisir, Kec. Batu"\n'
    upload = send(spreadsheet(tmp_path, text))
    tried(desk, upload, "reports", value_category="jalan-rusak")
    taken(desk, upload)
    first, second = Report.objects.order_by("created_at")
    assert (first.geom.coords, first.public_precision) == (places.IN_SISIR.coords, PublicPrecision.EXACT)
    assert (second.area_id, second.public_precision) == ("35.79.01.1004", PublicPrecision.AREA)


def test_the_account_of_all_rows_can_be_taken_away(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports")
    answer = desk.get(f"{upload.get_absolute_url()}rows.csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert len(lines) == 1 + 10
    assert any(line.startswith("7,Ditolak") and "Naga terbang" in line for line in lines)


def test_a_head_imports_for_their_own_agency_only(tmp_path: Path) -> None:
    head = staff(Role.HEAD, agency="dinkes")
    client = Client()
    client.force_login(head)
    client.post("/data/new/", {"file": sent(old_complaints(tmp_path))})
    upload = Upload.objects.latest("id")
    read(upload.pk)
    upload.refresh_from_db()
    tried(client, upload, "reports")
    assert reasons(upload)["not_allowed"] == 4  # asked before anything else is
    assert "made" not in counts(upload)


def test_the_list_of_data_leads_to_what_was_taken_in(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports")
    assert "Sudah dicoba, menunggu Anda" in desk.get("/data/").content.decode()
    taken(desk, upload)
    page = desk.get("/data/").content.decode()
    assert "Baru dimasukkan" in page
    assert "3 baris impor menunggu diputuskan letaknya" in page
    result = desk.get(upload.get_absolute_url())
    assert result.status_code == 200
    assert "Hasil dari 10 baris" in result.content.decode()
