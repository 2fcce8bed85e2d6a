"""Times of a feature in words: how old it is, by when something happens, how long until then."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cityops.features.dates import HasClock, day_in_words, is_day_alone, late_in_words, target_in_words

register = template.Library()
HOUR, DAY = 3600, 86400


@register.filter
def age_words(when: datetime) -> str:
    """Return the time since in one short word, such as "5 hours" or "3 days"."""
    seconds = max(0, int((timezone.now() - when).total_seconds()))
    if is_day_alone(when):  # whole days: of hours nothing is known
        days = (timezone.localdate() - timezone.localdate(when)).days
        if days < 1:
            return _("today")
        seconds = days * DAY
    if n := seconds // (365 * DAY):
        return ngettext("%(n)s year", "%(n)s years", n) % {"n": n}
    if n := seconds // (30 * DAY):
        return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}
    if n := seconds // DAY:
        return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
    if n := seconds // HOUR:
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    n = max(1, seconds // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


@register.filter
def moment_words(when: datetime) -> str:
    """Return a moment as a fact or in a list; without its time where only the day is known."""
    return date_format(timezone.localtime(when), "SHORT_DATE_FORMAT" if is_day_alone(when) else "SHORT_DATETIME_FORMAT")


@register.filter
def machine_time(when: datetime) -> str:
    """Return what a `time` element says to programs: a moment, or the day where no more is known."""
    local = timezone.localtime(when)
    return local.date().isoformat() if is_day_alone(when) else local.isoformat()


@register.filter
def due_words(feature: HasClock) -> str:
    """Return the due date of what is open as seen from today; empty where no clock runs."""
    if feature.due_at is None or not feature.is_open:
        return ""
    if feature.is_overdue:
        return late_in_words(feature)
    left = (timezone.localtime(feature.due_at).date() - timezone.localdate()).days
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    return ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left}


@register.filter
def target_words(feature: HasClock) -> str:
    """By when something happens next."""
    return target_in_words(feature)


@register.filter
def late_words(feature: HasClock) -> str:
    """How late it is."""
    return late_in_words(feature)


@register.filter
def day_words(moment: datetime | date | None) -> str:
    """A day as people say it."""
    return day_in_words(moment) if moment else ""
