"""Notices: written in the transaction of what they tell of, one small row; read, and forgotten after some weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from cityops.features.gathering import later
from cityops.notifications.models import DigestTurn, Notice, What

KEPT = timedelta(weeks=6)
MOST_SHOWN = 99  # in the header; beyond that it says "99+"

_TELL = """
INSERT INTO notifications_notice (user_id, what, kind, code, number, actor_id)
SELECT person, %(what)s, %(kind)s, %(code)s, %(number)s, %(actor)s FROM unnest(%(people)s::bigint[]) AS person
ON CONFLICT (user_id, kind, code, what) WHERE read_at IS NULL
DO UPDATE SET
    number = notifications_notice.number + EXCLUDED.number, actor_id = EXCLUDED.actor_id, at = now(), mailed_at = NULL
"""


def give_notice(
    people: Iterable[int | None],
    what: What,
    *,
    kind: str,
    code: str = "",
    number: int = 1,
    actor: Any = None,
) -> None:
    """Tell people by their ids, in the caller's transaction; nobody is told of what they did themselves.

    In the order of the ids, so that two writers never wait for each other in a ring.
    """
    told = sorted({person for person in people if person is not None} - {getattr(actor, "pk", None)})
    if told:
        later(_tell, _Told(tuple(told), what, kind, code, number, getattr(actor, "pk", None)))


@dataclass(frozen=True)
class _Told:
    people: tuple[int, ...]
    what: What
    kind: str
    code: str
    number: int
    actor: int | None


def _tell(told: list[_Told]) -> None:
    """Write notices. Who is to be told the same of several features is told it once, with their number."""
    alike: dict[tuple[int, What, str, int | None], list[_Told]] = {}
    for one in told:
        for person in one.people:
            alike.setdefault((person, one.what, one.kind, one.actor), []).append(one)
    people: dict[tuple[What, str, str, int, int | None], list[int]] = {}
    for (person, what, kind, actor), ones in sorted(alike.items(), key=lambda item: item[0][0]):
        code = ones[0].code if len(ones) == 1 else ""
        people.setdefault((what, kind, code, sum(one.number for one in ones), actor), []).append(person)
    with connection.cursor() as cursor:
        for (what, kind, code, number, actor), persons in people.items():
            given: dict[str, Any] = {"what": what.value, "kind": kind, "code": code, "number": number, "actor": actor}
            cursor.execute(_TELL, {**given, "people": persons})


def take_back_notice(person: int | None, what: What, *, kind: str, code: str, since: datetime) -> None:
    """Forget what was told since then and is not read: it was undone."""
    if person is not None:
        later(_take_back, _TakenBack(person, what, kind, code, since))


@dataclass(frozen=True)
class _TakenBack:
    person: int
    what: What
    kind: str
    code: str
    since: datetime


def _take_back(taken: list[_TakenBack]) -> None:
    """Forget notices; of one that told of several features, as many of them as were told by no other."""
    alike: dict[tuple[int, What, str], list[_TakenBack]] = {}
    for one in taken:
        alike.setdefault((one.person, one.what, one.kind), []).append(one)
    for (person, what, kind), ones in alike.items():
        since = min(one.since for one in ones)
        told = Notice.objects.filter(user_id=person, kind=kind, what=what, at__gte=since)
        codes = {one.code for one in ones}
        among = len(codes - set(told.filter(code__in=codes).values_list("code", flat=True)))
        unread = told.filter(read_at=None)
        unread.filter(code__in=codes).delete()
        if among:
            unread.filter(code="", number__lte=among).delete()
            unread.filter(code="").update(number=F("number") - among)


def unread_of(user: Any) -> int:
    """Return how many notices somebody has not read, at most one more than the header shows."""
    unread = Notice.objects.filter(user_id=user.pk, read_at=None).values("pk")
    return unread[: MOST_SHOWN + 1].count()


def notices_of(user: Any) -> QuerySet[Notice]:
    """Return somebody's notices, the newest first."""
    return Notice.objects.filter(user_id=user.pk).select_related("actor").order_by("-at", "-pk")


def mark_read(user: Any, pk: int) -> Notice | None:
    """Mark one of somebody's notices as read and return it; None where it is not theirs, or gone."""
    notice = Notice.objects.filter(user_id=user.pk, pk=pk).first()
    if notice is not None and notice.read_at is None:
        Notice.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    return notice


def mark_all_read(user: Any) -> int:
    """Mark all of somebody's notices as read; return how many were not."""
    return Notice.objects.filter(user_id=user.pk, read_at=None).update(read_at=timezone.now())


def forget_old() -> int:
    """Delete notices of some weeks ago, read or not, and the turns of mornings long gone; return how many notices."""
    old = timezone.now() - KEPT
    DigestTurn.objects.filter(day__lt=timezone.localdate(old)).delete()
    count, _each = Notice.objects.filter(at__lt=old).delete()
    return count
