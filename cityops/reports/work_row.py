"""What a report's row on the work map says in its middle."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cityops.reports.models import Report
from cityops.web.icons import icon
from cityops.web.shorten import shorten

WORDS = 90  # characters


def row_words(report: Report) -> SafeString:
    """Return the category, whether it is held back or hidden, and how the words begin."""
    held = f" {icon('shield-alert', title=_('Held back'))}" if report.held_at else ""
    hidden = f" {icon('eye-off', title=_('Hidden from the public'))}" if report.hidden_at else ""
    words = escape(shorten(report.words.text, WORDS))
    return mark_safe(
        f'<span class="rows__title">{escape(report.category.label)}</span>{held}{hidden}'
        f' <span class="work__words">{words}</span>'
    )
