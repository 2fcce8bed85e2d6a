"""One move of many reports does to each what the same move does to one, in few statements and in one transaction."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cityops.accounts.models import User
from cityops.agencies.hands import IsSoAlready
from cityops.errors import NotAllowed
from cityops.features.gathering import Together
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent, UndoStep
from cityops.features.undo import NothingToUndo
from cityops.features.workflow import MoveNotAllowed
from cityops.notifications.models import Notice, OutboxMessage
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.actions.move import CHANGED_BY_MOVES, StaleReport
from cityops.reports.bulk import BULK, VERBS
from cityops.reports.models import Reply, Report, ReportContact
from cityops.reports.moves import MOVES
from cityops.reports.workflow import WORKFLOW, ReportState
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

GIVEN: dict[str, dict[str, Any]] = {
    "route": {"agency": "dlh", "reason": "Pohon tumbang."},
    "assign": {"assignee": "siti"},
    "answer": {"text": "Kami jadwalkan minggu depan."},
    "resolve": {"outcome": "done", "text": "Sudah ditambal.", "outcome_date": None},
    "reject": {"reason": "Jalan provinsi.", "responsible": "DPU Bina Marga"},
    "archive": {"reason": "Terlalu umum."},
}
FROM = {"accept": "new", "route": "new", "start": "routed", "resolve": "in_progress", "answer": "in_progress"}
TIMES = ("due_at", "accepted_at", "closed_at", "updated_at", "reply_by", "held_at", "reopened_at", "hidden_at")


@pytest.fixture
def officer() -> User:
    AgencyFactory(code="dlh")
    staff(Role.OFFICER, agency="dpupr", username="siti")
    return staff(Role.OFFICER, agency="dpupr")


def some(verb: str, number: int = 3) -> list[Report]:
    reports = ReportFactory.create_batch(number, state=FROM.get(verb, "routed"))
    for report in reports:
        ReportContact.objects.create(report=report, email=f"{report.code.lower()}@warga.id")
    return reports


def make(verb: str, actor: User, reports: list[Report], **given: Any) -> Together[Report]:
    seen = {report.code: report.version for report in reports}
    return BULK.make(verb, actor=actor, seen=seen, given=given or GIVEN.get(verb, {}))


def told(report: Report) -> Mapping[str, Any]:
    """Return all that a move leaves behind, but for the moment, numbers and codes."""
    now = Report.objects.get(pk=report.pk)
    columns = {name: getattr(now, name) for name in CHANGED_BY_MOVES if name not in TIMES}
    dates = {name: (value and value.date()) for name in TIMES if (value := getattr(now, name)) or True}
    events = [
        (one.verb, one.actor_id, one.from_state, one.to_state, one.is_public, sorted(one.data.keys() - {"batch"}))
        for one in history_of(now)
    ]
    replies = list(Reply.objects.filter(report=now).values_list("verb", "text", "is_public", "author", "agency"))
    mail = OutboxMessage.objects.filter(subject=f"reports.Report:{now.pk}").values_list("template", "language")
    steps = [(step.version, sorted(step.before)) for step in UndoStep.objects.filter(object_id=now.pk)]
    return {"columns": columns, "dates": dates, "events": events, "replies": replies, "mail": [*mail], "steps": steps}


@pytest.mark.parametrize("verb", VERBS)
def test_each_becomes_what_it_becomes_alone(verb: str, officer: User) -> None:
    alone, *together = some(verb, 4)
    MOVES.make(verb, actor=officer, pk=alone.pk, seen=alone.version, **GIVEN.get(verb, {}))
    found = make(verb, officer, together)
    assert (len(found.changed), found.refused) == (3, [])
    for report in together:
        assert told(report) == told(alone)
    assert OutboxMessage.objects.count() in {0, 4}
    assert ProcrastinateJob.objects.filter(task_name="notifications.deliver").count() == OutboxMessage.objects.count()


@pytest.mark.parametrize("verb", VERBS)
def test_a_hundred_cost_as_many_statements_as_ten(verb: str, officer: User) -> None:
    def statements(number: int) -> int:
        reports = some(verb, number)
        with CaptureQueriesContext(connection) as caught:
            assert len(make(verb, officer, reports).changed) == number
        return len([one for one in caught if "SAVEPOINT" not in one["sql"]])

    assert statements(100) <= statements(10) + 1


def test_what_is_refused_stays_and_says_why(officer: User) -> None:
    fine, accepted, elsewhere, ended, changed = ReportFactory.create_batch(5, state="new")
    Report.objects.filter(pk=accepted.pk).update(state="routed", accepted_at=timezone.now())
    Report.objects.filter(pk=elsewhere.pk).update(agency=AgencyFactory(code="pln"))
    Report.objects.filter(pk=ended.pk).update(state="archived", due_at=None)
    seen = {one.code: 1 for one in (fine, accepted, elsewhere, ended, changed)}
    actions.note_report(actor=staff(Role.HEAD, agency="dpupr"), pk=changed.pk, text="Lihat ini.")
    found = BULK.make("accept", actor=officer, seen=seen, given={})
    assert [one.code for one in found.changed] == [fine.code]
    why = {one.code: type(fault) for one, fault in found.refused}
    assert why == {accepted.code: IsSoAlready, ended.code: MoveNotAllowed, changed.code: StaleReport}
    assert elsewhere.code not in why  # not theirs to know of
    assert HistoryEvent.objects.filter(verb="accept").count() == 1


def test_words_for_many_are_not_said_to_be_kept_of_the_one_that_was_changed(officer: User) -> None:
    fine, changed = some("answer", 2)
    actions.note_report(actor=staff(Role.HEAD, agency="dpupr"), pk=changed.pk, text="Lihat ini.")
    found = make("answer", officer, [fine, changed])
    ((_report, fault),) = found.refused
    assert isinstance(fault, StaleReport)
    assert fault.text == StaleReport.text != StaleReport.text_with_words


def test_who_may_see_but_not_move_is_told(officer: User) -> None:
    reports = some("accept", 2)
    found = make("accept", staff(Role.PLANNER), reports)
    assert [type(fault) for _one, fault in found.refused] == [NotAllowed, NotAllowed]
    assert not HistoryEvent.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_a_look_ahead_says_the_same_and_writes_nothing(verb: str, officer: User) -> None:
    impossible = next((one for one in ReportState.values if one not in WORKFLOW.move(verb).sources), None)
    reports = [*some(verb), *([ReportFactory(state=impossible, due_at=None)] if impossible else [])]
    before = [told(report) for report in reports]
    with CaptureQueriesContext(connection) as caught:
        ahead, seen = BULK.look_ahead(
            verb, actor=officer, codes=[one.code for one in reports], given=GIVEN.get(verb, {})
        )
    assert not [one for one in caught if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [one for one in caught if "reports_report" in one["sql"] and " FOR UPDATE" in one["sql"]]
    assert [told(report) for report in reports] == before
    assert seen == {one.code: 1 for one in reports[:3]}
    done = BULK.make(verb, actor=officer, seen=seen, given=GIVEN.get(verb, {}))
    assert {one.code for one in done.changed} == {one.code for one in ahead.changed}


def test_a_fault_in_the_middle_leaves_nothing(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = some("answer")
    monkeypatch.setattr(OutboxMessage._meta, "db_table", "gone")
    with pytest.raises(Exception, match="gone"):
        make("answer", officer, reports)


class TestTakenBack:
    @pytest.mark.parametrize("verb", VERBS)
    def test_all_is_as_it_was(self, verb: str, officer: User) -> None:
        reports = some(verb)
        names = [name for name in CHANGED_BY_MOVES if name not in ("version", "updated_at")]
        before = list(Report.objects.order_by("pk").values(*names))
        found = make(verb, officer, reports)
        back = BULK.moves.undo.take_back_together(actor=officer, batch=found.batch)
        assert (len(back.changed), back.refused) == (3, [])
        assert list(Report.objects.order_by("pk").values(*names)) == before
        assert not OutboxMessage.objects.exists()
        assert not Reply.objects.filter(withdrawn_at=None).exists()
        assert not Notice.objects.exists()
        assert [one.verb for one in history_of(reports[0])] == [verb, "undo"]
        with pytest.raises(NothingToUndo):
            BULK.moves.undo.take_back_together(actor=officer, batch=found.batch)

    def test_what_somebody_changed_since_stays(self, officer: User) -> None:
        one, other = some("accept", 2)
        found = make("accept", officer, [one, other])
        actions.note_report(actor=staff(Role.HEAD, agency="dpupr"), pk=other.pk, text="Lihat ini.")
        back = BULK.moves.undo.take_back_together(actor=officer, batch=found.batch)
        assert [report.pk for report in back.changed] == [one.pk]
        assert [(report.pk, type(fault)) for report, fault in back.refused] == [(other.pk, StaleReport)]
        assert Report.objects.get(pk=other.pk).accepted_at

    def test_by_nobody_else_and_not_for_long(self, officer: User) -> None:
        found = make("accept", officer, some("accept"))
        with pytest.raises(NothingToUndo):
            BULK.moves.undo.take_back_together(actor=staff(Role.HEAD, agency="dpupr"), batch=found.batch)
        UndoStep.objects.update(at=timezone.now() - timedelta(minutes=1))
        with pytest.raises(NothingToUndo):
            BULK.moves.undo.take_back_together(actor=officer, batch=found.batch)


def test_who_is_given_many_is_told_once(officer: User) -> None:
    make("assign", officer, some("assign", 12))
    notice = Notice.objects.get()
    assert (notice.user.username, notice.number, notice.code) == ("siti", 12, "")


def test_of_what_was_given_only_what_is_taken_back_is_untold(officer: User) -> None:
    reports = some("assign", 3)
    found = make("assign", officer, reports)
    head = staff(Role.HEAD, agency="dpupr")
    for changed_since in reports[1:]:
        actions.note_report(actor=head, pk=changed_since.pk, text="Lihat ini.")
    BULK.moves.undo.take_back_together(actor=officer, batch=found.batch)
    assert Notice.objects.get(code="").number == 2
