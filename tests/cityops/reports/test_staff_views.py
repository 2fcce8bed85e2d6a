"""A report as staff see it over HTTP: what is shown to whom, which moves are offered, and what becomes of a move."""

import io
import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from cityops.accounts.models import User
from cityops.features.history import history_of
from cityops.features.work import RESERVED_KEYS
from cityops.notifications.models import OutboxMessage
from cityops.policy.decide import allowed
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.actions.by_verb import BY_VERB
from cityops.reports.models import Photo, Reply, Report, ReportContact
from cityops.reports.move_form import MoveForm
from cityops.reports.moves import MOVES
from cityops.reports.workflow import WORKFLOW, ReportState
from tests.factories import places
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HTMX = {"HTTP_HX_REQUEST": "true"}
WORDS = "Lubang besar di depan pasar"


@pytest.fixture
def officer() -> User:
    AgencyFactory(code="dlh")
    return staff(Role.OFFICER, agency="dpupr", name="Rina Wulandari")


def address(report: Report, verb: str = "") -> str:
    return f"/staff/reports/{report.code}/" + (f"{verb}/" if verb else "")


def photo_of(report: Report) -> Photo:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(file, "JPEG")
    photo = Photo(key=uuid.uuid4(), report=report, width=8, height=6, digest="0" * 64)
    photo.file.save("x.jpg", ContentFile(file.getvalue()))
    return photo


