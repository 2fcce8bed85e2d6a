from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cityops.accounts.models import User
from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.models import Area
from cityops.errors import CityError, NotAllowed, NotFound
from cityops.features.history import history_of
from cityops.features.workflow import Missing, MoveNotAllowed
from cityops.notifications.models import OutboxMessage
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.actions.move import StaleReport
from cityops.reports.actions.staff import PlannedDate, SameAgency
from cityops.reports.models import Report, ReportContact
from cityops.reports.workflow import WORKFLOW, ReportState
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.places import IN_SISIR
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr")


MOVES: dict[str, tuple[Callable[..., Report], dict[str, Any]]] = {
    "accept": (actions.accept_report, {}),
    "route": (actions.route_report, {"agency": "dlh", "reason": "Ini sampah"}),
    "return": (actions.return_report, {"reason": "Ini jalan provinsi"}),
    "take": (actions.take_report, {}),
    "start": (actions.start_report, {}),
    "ask": (actions.ask_reporter, {"text": "Di sebelah mana?"}),
    "answer": (actions.answer_report, {"text": "Sudah kami jadwalkan."}),
    "note": (actions.note_report, {"text": "Aspal habis."}),
    "resolve": (actions.resolve_report, {"outcome": "done", "text": "Sudah ditambal."}),
    "reject": (actions.reject_report, {"reason": "Jalan provinsi", "responsible": "Dinas PU Bina Marga Jatim"}),
    "archive": (actions.archive_report, {"reason": "Terlalu umum"}),
    "hide": (actions.hide_report, {"reason": "Menyebut nama orang"}),
    "reopen": (actions.reopen_report, {"reason": "Belum selesai"}),
}


@pytest.mark.parametrize("state", ReportState.values)
@pytest.mark.parametrize("verb", MOVES)
def test_every_move_from_every_state(verb: str, state: str, officer: User) -> None:
    AgencyFactory(code="dlh")
    report = ReportFactory(state=state, due_at=None)
    act, given = MOVES[verb]
    move = WORKFLOW.move(verb)
    if state not in move.sources:
        with pytest.raises(MoveNotAllowed):
            act(actor=officer, pk=report.pk, **given)
        assert not history_of(report).exists()
        return
    act(actor=officer, pk=report.pk, seen=report.version, **given)
    after = Report.objects.get(pk=report.pk)
    assert after.state == move.leads_to(state)
    assert after.version == report.version + 1
    event = history_of(report).get()
    assert (event.verb, event.actor, event.from_state, event.to_state) == (verb, officer, state, after.state)


@pytest.mark.parametrize("verb", [verb for verb, (_, given) in MOVES.items() if given])
def test_a_move_without_what_it_needs_changes_nothing(verb: str, officer: User) -> None:
    act, given = MOVES[verb]
    report = ReportFactory(state=WORKFLOW.move(verb).sources[-1], due_at=None)
    with pytest.raises(Missing):
        act(actor=officer, pk=report.pk, **dict.fromkeys(given, ""))
    assert Report.objects.get(pk=report.pk).version == report.version


def test_clocks(officer: User) -> None:
    report = ReportFactory()
    before = timezone.now()
    routed = actions.accept_report(actor=officer, pk=report.pk)
    assert routed.due_at in {WorkingCalendar().due_after(moment, 5) for moment in (before, timezone.now())}
    started = actions.start_report(actor=officer, pk=report.pk)
    assert started.due_at > routed.due_at  # the category's 7 days after the 5 to a first answer
    assert actions.ask_reporter(actor=officer, pk=report.pk, text="Di mana?").due_at is None
    assert actions.reply_to_report(pk=report.pk, text="Depan pasar").due_at is not None


