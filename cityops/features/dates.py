"""Dates of a feature in words, as people say them: "paling lambat Kamis, 3 Des"."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


class HasClock(Protocol):
    """What has a date by which something must happen."""

    due_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether work is left to do."""

    @property
    def is_overdue(self) -> bool:
        """Whether an open one is past its date."""


def day_alone(day: date) -> datetime:
    """Return the moment that stands for a day of which no time is known: its noon, of today its beginning.

    A microsecond marks it, so that no screen tells a time that nobody wrote.
    """
    hour = 12 if day < timezone.localdate() else 0
    return timezone.make_aware(datetime.combine(day, time(hour))) + timedelta(microseconds=1)


def is_day_alone(moment: datetime) -> bool:
    """Whether only the day is known. Of 3,600 million moments that a clock gives, one looks so, too."""
    return (moment.minute, moment.second, moment.microsecond) == (0, 0, 1)


@lru_cache(4000)  # ten years of days
def _said(day: date, form: str, _language: str | None) -> str:
    return date_format(day, form)


def short_date(moment: datetime) -> str:
    """Return "3 Des 2026", as it is on the calendar here."""
    return _said(timezone.localtime(moment).date(), "SHORT_DATE_FORMAT", get_language())


def day_in_words(moment: datetime | date) -> str:
    """Return "Kamis, 3 Des", with the year where it is not this one."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return _said(day, "l, j M" if day.year == timezone.localdate().year else "l, j M Y", get_language())


def target_in_words(feature: HasClock) -> str:
    """Return by when something happens next ("by Thursday, 3 Dec"), how late it is, or nothing where no date is set."""
    if feature.due_at is None or not feature.is_open:
        return ""
    day = day_in_words(feature.due_at)
    if not feature.is_overdue:
        return _("by %(day)s at the latest") % {"day": day}
    return _("%(late)s (was due on %(day)s)") % {"late": late_in_words(feature), "day": day}


def late_in_words(feature: HasClock) -> str:
    """Return "3 days late", or "late today"; nothing where it is not overdue."""
    if feature.due_at is None or not feature.is_overdue:
        return ""
    days = (timezone.localdate() - timezone.localtime(feature.due_at).date()).days
    if days == 0:
        return _("late today")
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