class TestDetail:
    def test_the_reporter_s_words_and_photos_are_there_before_acceptance(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        photo = photo_of(report)
        client.force_login(officer)
        page = client.get(address(report)).content.decode()
        assert WORDS in page
        assert f"/photos/{photo.pk}/" in page
        answer = client.get(f"{address(report)}photos/{photo.pk}/")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["X-Content-Type-Options"] == "nosniff"
        again = client.get(f"{address(report)}photos/{photo.pk}/", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304

    @pytest.mark.parametrize(
        "url", ["/staff/reports/%00/", "/staff/reports/%00/accept/", "/staff/reports/%00/photos/1/"]
    )
    def test_what_can_be_no_code_is_not_found(self, client: Client, officer: User, url: str) -> None:
        client.force_login(officer)
        assert client.get(url).status_code == 404

    def test_the_work_map_says_that_there_is_no_such_report(self, client: Client, officer: User) -> None:
        client.force_login(officer)
        assert client.get("/staff/?report=%00").status_code == 200

    @pytest.mark.parametrize("where", ["", "accept", "note"])
    def test_what_may_not_be_seen_is_not_there(self, client: Client, where: str) -> None:
        report = ReportFactory()
        photo = photo_of(report)
        client.force_login(staff(Role.OFFICER, agency="dlh"))
        assert client.get(address(report, where)).status_code == 404
        assert client.post(address(report, where or "accept"), {"seen": "1"}).status_code == 404
        assert client.get(f"{address(report)}photos/{photo.pk}/").status_code == 404

    def test_the_contact_is_for_those_who_handle_it(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        ReportContact.objects.create(report=report, name="Ibu Sumarni", phone="0812-3456-7890")
        for person, sees in (
            (officer, True),
            (staff(Role.PLANNER), False),
            (staff(Role.CAMAT, areas=["35.79"]), False),
        ):
            client.force_login(person)
            page = client.get(address(report)).content.decode()
            assert WORDS in page
            assert ("0812-3456-7890" in page) is sees
            assert ("Ibu Sumarni" in page) is sees

    def test_history_names_people_states_and_agencies(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        actions.accept_report(actor=officer, pk=report.pk)
        actions.resolve_report(actor=officer, pk=report.pk, outcome="done", text="Ditambal.")
        actions.reopen_report(actor=officer, pk=report.pk, reason="Retak lagi")
        actions.route_report(actor=officer, pk=report.pk, agency="dlh", reason="Pohon")
        client.force_login(staff(Role.DISPATCHER))
        page = " ".join(re.sub(r"<[^>]+>", " ", client.get(address(report)).content.decode()).split())
        assert "DPUPR → DLH" in page
        assert "Diterima → Didisposisikan" in page
        assert "Rina Wulandari" in page

    def test_as_many_statements_for_much_said_as_for_little(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        client.force_login(officer)

        def statements() -> int:
            know_reference()
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address(report)).status_code == 200
            return len(caught)

        actions.note_report(actor=officer, pk=report.pk, text="Satu")
        before = statements()
        for number in range(30):
            actions.note_report(actor=officer, pk=report.pk, text=str(number))
            photo_of(report) if number == 0 else None
        assert statements() == before

    @pytest.mark.parametrize("role", [Role.PLANNER, Role.ADMIN])
    def test_planner_and_admin_read_only(self, client: Client, role: Role) -> None:
        report = ReportFactory()
        client.force_login(staff(role))
        page = client.get(address(report)).content.decode()
        assert WORDS in page
        assert "data-key" not in page
        assert 'class="moves"' not in page


class TestMovesOffered:
    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("state", ReportState.values)
    def test_they_are_those_of_workflow_and_policy(self, state: str, role: Role) -> None:
        report = ReportFactory(state=state, due_at=None)
        person = staff(role, agency="dpupr", areas=["35.79.01"])
        offered = {move.verb for move in MOVES.open_to(person, report)}
        possible = {
            move.verb
            for move in WORKFLOW.moves
            if state in move.sources and move.verb in BY_VERB and allowed(person, "reports", move.verb, report)
        }
        assert offered == possible - {"unhide"}

    def test_hidden_is_shown_again_and_accepted_needs_no_accepting(self, officer: User) -> None:
        hidden = {move.verb for move in MOVES.open_to(officer, ReportFactory(hidden=True))}
        assert "unhide" in hidden
        assert "hide" not in hidden
        assert "accept" not in {move.verb for move in MOVES.open_to(officer, ReportFactory(accepted=True))}
        assert "accept" in {move.verb for move in MOVES.open_to(officer, ReportFactory(accepted=True, held=True))}

    def test_each_has_a_key_of_its_own(self) -> None:
        keys = [move.key for move in WORKFLOW.moves if move.key and move.verb != "unhide"]
        assert len(keys) == len(set(keys))
        assert not set(keys) & RESERVED_KEYS
        assert set(BY_VERB) == {move.verb for move in WORKFLOW.moves if move.key}

    def test_every_field_of_the_workflow_has_a_form(self, officer: User) -> None:
        report = ReportFactory()
        for verb in BY_VERB:
            move = WORKFLOW.move(verb)
            form = MoveForm(move=move, feature=report)
            assert set(form.fields) == {"seen", *move.needs, *move.takes}


POSTS: dict[str, tuple[str, dict[str, str]]] = {
    "accept": ("new", {}),
    "start": ("routed", {}),
    "ask": ("routed", {"text": "Di sebelah mana?"}),
    "answer": ("in_progress", {"text": "Besok kami datang."}),
    "note": ("in_progress", {"text": "Aspal habis."}),
    "resolve": ("in_progress", {"outcome": "done", "text": "Sudah ditambal.", "without_photo": "on"}),
    "reject": ("new", {"reason": "Jalan provinsi", "responsible": "PU Bina Marga"}),
    "archive": ("new", {"reason": "Terlalu umum"}),
    "hide": ("new", {"reason": "Menyebut nama orang"}),
    "reopen": ("closed", {"reason": "Retak lagi"}),
    "return": ("routed", {"reason": "Ini jalan provinsi"}),
    "take": ("routed", {}),
}


class TestMoves:
    @pytest.mark.parametrize("verb", POSTS)
    def test_each_is_made_in_place_and_the_page_is_told(self, client: Client, officer: User, verb: str) -> None:
        state, given = POSTS[verb]
        report = ReportFactory(state=state)
        client.force_login(officer)
        assert client.get(address(report, verb), **HTMX).status_code == 200
        answer = client.post(address(report, verb), {"seen": report.version, **given}, **HTMX)
        assert answer.status_code == 200
        assert json.loads(answer["HX-Trigger-After-Settle"])["work:changed"]["code"] == report.code
        assert f'data-code="{report.code}"' in answer.content.decode()
        assert history_of(report).get().verb == verb
        assert Report.objects.get(pk=report.pk).state == (WORKFLOW.move(verb).target or state)

    def test_what_was_hidden_is_shown_again(self, client: Client, officer: User) -> None:
        report = ReportFactory(hidden=True)
        client.force_login(officer)
        assert client.post(address(report, "unhide"), {"seen": report.version}, **HTMX).status_code == 200
        assert Report.objects.get(pk=report.pk).hidden_at is None

    def test_without_scripts_the_browser_is_sent_to_the_report(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        client.force_login(officer)
        answer = client.post(address(report, "note"), {"seen": report.version, "text": "Aspal habis."}, follow=True)
        assert answer.redirect_chain == [(address(report), 302)]
        page = answer.content.decode()
        assert "Aspal habis." in page
        assert "Catatan internal" in page

    def test_routed_away_is_a_message_and_no_error(self, client: Client, officer: User) -> None:
        given = {"agency": "dlh", "reason": "Ini pohon"}
        report, other = ReportFactory(), ReportFactory()
        client.force_login(officer)
        answer = client.post(address(report, "route"), {"seen": report.version, **given}, **HTMX)
        assert answer.status_code == 200
        assert "Didisposisikan ke DLH" in answer.content.decode()
        assert WORDS not in answer.content.decode()
        answer = client.post(address(other, "route"), {"seen": other.version, **given}, follow=True)
        assert answer.redirect_chain == [("/staff/", 302)]
        assert "Didisposisikan ke DLH" in answer.content.decode()
        assert client.get(address(report)).status_code == 404

    def test_the_reporter_is_told_by_mail(self, client: Client, officer: User) -> None:
        report = ReportFactory(state="in_progress")
        ReportContact.objects.create(report=report, email="sumarni@contoh.id")
        client.force_login(officer)
        client.post(address(report, "answer"), {"seen": report.version, "text": "Besok kami datang."})
        assert OutboxMessage.objects.get().template == "report_answered"


class TestFaults:
    """What goes wrong comes back in place, with what was typed, and says what to do."""

    def post(self, client: Client, report: Report, verb: str, **given: Any) -> tuple[int, str]:
        answer = client.post(address(report, verb), {"seen": report.version, **given}, **HTMX)
        if answer.status_code not in {403, 404}:
            assert answer["HX-Retarget"] == "#detail"
        return answer.status_code, answer.content.decode()

    def test_the_second_officer_is_told_who_changed_what_and_may_send_again(
        self, client: Client, officer: User
    ) -> None:
        report = ReportFactory(state="in_progress")
        actions.note_report(actor=staff(Role.HEAD, agency="dpupr", name="Bu Sulastri"), pk=report.pk, text="Aku")
        client.force_login(officer)
        status, page = self.post(client, report, "answer", text="Besok kami datang.")
        assert status == 409
        assert "Bu Sulastri" in page
        assert "Catatan internal" in page
        assert "Besok kami datang." in page
        assert not Reply.objects.filter(verb="answer").exists()
        found = re.search(r'name="seen" value="(\d+)"', page)
        assert found
        again = client.post(address(report, "answer"), {"seen": found[1], "text": "Besok kami datang."}, **HTMX)
        assert again.status_code == 200
        assert Reply.objects.get(verb="answer").text == "Besok kami datang."

    def test_a_move_that_has_become_impossible_keeps_what_was_typed(self, client: Client, officer: User) -> None:
        report = ReportFactory(state="resolved")
        client.force_login(officer)
        status, page = self.post(
            client, report, "resolve", outcome="done", text="Sudah kami tambal kemarin.", without_photo="on"
        )
        assert status == 409
        assert "Sudah kami tambal kemarin." in page
        assert "Langkah ini tidak bisa lagi dilakukan" in page

    @pytest.mark.parametrize(
        ("verb", "state", "given", "words"),
        [
            ("route", "new", {"agency": "", "reason": "Pohon"}, "Bidang ini"),
            ("route", "new", {"agency": "dpupr", "reason": "Pohon"}, "dpupr"),
            ("answer", "new", {"text": "   "}, "Bidang ini"),
            ("resolve", "in_progress", {"outcome": "planned", "text": "Tahun depan"}, "tanggal yang belum lewat"),
            ("resolve", "in_progress", {"outcome": "nonsense", "text": "Tahun depan"}, "nonsense"),
            ("hide", "new", {"reason": "x" * 301}, "300"),
            ("note", "new", {"text": "x" * 4001}, "4000"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said_at_its_field(
        self, client: Client, officer: User, verb: str, state: str, given: dict[str, str], words: str
    ) -> None:
        report = ReportFactory(state=state)
        client.force_login(officer)
        status, page = self.post(client, report, verb, **given)
        assert status == 422
        assert words in page
        assert "field__error" in page
        assert all(value in page for value in given.values())
        assert not history_of(report).exists()

    def test_a_planned_solution_with_a_date_is_taken(self, client: Client, officer: User) -> None:
        report = ReportFactory(state="in_progress")
        client.force_login(officer)
        soon = timezone.localdate() + timedelta(days=30)
        status, _page = self.post_ok(client, report, outcome="planned", text="Masuk PAK.", outcome_date=str(soon))
        assert status == 200
        assert Report.objects.get(pk=report.pk).outcome_date == soon

    def post_ok(self, client: Client, report: Report, **given: str) -> tuple[int, str]:
        answer = client.post(address(report, "resolve"), {"seen": report.version, **given}, **HTMX)
        return answer.status_code, answer.content.decode()

    def test_what_others_took_away_meanwhile_says_so_and_leaves_the_form_alone(
        self, client: Client, officer: User
    ) -> None:
        report = ReportFactory()
        client.force_login(officer)
        actions.route_report(actor=staff(Role.DISPATCHER), pk=report.pk, agency="dlh", reason="Pohon")
        status, page = self.post(client, report, "answer", text="Besok kami datang.")
        assert status == 404
        assert "didisposisikan orang lain" in page

    def test_a_lurah_may_not_resolve_however_the_form_was_got(self, client: Client) -> None:
        report = ReportFactory(state="in_progress")
        client.force_login(staff(Role.LURAH, areas=["35.79.01.1004"]))
        assert "move-form" not in client.get(address(report, "resolve"), **HTMX).content.decode()
        answer = client.post(
            address(report, "resolve"), {"seen": 1, "outcome": "done", "text": "Ya", "without_photo": "on"}, **HTMX
        )
        assert answer.status_code == 403
        assert Report.objects.get(pk=report.pk).state == "in_progress"

    @pytest.mark.parametrize("seen", ["", "x", "-1"])
    def test_no_move_without_the_version_that_was_seen(self, client: Client, officer: User, seen: str) -> None:
        report = ReportFactory()
        client.force_login(officer)
        answer = client.post(address(report, "accept"), {"seen": seen}, **HTMX)
        assert answer.status_code == 422
        assert Report.objects.get(pk=report.pk).state == "new"

    @pytest.mark.parametrize("verb", ["close", "reply", "reporter_reopen", "delete"])
    def test_what_is_not_the_staff_s_to_do_has_no_address(self, client: Client, officer: User, verb: str) -> None:
        report = ReportFactory(state="resolved")
        client.force_login(officer)
        assert client.post(address(report, verb), {"seen": 1, "text": "x"}).status_code == 404

    def test_moves_are_made_by_post_only(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        client.force_login(officer)
        assert client.get(address(report, "accept")).status_code == 200
        assert Report.objects.get(pk=report.pk).state == "new"
        assert client.put(address(report, "accept")).status_code == 405

    def test_an_extension_worker_reaches_the_own_agency_in_the_own_area_only(self, client: Client) -> None:
        inside, outside = ReportFactory(geom=places.IN_BUMIAJI), ReportFactory(geom=places.IN_SISIR)
        client.force_login(staff(Role.EXTENSION, agency="dpupr", areas=["35.79.02"]))
        assert client.get(address(inside)).status_code == 200
        assert client.get(address(outside)).status_code == 404
