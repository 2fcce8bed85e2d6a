"""The summary of a morning by mail: once each, whatever becomes of a worker."""

import logging
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.agencies.working_time import WorkingCalendar
from cityops.desk.digest import digest_of
from cityops.desk.mail import language_of, put_mail, reached_staff
from cityops.notifications.mailing import claim_morning
from cityops.notifications.models import DigestTurn, Mailing

logger = logging.getLogger(__name__)

MORNING, NOON = time(7), time(12)  # who comes to work after a night without a worker still gets it until noon


def write_digests(now: datetime) -> int:
    """Write the summaries of this morning that nobody has written yet; return how many mails there are to send."""
    local = timezone.localtime(now)
    if not MORNING <= local.time() < NOON:
        return 0
    return sum(_write_for(person, local.date()) for person in _without_a_turn(local.date()))


def _without_a_turn(day: date) -> QuerySet[User]:
    turns = DigestTurn.objects.filter(user=OuterRef("pk"), day=day)
    return reached_staff().filter(~Exists(turns)).exclude(mail_choice__mailing=Mailing.NONE).order_by("pk")


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
    with translation.override(language_of(person)):
        told = digest_of(person, day, calendar)
    if told:
        put_mail(person, "work_morning", told)
    return bool(told)


def _working(person: User, day: date) -> WorkingCalendar | None:
    """Return the calendar of an agency of theirs that works on that day, the city's for who has none."""
    agencies = list(Agency.objects.filter(memberships__user=person).distinct())
    calendars = [WorkingCalendar.of(agency) for agency in agencies] or [WorkingCalendar()]
    return next((one for one in calendars if one.is_working_day(day)), None)
