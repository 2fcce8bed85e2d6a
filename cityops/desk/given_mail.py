"""What was given to somebody, by mail at once for those who want it so."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation

from cityops.accounts.models import User
from cityops.desk.digest import rows_as_told, several_as_told
from cityops.desk.mail import language_of, put_mail, reached_staff
from cityops.desk.news import address_of
from cityops.desk.work_filter import all_of
from cityops.features.undo import PATIENCE
from cityops.features.work import work_kinds
from cityops.notifications.models import Mailing, Notice, What

logger = logging.getLogger(__name__)

AT_ONCE_FOR = timedelta(days=1)  # what a worker that was away finds older than this stands in the summary


def write_at_once(now: datetime) -> int:
    """Write to those who want it at once what was given to them for good; return how many mails."""
    given = Exists(_given(now).filter(user=OuterRef("pk")))
    people = reached_staff().filter(given, mail_choice__mailing=Mailing.AT_ONCE).order_by("pk")
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
    with translation.override(language_of(person)):
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
        put_mail(person, "work_given", {"rows": rows, "several": several, "number": number})
    return bool(number)
