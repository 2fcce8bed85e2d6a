"""Mail to the staff: the summary of a morning, once each whatever becomes of a worker, and what is given to them."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from cityops.accounts.models import User
from cityops.agencies.models import Agency, Membership
from cityops.agencies.working_time import WorkingCalendar
from cityops.desk.digest import digest_of, rows_as_told, several_as_told
from cityops.desk.news import address_of
from cityops.desk.work_filter import all_of
from cityops.features.undo import PATIENCE
from cityops.features.work import work_kinds
from cityops.notifications.mailing import claim_morning, mail_subject, unsubscribe_path
from cityops.notifications.models import DigestTurn, Mailing, Notice, What
from cityops.notifications.outbox import put_in_outbox

logger = logging.getLogger(__name__)

MORNING, NOON = time(7), time(12)  # who comes to work after a night without a worker still gets it until noon
AT_ONCE_FOR = timedelta(days=1)  # what a worker that was away finds older than this stands in the summary


def write_digests(now: datetime) -> int:
    """Write the summaries of this morning that nobody has written yet; return how many mails there are to send."""
    local = timezone.localtime(now)
    if not MORNING <= local.time() < NOON:
        return 0
    return sum(_write_for(person, local.date()) for person in _without_a_turn(local.date()))


def _without_a_turn(day: date) -> QuerySet[User]:
    turns = DigestTurn.objects.filter(user=OuterRef("pk"), day=day)
    return _reached().filter(~Exists(turns)).exclude(mail_choice__mailing=Mailing.NONE).order_by("pk")


def _reached() -> QuerySet[User]:
    """Return the staff that have an address."""
    return User.objects.filter(Exists(Membership.objects.filter(user=OuterRef("pk"))), is_active=True).exclude(email="")


def _write_for(person: User, day: date) -> bool:
    """Write one person's summary, claim and message in one transaction; what goes wrong with it stops no other."""
    try:
        calendar = _working(person, day)
        return calendar is not None and _claim_and_write(person, day, calendar)
    except Exception:
        logger.exception("the summary of %s for user %s was not written", day, person.pk)
        return False


@transaction.atomic
def _claim_and_write(person: User, day: date, calendar: WorkingCalendar) -> bool:
    if not claim_morning(person, day):
        return False
    with translation.override(_language(person)):
        told = digest_of(person, day, calendar)
    if told:
        _put(person, "work_morning", told)
    return bool(told)


def _working(person: User, day: date) -> WorkingCalendar | None:
    """Return the calendar of an agency of theirs that works on that day, the city's for who has none."""
    agencies = list(Agency.objects.filter(memberships__user=person).distinct())
    calendars = [WorkingCalendar.of(agency) for agency in agencies] or [WorkingCalendar()]
    return next((one for one in calendars if one.is_working_day(day)), None)


def write_at_once(now: datetime) -> int:
    """Write to those who want it at once what was given to them for good; return how many mails."""
    given = Exists(_given(now).filter(user=OuterRef("pk")))
    people = _reached().filter(given, mail_choice__mailing=Mailing.AT_ONCE).order_by("pk")
    return sum(_write_at_once_to(person, now) for person in people)


def _given(now: datetime) -> QuerySet[Notice]:
    """Return what is not read, told by no mail, and can be undone no more."""
    return Notice.objects.filter(
        what=What.ASSIGNED, read_at=None, mailed_at=None, at__lt=now - PATIENCE, at__gt=now - AT_ONCE_FOR
    )


def _write_at_once_to(person: User, now: datetime) -> bool:
    """Write to one person, mark and message in one transaction; what goes wrong with it stops no other."""
    try:
        return _mark_and_write(person, now)
    except Exception:
        logger.exception("what was given to user %s was not written", person.pk)
        return False


@transaction.atomic
def _mark_and_write(person: User, now: datetime) -> bool:
    told = list(_given(now).filter(user=person).select_for_update(skip_locked=True).order_by("pk"))
    Notice.objects.filter(pk__in=[one.pk for one in told]).update(mailed_at=now)
    return _write_given(person, told)


def _write_given(person: User, notices: list[Notice]) -> bool:
    """Write what was given: each piece by itself, but of what was given in bulk how much and where it is."""
    rows: list[dict[str, str]] = []
    several: list[dict[str, str]] = []
    number = 0
    with translation.override(_language(person)):
        for kind in work_kinds(person):
            its = [one for one in notices if one.kind == kind.name]
            if codes := [one.code for one in its if one.code]:
                found = kind.shown(all_of(kind, person).layer.scope(person).filter(code__in=codes))
                rows += rows_as_told(kind, list(found), person)
            for one in its:
                if not one.code:
                    number += one.number
                    several.append(several_as_told(kind, one.number, address_of(one, person)))
    number += len(rows)
    if number:
        _put(person, "work_given", {"rows": rows, "several": several, "number": number})
    return bool(number)


def _put(person: User, template: str, told: dict[str, Any]) -> None:
    ways_out = {"unsubscribe": unsubscribe_path(person), "settings": reverse("notifications:mail_settings")}
    put_in_outbox(
        template=template,
        address=person.email,
        language=_language(person),
        context={**told, **ways_out, "name": person.get_full_name()},
        subject=mail_subject(person),
    )


def _language(person: User) -> str:
    return person.language or settings.LANGUAGE_CODE