@pytest.mark.parametrize("state", ["new", "routed", "in_progress"])
def test_a_reply_takes_a_report_back_to_where_it_was_asked_from(state: str, officer: User) -> None:
    report = ReportFactory(state=state)
    actions.ask_reporter(actor=officer, pk=report.pk, text="Di mana?")
    actions.ask_reporter(actor=officer, pk=report.pk, text="Dan kapan?")
    actions.reply_to_report(pk=report.pk, text="Depan pasar")
    event = history_of(report).last()
    assert event is not None
    assert (event.verb, event.from_state, event.to_state) == ("reply", "waiting", state)


def test_what_no_agency_has_cannot_be_taken_on() -> None:
    dispatcher = staff(Role.DISPATCHER)
    report = ReportFactory(agency=None)
    for act in (actions.accept_report, actions.start_report):
        with pytest.raises(CityError) as fault:
            act(actor=dispatcher, pk=report.pk)
        assert fault.value.code == "nobodys_report"


def test_a_rejected_report_of_nobody_is_new_again_when_reopened() -> None:
    report = ReportFactory(agency=None, state="rejected", due_at=None, closed_at=timezone.now())
    assert actions.reopen_by_reporter(pk=report.pk, text="Ini jalan kota").state == "new"


def test_a_dispatcher_ends_what_lies_with_a_body_outside_the_city() -> None:
    dispatcher = staff(Role.DISPATCHER, agency="diskominfo")
    report = ReportFactory(agency=AgencyFactory(code="perumdam", is_ours=False), state="routed")
    done = actions.resolve_report(actor=dispatcher, pk=report.pk, outcome="done", text="Air sudah mengalir.")
    assert done.state == "resolved"


def test_resolving_publishes_what_was_held(officer: User) -> None:
    report = ReportFactory(state="routed", held=True)
    done = actions.resolve_report(actor=officer, pk=report.pk, outcome="done", text="Sudah ditambal.")
    assert (done.held_at, done.accepted_at is not None) == (None, True)


def test_who_is_responsible_is_said_in_the_city_s_language() -> None:
    english = staff(Role.OFFICER, agency="dpupr")
    report = ReportFactory()
    with override("en"):
        actions.reject_report(actor=english, pk=report.pk, reason="Jalan provinsi", responsible="Bina Marga")
    assert "Yang berwenang: Bina Marga" in report.replies.get().text


def test_a_note_does_not_look_for_the_area_anew(officer: User) -> None:
    report = ReportFactory(geom=IN_SISIR)
    Area.objects.filter(pk="35.79.01.1004").update(geom=None)
    actions.note_report(actor=officer, pk=report.pk, text="Aspal habis.")
    report.refresh_from_db()
    assert not report.lost_area


def test_an_officer_of_another_agency_does_not_even_find_it(officer: User) -> None:
    report = ReportFactory(agency=AgencyFactory(code="dlh"))
    with pytest.raises(NotFound):
        actions.accept_report(actor=officer, pk=report.pk)


def test_a_lurah_sees_but_may_not_resolve() -> None:
    lurah = staff(Role.LURAH, areas=["35.79.01.1004"])
    report = ReportFactory(state="in_progress")
    with pytest.raises(NotAllowed):
        actions.resolve_report(actor=lurah, pk=report.pk, outcome="done", text="Beres")
    actions.note_report(actor=lurah, pk=report.pk, text="Warga menunggu.")


def test_after_routing_it_is_the_other_agency_s(officer: User) -> None:
    dlh = AgencyFactory(code="dlh")
    report = ReportFactory()
    actions.route_report(actor=officer, pk=report.pk, agency=dlh, reason="Ini sampah")
    with pytest.raises(NotFound):
        actions.note_report(actor=officer, pk=report.pk, text="?")
    actions.start_report(actor=staff(Role.OFFICER, agency="dlh"), pk=report.pk)


def test_routing_to_the_agency_that_has_it_is_refused(officer: User) -> None:
    report = ReportFactory()
    with pytest.raises(SameAgency):
        actions.route_report(actor=officer, pk=report.pk, agency="dpupr", reason="?")


