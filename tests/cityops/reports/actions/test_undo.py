"""Taking a move back: all of it, for whoever made it, unless somebody came after."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cityops.accounts.models import User
from cityops.errors import NotFound
from cityops.features.history import history_of
from cityops.features.models import UndoStep
from cityops.features.undo import KEPT, PATIENCE, NothingToUndo, forget_steps
from cityops.notifications.models import OutboxMessage
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.actions.move import UNDONE, StaleReport
from cityops.reports.actions.undo import UNDO
from cityops.reports.models import Report, ReportContact
from cityops.reports.timeline import steps_of
from tests.cityops.reports.actions.test_staff import MOVES
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/staff/"}
FROM = {"resolve": "in_progress", "reopen": "closed"}


def values(report: Report) -> dict[str, Any]:
    row: dict[str, Any] = Report.objects.filter(pk=report.pk).values(*UNDONE).get()
    return row


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr")


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestUndo:
    @pytest.mark.parametrize("verb", MOVES)
    def test_all_that_a_move_changed_is_as_before(self, verb: str, officer: User) -> None:
        AgencyFactory(code="dlh")
        report = ReportFactory(state=FROM.get(verb, "routed"))
        before = values(report)
        act, given = MOVES[verb]
        act(actor=officer, pk=report.pk, **given)
        assert values(report) != before or verb in ("answer", "note")
        UNDO.take_back(actor=officer, code=report.code)
        assert values(report) == before
        assert [event.verb for event in history_of(report)] == [verb, "undo"]
        with pytest.raises(NothingToUndo):
            UNDO.take_back(actor=officer, code=report.code)

    def test_what_was_said_is_withdrawn_and_mail_does_not_leave(self, officer: User) -> None:
        report = ReportFactory(state="in_progress")
        ReportContact.objects.create(report=report, email="sumarni@contoh.id")
        OutboxMessage.objects.create(
            template="x", subject=f"reports.Report:{report.pk}", created_at="2026-01-01T00:00Z"
        )
        actions.answer_report(actor=officer, pk=report.pk, text="Salah kirim")
        waiting = OutboxMessage.objects.get(template="report_answered")
        assert waiting.next_attempt_at > timezone.now() + PATIENCE - timedelta(seconds=2)
        UNDO.take_back(actor=officer, code=report.code)
        assert OutboxMessage.objects.get().template == "x"
        assert report.replies.get().withdrawn_at is not None
        assert all("Salah kirim" not in step.body for step in steps_of(report, with_reporters_words=True))
        assert not [step for step in steps_of(report, with_reporters_words=True) if step.stage == "now"]

    def test_nobody_else_takes_it_back_and_not_for_long(self, officer: User) -> None:
        report = ReportFactory()
        actions.accept_report(actor=officer, pk=report.pk)
        with pytest.raises(NothingToUndo):
            UNDO.take_back(actor=staff(Role.HEAD, agency="dpupr"), code=report.code)
        with pytest.raises(NotFound):
            UNDO.take_back(actor=staff(Role.OFFICER, agency="dlh"), code=report.code)
        UndoStep.objects.update(at=timezone.now() - PATIENCE - timedelta(seconds=1))
        with pytest.raises(NothingToUndo):
            UNDO.take_back(actor=officer, code=report.code)

    def test_whoever_came_after_is_named(self, officer: User) -> None:
        report = ReportFactory(state="in_progress")
        actions.note_report(actor=officer, pk=report.pk, text="Aspal habis.")
        actions.reply_to_report(pk=report.pk, text="Terima kasih")
        with pytest.raises(StaleReport) as told:
            UNDO.take_back(actor=officer, code=report.code)
        assert told.value.status == 409
        assert "Pelapor" in str(told.value)

    def test_what_the_clock_did_is_nobodys_change(self, officer: User) -> None:
        report = ReportFactory(due_at=timezone.now() - timedelta(minutes=1))
        actions.note_report(actor=officer, pk=report.pk, text="Aspal habis.")
        assert actions.escalate_late() == 1
        UNDO.take_back(actor=officer, code=report.code)
        waiting = ReportFactory(state="waiting", due_at=None, reply_by=timezone.now() - timedelta(minutes=1))
        actions.resume_unanswered()
        with pytest.raises(StaleReport, match="Sistem"):
            actions.note_report(actor=officer, pk=waiting.pk, text="x", seen=waiting.version)

    def test_a_report_that_was_sent_away_is_called_back(self, officer: User, client: Client) -> None:
        AgencyFactory(code="dlh")
        report = ReportFactory()
        client.force_login(officer)
        given = {"seen": 1, "agency": "dlh", "reason": "Pohon"}
        sent = client.post(reverse("reports:move", args=[report.code, "route"]), given, **HTMX)
        assert f'"undo": "/staff/reports/{report.code}/undo/", "seconds": 10' in sent["HX-Trigger-After-Settle"]
        assert client.get(reverse("reports:staff_detail", args=[report.code])).status_code == 404
        back = client.post(reverse("reports:undo", args=[report.code]), **HTMX)
        assert back.status_code == 200
        assert f'data-code="{report.code}"' in back.content.decode()
        assert '"undo"' not in back["HX-Trigger-After-Settle"]
        assert Report.objects.get(pk=report.pk).agency_id == "dpupr"

    def test_too_late_is_said_in_place(self, officer: User, client: Client) -> None:
        report = ReportFactory()
        client.force_login(officer)
        answer = client.post(reverse("reports:undo", args=[report.code]), **HTMX)
        assert answer.status_code == 409
        assert answer["HX-Retarget"] == "#detail"
        assert "Tidak ada lagi yang dapat dibatalkan" in answer.content.decode()

    def test_without_scripts_it_is_a_button(self, officer: User, client: Client) -> None:
        report = ReportFactory()
        client.force_login(officer)
        address = reverse("reports:staff_detail", args=[report.code])
        assert "undo/" not in client.get(address).content.decode()
        page = client.post(f"{address}accept/", {"seen": 1}, follow=True).content.decode()
        assert f'action="{address}undo/"' in page
        client.post(f"{address}undo/", follow=True)
        assert Report.objects.get(pk=report.pk).state == "new"

    def test_steps_are_forgotten(self, officer: User) -> None:
        report = ReportFactory()
        actions.accept_report(actor=officer, pk=report.pk)
        assert forget_steps() == 0
        UndoStep.objects.update(at=timezone.now() - KEPT - timedelta(seconds=1))
        assert forget_steps() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city_in_earnest")
@pytest.mark.parametrize("turn", range(3))
def test_undo_and_another_change_at_once(turn: int) -> None:
    report = ReportFactory(state="in_progress")
    one, other = staff(Role.OFFICER, agency="dpupr"), staff(Role.HEAD, agency="dpupr")
    actions.ask_reporter(actor=one, pk=report.pk, text="Di mana?")
    seen = Report.objects.get(pk=report.pk).version
    came = at_once(
        lambda: UNDO.take_back(actor=one, code=report.code),
        lambda: actions.note_report(actor=other, pk=report.pk, text="Sudah tahu", seen=seen),
    )
    assert sum(isinstance(what, Report) for what in came) == 1
    assert sum(isinstance(what, StaleReport) for what in came) == 1
    assert Report.objects.get(pk=report.pk).version == seen + 1
