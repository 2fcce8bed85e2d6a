"""Counts that are kept are those that would be counted now: after any write, and after any date has passed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cityops.accounts.models import User
from cityops.policy.lines import Role
from cityops.reports.layers import STAFF
from cityops.reports.models import Report
from layers.cells.folding import fold
from layers.counts import Counts, counts
from layers.filters import Filter
from layers.kept import kept_counts, marks_of
from tests.factories import places
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def head() -> User:
    return staff(Role.DISPATCHER)


class Counting:
    """Counts what is kept, and how often it was counted."""

    def __init__(self, user: User) -> None:
        self.user, self.times = user, 0

    def __call__(self, asked: object = "all") -> Counts:
        def count() -> Counts:
            self.times += 1
            return counts(STAFF, self.user, Filter(), with_late=True)

        return kept_counts(STAFF, self.user, marks_of([STAFF])[STAFF.name], (self.user.pk, asked), count)


def test_what_is_kept_is_counted_once_and_says_the_same(head: User) -> None:
    ReportFactory(geom=places.IN_SISIR, due_at=timezone.now() - timedelta(days=1))
    counted = Counting(head)
    first, second = counted(), counted()
    plain = counts(STAFF, head, Filter(), with_late=True)
    for found in (first, second):
        assert (found.total, found.late, found.by_area, found.by_value) == (
            plain.total,
            plain.late,
            plain.by_area,
            plain.by_value,
        )
    assert (plain.total, plain.late, counted.times) == (1, 1, 1)


def test_another_question_is_counted_for_itself(head: User) -> None:
    counted = Counting(head)
    counted("all"), counted("mine")
    assert counted.times == 2


@pytest.mark.parametrize("is_folded", [True, False], ids=["folded", "not yet folded"])
def test_every_write_makes_it_old(head: User, is_folded: bool) -> None:
    counted = Counting(head)
    assert counted().total == 0
    report = ReportFactory(geom=places.IN_SISIR, due_at=None)
    if is_folded:
        fold()
    assert (counted().total, counted().late) == (1, 0)
    Report.objects.filter(pk=report.pk).update(due_at=timezone.now() - timedelta(days=1))
    assert counted().late == 1
    Report.objects.filter(pk=report.pk).update(assignee=head)  # changes no cell
    counted()
    assert counted.times == 4


def test_a_date_that_passes_makes_it_old(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    ReportFactory(geom=places.IN_SISIR, due_at=now + timedelta(hours=1))
    ReportFactory(geom=places.IN_SISIR, due_at=now + timedelta(hours=3))
    counted = Counting(head)
    late = []
    for hours in (0, 0.5, 2, 2.5, 4):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + timedelta(hours=hours))
        late.append(counted().late)
    assert late == [0, 0, 1, 1, 2]
    assert counted.times == 3