def test_the_second_of_two_is_told_who_changed_what(officer: User) -> None:
    report = ReportFactory(state="in_progress")
    seen = report.version
    colleague = staff(Role.OFFICER, agency="dpupr", name="Bu Sari")
    actions.ask_reporter(actor=colleague, pk=report.pk, text="Di mana?", seen=seen)
    with pytest.raises(StaleReport) as fault:
        actions.resolve_report(actor=officer, pk=report.pk, outcome="done", text="Beres", seen=seen)
    assert "Bu Sari" in str(fault.value)


@pytest.mark.parametrize("days", [None, -1, 0])
def test_planned_needs_a_day_to_come(days: int | None, officer: User) -> None:
    report = ReportFactory(state="in_progress")
    when = None if days is None else timezone.localdate() + timedelta(days=days)
    with pytest.raises(PlannedDate):
        actions.resolve_report(actor=officer, pk=report.pk, outcome="planned", text="Masuk PAK", outcome_date=when)


def test_a_reporter_with_an_address_is_told_by_the_outbox(officer: User) -> None:
    report = ReportFactory(state="in_progress")
    ReportContact.objects.create(report=report, email="warga@example.com")
    actions.note_report(actor=officer, pk=report.pk, text="intern")
    assert not OutboxMessage.objects.exists()
    actions.answer_report(actor=officer, pk=report.pk, text="Besok kami datang.")
    message = OutboxMessage.objects.get()
    assert (message.address, message.template) == ("warga@example.com", "report_answered")


def test_a_fault_after_the_write_takes_everything_back(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise CityError

    report = ReportFactory(state="in_progress")
    monkeypatch.setattr("cityops.reports.actions.staff.tell_reporter", broken)
    with pytest.raises(CityError):
        actions.answer_report(actor=officer, pk=report.pk, text="Besok.")
    assert not history_of(report).exists()
    assert not report.replies.exists()


def test_hiding_is_undone(officer: User) -> None:
    report = ReportFactory()
    actions.hide_report(actor=officer, pk=report.pk, reason="Menyebut nama orang")
    with pytest.raises(MoveNotAllowed):
        actions.hide_report(actor=officer, pk=report.pk, reason="Sekali lagi")
    assert actions.unhide_report(actor=officer, pk=report.pk).hidden_at is None


class TestReporter:
    def test_says_not_solved_and_the_agency_has_it_back(self) -> None:
        report = ReportFactory(ended=True)
        again = actions.reopen_by_reporter(pk=report.pk, text="Masih berlubang")
        assert (again.state, again.outcome, again.closed_at) == ("routed", "", None)

    def test_cannot_reopen_three_weeks_after_closing(self) -> None:
        report = ReportFactory(state="closed", closed_at=timezone.now() - timedelta(days=21))
        with pytest.raises(CityError) as fault:
            actions.reopen_by_reporter(pk=report.pk, text="Masih berlubang")
        assert fault.value.code == "too_late_to_reopen"


class TestClosing:
    def test_what_nobody_contradicted_is_closed_once(self) -> None:
        ReportFactory(ended=True, due_at=timezone.now() - timedelta(hours=1))
        ReportFactory(ended=True, due_at=timezone.now() + timedelta(hours=1))
        assert actions.close_finished() == 1
        assert actions.close_finished() == 0
        assert Report.objects.filter(state="closed").count() == 1


class TestWhoSpeaks:
    def test_a_dispatcher_answers_in_the_name_of_their_own_office(self) -> None:
        dispatcher = staff(Role.DISPATCHER, agency="diskominfo")
        report = ReportFactory()
        actions.answer_report(actor=dispatcher, pk=report.pk, text="Kami teruskan.")
        assert report.replies.get().agency_id == "diskominfo"

    def test_history_keeps_whose_it_was(self, officer: User) -> None:
        AgencyFactory(code="dlh")
        report = ReportFactory()
        actions.start_report(actor=officer, pk=report.pk)
        actions.route_report(actor=officer, pk=report.pk, agency="dlh", reason="Ini sampah")
        assert [event.data["agency"] for event in history_of(report)] == ["dpupr", "dlh"]
