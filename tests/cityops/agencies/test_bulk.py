"""One move of many requests, plots or offers does to each what the same move does to one, in few statements."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cityops.accounts.models import User
from cityops.agencies.hands import IsSoAlready
from cityops.errors import NotAllowed
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent, UndoStep
from cityops.features.undo import NothingToUndo
from cityops.features.work import registered_kinds
from cityops.features.worked import Worked
from cityops.features.workflow import MoveNotAllowed
from cityops.notifications.models import Notice, OutboxMessage
from cityops.policy.lines import Role
from tests.cityops.agencies.many import KINDS, Kind, versions
from tests.factories.agencies import AgencyFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MOVES = [(name, verb) for name, kind in KINDS.items() for verb in kind.bulk.verbs]
moves = pytest.mark.parametrize(("name", "verb"), MOVES, ids=[f"{name}-{verb}" for name, verb in MOVES])
kinds = pytest.mark.parametrize("name", KINDS)


@pytest.fixture
def kind(name: str) -> Kind:
    found = KINDS[name]
    found.person(username="siti")
    return found


@pytest.fixture
def officer(kind: Kind) -> User:
    return kind.person()


def columns(rows: list[Worked], kind: Kind) -> list[dict[str, Any]]:
    names = [name for name in kind.bulk.moves.undo.changed if name not in ("version", "updated_at")]
    return list(type(rows[0])._default_manager.order_by("pk").values(*names))


def said(kind: Kind, **of: Any) -> list[dict[str, Any]]:
    if kind.said is None:
        return []
    rows = kind.said._default_manager.filter(**of).order_by("pk").values()
    dropped = {"id", "created_at", "request_id", "plot_id"}
    return [{key: value for key, value in row.items() if key not in dropped} for row in rows]


def told(row: Worked, kind: Kind) -> Mapping[str, Any]:
    """Return all that a move leaves behind, but for the moment, numbers and codes."""
    now = type(row)._default_manager.get(pk=row.pk)
    names = [*kind.bulk.moves.undo.changed, "is_public", "has_overlap"]
    of = {("plot" if kind.bulk.moves.kind == "plots" else "request"): row.pk}
    events = [
        (one.verb, one.actor_id, one.from_state, one.to_state, one.is_public, sorted(one.data.keys() - {"batch"}))
        for one in history_of(now)
    ]
    mail = OutboxMessage.objects.filter(subject=f"{row._meta.label}:{row.pk}").values_list("template", "language")
    steps = [(step.version, sorted(step.before), step.beside) for step in UndoStep.objects.filter(object_id=row.pk)]
    return {
        "columns": {name: _day(getattr(now, name, None)) for name in names},
        "events": events,
        "said": said(kind, **of),
        "mail": [*mail],
        "steps": steps,
    }


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def statements(caught: CaptureQueriesContext) -> Iterator[str]:
    return (one["sql"] for one in caught if "SAVEPOINT" not in one["sql"])


def test_every_kind_of_work_has_moves_of_many() -> None:
    assert {kind.name for kind in registered_kinds() if kind.bulk} == {"reports", *KINDS}


@moves
def test_each_becomes_what_it_becomes_alone(verb: str, kind: Kind, officer: User) -> None:
    alone, *together = kind.some(verb, 4)
    kind.bulk.moves.make(verb, actor=officer, pk=alone.pk, seen=alone.version, **kind.given.get(verb, {}))
    found = kind.moved(verb, officer, together)
    assert (len(found.changed), found.refused) == (3, [])
    for row in together:
        assert told(row, kind) == told(alone, kind)
    assert OutboxMessage.objects.count() in {0, 4}
    assert ProcrastinateJob.objects.filter(task_name="notifications.deliver").count() == OutboxMessage.objects.count()


@moves
def test_a_hundred_cost_as_many_statements_as_ten(verb: str, kind: Kind, officer: User) -> None:
    def made(number: int) -> tuple[int, int]:
        rows = kind.some(verb, number)
        with CaptureQueriesContext(connection) as making:
            found = kind.moved(verb, officer, rows)
        assert len(found.changed) == number
        with CaptureQueriesContext(connection) as taking_back:
            assert len(kind.bulk.moves.undo.take_back_together(actor=officer, batch=found.batch).changed) == number
        type(rows[0])._default_manager.all().delete()
        return len([*statements(making)]), len([*statements(taking_back)])

    ten, hundred = made(10), made(100)
    assert hundred[0] <= ten[0] + 1  # numbers of a sequence are drawn by the hundreds
    assert hundred[1] <= ten[1] + 1


@kinds
def test_what_is_refused_stays_and_says_why(kind: Kind, officer: User) -> None:
    fine, taken, elsewhere, ended, changed = kind.some("take", 5)
    rows = type(fine)._default_manager
    rows.filter(pk=taken.pk).update(assignee=officer)
    rows.filter(pk=elsewhere.pk).update(agency=AgencyFactory(code="pln"))
    rows.filter(pk=ended.pk).update(state=kind.ended, due_at=None)
    kind.bulk.moves.make("assign", actor=kind.person(Role.HEAD), pk=changed.pk, seen=1, assignee="siti")
    rows.filter(pk=changed.pk).update(assignee=None)
    found = kind.moved("take", officer, [fine, taken, elsewhere, ended, changed])
    assert [one.code for one in found.changed] == [fine.code]
    why = {one.code: type(fault) for one, fault in found.refused}
    stale = type(kind.bulk.moves.undo.stale(changed, officer))
    assert why == {taken.code: IsSoAlready, ended.code: MoveNotAllowed, changed.code: stale}
    assert elsewhere.code not in why  # not theirs to know of
    assert HistoryEvent.objects.filter(verb="take").count() == 1


@moves
def test_nothing_is_said_to_be_kept_of_what_was_typed_for_many(verb: str, kind: Kind, officer: User) -> None:
    (changed,) = kind.some(verb, 1)
    type(changed)._default_manager.filter(pk=changed.pk).update(version=2)
    ((_row, fault),) = kind.moved(verb, officer, [changed]).refused
    stale: Any = type(kind.bulk.moves.undo.stale(changed, officer))
    assert isinstance(fault, stale)
    assert fault.text == stale.text != stale.text_with_words


@kinds
def test_who_may_see_but_not_move_is_told(kind: Kind) -> None:
    found = kind.moved("take", staff(Role.PLANNER), kind.some("take", 2))
    assert {type(fault) for _one, fault in found.refused} <= {NotAllowed}
    assert not found.changed
    assert not HistoryEvent.objects.exists()


@moves
def test_a_look_ahead_says_the_same_and_writes_nothing(verb: str, kind: Kind, officer: User) -> None:
    rows = [*kind.some(verb), kind.make(3, kind.ended)]
    before = [told(row, kind) for row in rows]
    given = kind.given.get(verb, {})
    with CaptureQueriesContext(connection) as caught:
        ahead, seen = kind.bulk.look_ahead(verb, actor=officer, codes=[row.code for row in rows], given=given)
    writes = ("INSERT", "UPDATE", "DELETE")
    assert not [
        sql for sql in statements(caught) if sql.startswith(writes) or " FOR UPDATE" in sql
    ]  # people are held for a moment, rows never
    assert [told(row, kind) for row in rows] == before
    assert seen == versions(rows[:3])
    done = kind.bulk.make(verb, actor=officer, seen=seen, given=given)
    assert {one.code for one in done.changed} == {one.code for one in ahead.changed}


class TestTakenBack:
    @moves
    def test_all_is_as_it_was(self, verb: str, kind: Kind, officer: User) -> None:
        rows = kind.some(verb)
        before = columns(rows, kind)
        found = kind.moved(verb, officer, rows)
        assert columns(rows, kind) != before
        back = kind.bulk.moves.undo.take_back_together(actor=officer, batch=found.batch)
        assert (len(back.changed), back.refused) == (3, [])
        assert columns(rows, kind) == before
        assert not OutboxMessage.objects.exists()
        assert all(one["withdrawn_at"] for one in said(kind))
        assert not Notice.objects.exists()
        assert [one.verb for one in history_of(rows[0])] == [verb, "undo"]
        with pytest.raises(NothingToUndo):
            kind.bulk.moves.undo.take_back_together(actor=officer, batch=found.batch)

    @kinds
    def test_what_somebody_changed_since_stays(self, kind: Kind, officer: User) -> None:
        one, other = kind.some("take", 2)
        found = kind.moved("take", officer, [one, other])
        kind.bulk.moves.make("assign", actor=kind.person(Role.HEAD), pk=other.pk, seen=2, assignee="siti")
        back = kind.bulk.moves.undo.take_back_together(actor=officer, batch=found.batch)
        assert [row.pk for row in back.changed] == [one.pk]
        assert [row.pk for row, _fault in back.refused] == [other.pk]
        assert type(other)._default_manager.get(pk=other.pk).assignee.username == "siti"  # type: ignore[union-attr]

    @kinds
    def test_by_nobody_else_and_not_for_long(self, kind: Kind, officer: User) -> None:
        found = kind.moved("take", officer, kind.some("take"))
        with pytest.raises(NothingToUndo):
            kind.bulk.moves.undo.take_back_together(actor=kind.person(Role.HEAD), batch=found.batch)
        UndoStep.objects.update(at=timezone.now() - timedelta(minutes=1))
        with pytest.raises(NothingToUndo):
            kind.bulk.moves.undo.take_back_together(actor=officer, batch=found.batch)


@kinds
def test_who_is_given_many_is_told_once(name: str, kind: Kind, officer: User) -> None:
    kind.moved("assign", officer, kind.some("assign", 12))
    notice = Notice.objects.get()
    assert (notice.user.username, notice.kind, notice.number, notice.code) == ("siti", name, 12, "")


@kinds
def test_those_who_work_on_some_of_them_can_be_chosen(kind: Kind, officer: User) -> None:
    staff(Role.OFFICER, agency="pln", username="lain")
    rows = kind.some("assign")
    chosen = kind.bulk.rows(officer).filter(pk__in=[row.pk for row in rows])
    form = kind.bulk.form_of(None, rows[0].workflow.move("assign"), chosen)
    assert {name for name, _words in form.fields["assignee"].choices} == {"", "siti", officer.username, "nobody"}  # type: ignore[attr-defined]
