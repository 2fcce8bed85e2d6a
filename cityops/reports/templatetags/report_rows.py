"""The rows of the public list of reports, as a tag: a page has fifty, too many for a template each."""

from collections.abc import Iterable

from django import template
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cityops.features.dates import late_in_words, target_in_words
from cityops.reports.models import Report
from cityops.web.icons import icon, status_badge
from cityops.web.links import address_of_code

register = template.Library()
_EMPTY = mark_safe("")


@register.simple_tag
def report_rows(reports: Iterable[Report], *, is_mine: bool = False) -> SafeString:
    """Return the rows of a list. is_mine: sent from this phone, whose words are shown before they are public."""
    address, outside = address_of_code("reports:detail"), _("Outside all areas")
    return mark_safe("".join(_row(report, address, outside, is_mine=is_mine) for report in reports))


def _row(report: Report, address: str, outside: str, *, is_mine: bool) -> SafeString:
    return format_html(
        '<li><div class="list__row"><span class="list__icon">{}</span><div>'
        '<a class="list__title" href="{}">{}</a>'
        '<span class="list__meta"><span>{}</span><time datetime="{}" data-relative>{}</time>'
        '<span class="code">{}</span></span>'
        '{}<span class="list__meta">{}{}</span></div></div></li>\n',
        icon(report.category.icon),
        address.replace("{code}", report.code),
        report.category.label,
        report.area or outside,
        timezone.localtime(report.created_at).isoformat(),
        date_format(timezone.localtime(report.created_at), "j M Y"),
        report.code,
        _words(report) if report.words_are_public or is_mine else _EMPTY,
        status_badge(report.state, report.status_label()),
        _clock(report),
    )


def _words(report: Report) -> SafeString:
    return format_html('<p class="list__words small">{}</p>', truncatechars(report.words.text, 140))


def _clock(report: Report) -> SafeString:
    if report.is_overdue:
        return format_html('<span class="overdue small">{}{}</span>', icon("clock"), late_in_words(report))
    target = target_in_words(report)
    return format_html("<span>{}</span>", target) if target else _EMPTY
