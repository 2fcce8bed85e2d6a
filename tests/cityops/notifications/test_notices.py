"""Notices by themselves: counted by a small index, read by whose they are, forgotten after some weeks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.models import User
from cityops.notifications.models import DigestTurn, Notice, What
from cityops.notifications.notices import (
    KEPT,
    MOST_SHOWN,
    forget_old,
    give_notice,
    mark_all_read,
    mark_read,
    take_back_notice,
    unread_of,
)
from cityops.notifications.tasks import forget_notices
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return UserFactory()


def test_the_number_is_counted_in_one_statement_and_no_further_than_it_is_shown(user: User) -> None:
    for number in range(MOST_SHOWN + 20):
        give_notice([user.pk], What.REPLY, kind="reports", code=f"BTU-{number}")
    with CaptureQueriesContext(connection) as asked:
        assert unread_of(user) == MOST_SHOWN + 1
    (one,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("EXPLAIN " + one["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "one_unread_notice" in plan


def test_several_people_are_told_in_one_statement(user: User) -> None:
    others = [UserFactory().pk for _ in range(3)]
    with CaptureQueriesContext(connection) as asked:
        give_notice([user.pk, *others, None, user.pk], What.SEKKOTA, kind="reports", number=2)
    assert len(asked.captured_queries) == 1
    assert set(Notice.objects.values_list("user_id", "number")) == {(pk, 2) for pk in (user.pk, *others)}


def test_reading_is_for_whose_it_is(user: User) -> None:
    give_notice([user.pk], What.REPLY, kind="reports", code="BTU-1")
    give_notice([user.pk], What.REPLY, kind="reports", code="BTU-2")
    first, _second = Notice.objects.order_by("pk")
    assert mark_read(UserFactory(), first.pk) is None
    assert unread_of(user) == 2
    assert mark_read(user, first.pk) == first
    assert unread_of(user) == 1
    assert mark_all_read(user) == 1
    assert unread_of(user) == 0


class TestTakenBack:
    def told(self) -> set[tuple[str, int]]:
        return set(Notice.objects.values_list("code", "number"))

    def take_back(self, user: User, *codes: str) -> None:
        for code in codes:
            take_back_notice(
                user.pk, What.ASSIGNED, kind="reports", code=code, since=timezone.now() - timedelta(minutes=1)
            )

    def test_one_of_several_is_one_less_and_the_last_leaves_nothing(self, user: User) -> None:
        give_notice([user.pk], What.ASSIGNED, kind="reports", number=2)
        self.take_back(user, "BTU-1")
        assert self.told() == {("", 1)}
        self.take_back(user, "BTU-2")
        assert self.told() == set()

    def test_what_was_told_alone_leaves_several_as_they_are(self, user: User) -> None:
        give_notice([user.pk], What.ASSIGNED, kind="reports", number=2)
        for code in ("BTU-1", "BTU-2"):
            give_notice([user.pk], What.ASSIGNED, kind="reports", code=code)
        mark_read(user, Notice.objects.get(code="BTU-2").pk)
        self.take_back(user, "BTU-1", "BTU-2")
        assert self.told() == {("", 2), ("BTU-2", 1)}

    @pytest.mark.parametrize("given", [{"what": What.REPLY}, {"kind": "requests"}], ids=["reply", "requests"])
    def test_of_another_sort_nothing_is_taken(self, given: dict[str, Any], user: User) -> None:
        give_notice([user.pk], **{"what": What.ASSIGNED, "kind": "reports", "number": 2, **given})
        give_notice([UserFactory().pk], What.ASSIGNED, kind="reports", number=2)
        self.take_back(user, "BTU-1")
        assert self.told() == {("", 2)}

    def test_what_was_read_or_told_before_stays(self, user: User) -> None:
        give_notice([user.pk], What.ASSIGNED, kind="reports", number=2)
        mark_all_read(user)
        give_notice([user.pk], What.ASSIGNED, kind="reports", number=3)
        Notice.objects.filter(read_at=None).update(at=timezone.now() - timedelta(hours=1))
        self.take_back(user, "BTU-1")
        assert self.told() == {("", 2), ("", 3)}


def test_the_worker_forgets_what_is_old(user: User) -> None:
    give_notice([user.pk], What.REPLY, kind="reports", code="old")
    Notice.objects.update(at=timezone.now() - KEPT - timedelta(days=1))
    give_notice([user.pk], What.REPLY, kind="reports", code="new")
    DigestTurn.objects.create(user=user, day=timezone.localdate() - KEPT - timedelta(days=1))
    today = DigestTurn.objects.create(user=user, day=timezone.localdate())
    forget_notices(0)
    assert [one.code for one in Notice.objects.all()] == ["new"]
    assert list(DigestTurn.objects.all()) == [today]
    assert forget_old() == 0
