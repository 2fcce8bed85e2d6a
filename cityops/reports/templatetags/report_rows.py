"""The rows of the public list of reports, as a tag: a page has fifty, too many for a template each.

They are written as text and escaped by hand, as those of the work map (`cityops/desk/templatetags/work_rows.py`).
"""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cityops.features.dates import late_in_words, short_date, target_in_words
from cityops.features.templatetags.feature_times import machine_time
from cityops.reports.models import Report
from cityops.web.icons import icon, status_badge
from cityops.web.links import address_of_code
from cityops.web.shorten import shorten

register = template.Library()
WORDS = 140  # characters


@register.simple_tag
def report_rows(reports: Iterable[Report], *, is_mine: bool = False) -> SafeString:
    """Return the rows of a list. is_mine: sent from this phone, whose words are shown before they are public."""
    address, outside = escape(address_of_code("reports:detail")), _("Outside all areas")
    return mark_safe("".join(_row(report, address, outside, is_mine=is_mine) for report in reports))


def _row(report: Report, address: str, outside: str, *, is_mine: bool) -> str:
    code = escape(report.code)
    return (
        f'<li><div class="list__row"><span class="list__icon">{icon(report.category.icon)}</span><div>'
        f'<a class="list__title" href="{address.replace("{code}", code)}">{escape(report.category.label)}</a>'
        f'<span class="list__meta"><span>{escape(report.area or outside)}</span>'
        f'<time datetime="{machine_time(report.created_at)}" data-relative>'
        f'{escape(short_date(report.created_at))}</time><span class="code">{code}</span></span>'
        f"{_words(report) if report.words_are_public or is_mine else ''}"
        f'<span class="list__meta">{status_badge(report.state, report.status_label())}{_clock(report)}</span>'
        "</div></div></li>\n"
    )


def _words(report: Report) -> str:
    return f'<p class="list__words small">{escape(shorten(report.words.text, WORDS))}</p>'


def _clock(report: Report) -> str:
    if report.is_overdue:
        return f'<span class="overdue small">{icon("clock")}{escape(late_in_words(report))}</span>'
    target = target_in_words(report)
    return f"<span>{escape(target)}</span>" if target else ""
