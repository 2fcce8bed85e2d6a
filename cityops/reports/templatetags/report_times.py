"""Times of a report for the dense lists of staff: how old it is, and how long until something must happen."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cityops.reports.dates import late_in_words
from cityops.reports.models import Report

register = template.Library()
HOUR, DAY = 3600, 86400


@register.filter
def age_words(when: datetime) -> str:
    """Return the time since in one short word, such as "5 hours" or "3 days"."""
    seconds = max(0, int((timezone.now() - when).total_seconds()))
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
def due_words(report: Report) -> str:
    """Return the due date of an open report as seen from today; empty where no clock runs."""
    if report.due_at is None or not report.is_open:
        return ""
    if report.is_overdue:
        return late_in_words(report)
    left = (timezone.localtime(report.due_at).date() - timezone.localdate()).days
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    return ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left}
