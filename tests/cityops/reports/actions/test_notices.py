"""Who is told of what, in the transaction of the move: one small row, and none for one's own doing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.models import User
from cityops.notifications.models import Notice
from cityops.notifications.notices import mark_all_read
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import Report
from cityops.reports.moves import MOVES
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", username="petugas")


@pytest.fixture
def head() -> User:
    return staff(Role.HEAD, agency="dpupr", username="kepala")


def told(user: User) -> list[tuple[str, str, int]]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("what", "code", "number"))


def test_what_is_given_to_me_is_told_once_until_i_have_read_it(officer: User, head: User) -> None:
    report = ReportFactory()
    for name in ("petugas", "nobody", "petugas", "nobody"):
        actions.assign_report(actor=head, pk=report.pk, assignee=name)
    assert told(officer) == [("assigned", report.code, 2)]
    assert told(head) == []
    mark_all_read(officer)
    actions.assign_report(actor=head, pk=report.pk, assignee="petugas")
    assert told(officer) == [("assigned", report.code, 2), ("assigned", report.code, 1)]


def test_nobody_is_told_of_what_they_did_themselves(officer: User) -> None:
    report = ReportFactory()
    actions.assign_report(actor=officer, pk=report.pk, assignee="petugas")
    actions.assign_report(actor=officer, pk=report.pk, assignee="nobody")
    actions.take_report(actor=officer, pk=report.pk)
    actions.start_report(actor=officer, pk=report.pk)
    actions.resolve_report(actor=officer, pk=report.pk, outcome="done", text="Sudah.")
    actions.reopen_report(actor=officer, pk=report.pk, reason="Belum rapi.")
    assert told(officer) == []


def test_a_reply_and_not_solved_are_told_to_whose_work_it_is(officer: User) -> None:
    mine, nobodys = ReportFactory(state="in_progress", assignee=officer), ReportFactory(state="in_progress")
    for report in (mine, nobodys):
        actions.reply_to_report(pk=report.pk, text="Di depan pasar.")
        actions.reply_to_report(pk=report.pk, text="Dekat pohon.")
        Report.objects.filter(pk=report.pk).update(state="resolved")
        actions.reopen_by_reporter(pk=report.pk, text="Masih berlubang.")
    assert told(officer) == [("reply", mine.code, 2), ("reopened", mine.code, 1)]
    assert Notice.objects.count() == 2


def test_a_notice_holds_no_words(officer: User) -> None:
    report = ReportFactory(assignee=officer)
    actions.reply_to_report(pk=report.pk, text="RAHASIA SEKALI")
    assert "RAHASIA" not in str(Notice.objects.values().get())


@pytest.mark.parametrize("verb", ["assign", "reopen"])
def test_what_is_undone_was_never_told(verb: str, officer: User, head: User) -> None:
    report = ReportFactory(state="closed" if verb == "reopen" else "new")
    if verb == "assign":
        actions.assign_report(actor=head, pk=report.pk, assignee="petugas")
    else:
        Report.objects.filter(pk=report.pk).update(assignee=officer)
        actions.reopen_report(actor=head, pk=report.pk, reason="Belum selesai.")
    assert len(told(officer)) == 1
    MOVES.undo.take_back(actor=head, code=report.code)
    assert told(officer) == []


class TestEscalation:
    def late(self, days: int, **given: object) -> Report:
        report: Report = ReportFactory(due_at=timezone.now() - timedelta(days=days), **given)
        return report

    def test_the_head_is_told_once_of_all_that_is_late(self, head: User, officer: User) -> None:
        other = staff(Role.HEAD, agency="dlh")
        for _ in range(3):
            self.late(1)
        actions.escalate_late()
        assert told(head) == [("escalated", "", 3)]
        self.late(1)
        actions.escalate_late()
        assert told(head) == [("escalated", "", 4)]
        assert told(other) == told(officer) == []

    @pytest.mark.parametrize("role", [Role.DISPATCHER, Role.PLANNER, Role.ADMIN])
    def test_who_oversees_is_told_of_what_is_very_late(self, role: Role, head: User) -> None:
        overseer = staff(role)
        self.late(30)
        self.late(1)
        actions.escalate_late()
        assert told(overseer) == [("sekkota", "", 1)]
        assert told(head) == [("escalated", "", 2)]

    def test_somebody_who_left_is_not_told(self, head: User) -> None:
        User.objects.filter(pk=head.pk).update(is_active=False)
        self.late(1)
        actions.escalate_late()
        assert told(head) == []


@pytest.mark.parametrize("move", ["assign", "answer"])
def test_a_move_costs_one_small_insert_at_most(move: str, officer: User, head: User) -> None:
    report = ReportFactory(state="in_progress")
    act: dict[str, Callable[[], Report]] = {
        "assign": lambda: actions.assign_report(actor=head, pk=report.pk, assignee="petugas"),
        "answer": lambda: actions.answer_report(actor=head, pk=report.pk, text="Ya."),
    }
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act[move]()
    about = [one["sql"] for one in asked.captured_queries if "notifications_notice" in one["sql"]]
    assert len(about) == (1 if move == "assign" else 0)
