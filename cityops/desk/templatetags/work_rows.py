"""The rows of the work map's list, as a tag: a page has fifty or more, and each would be two templates."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cityops.agencies.queries import all_agencies
from cityops.agencies.templatetags.late_soon import is_soon
from cityops.features.templatetags.feature_times import age_words, due_words
from cityops.features.work import WorkKind
from cityops.web.icons import icon, status_badge

register = template.Library()
_OPEN = mark_safe(' aria-current="true"')
_EMPTY = mark_safe("")


@register.simple_tag(takes_context=True)
def work_rows(context: template.Context, rows: Any, kind: WorkKind, row_url: str, code: str = "") -> SafeString:
    """Return the rows of a kind, whose own template draws the middle of each. code: of the row that is open.

    Whoever sees several agencies reads whose each row is.
    """
    middle: Any = get_template(kind.row_template)
    lost = icon("map-pin-off", title=_("Outside all areas"))
    age, tick, outside = _("age"), _("Tick"), format_html(" {}", lost)
    agencies = _agencies() if kind.sees_agencies(context["user"]) else None
    apart = _EMPTY if agencies is None else mark_safe(" work__row--agency")
    drawn = []
    for row in rows:
        with context.push(row=row):
            what = middle.template.render(context)
        is_late = row.is_overdue
        drawn.append(
            format_html(
                '<li{}>{}<a class="rows__row work__row{}" href="{}{}" hx-get="{}" hx-target="#detail"'
                ' hx-swap="innerHTML" data-code="{}" data-version="{}"{}>{}<span class="work__what">{}</span>'
                '<span class="work__area">{}{}</span>{}'
                '<span class="work__age"><span class="visually-hidden">{}</span> {}</span>'
                '<span class="rows__due{}">{}</span></a></li>\n',
                mark_safe(' class="work__item"') if kind.bulk else _EMPTY,
                _ticker(row.code, tick) if kind.bulk else _EMPTY,
                apart,
                row_url,
                row.code,
                row.detail_url,
                row.code,
                row.version,
                _OPEN if row.code == code else _EMPTY,
                status_badge(row.work_state.sign, row.work_state.label, "status--mark"),
                what,
                row.area.name if row.area else "–",
                outside if row.lost_area else _EMPTY,
                _EMPTY if agencies is None else agencies[row.agency_id],
                age,
                age_words(row.created_at),
                " overdue" if is_late else " soon" if is_soon(row) else "",
                due_words(row),
            )
        )
    return mark_safe("".join(drawn))


def _agencies() -> dict[str | None, SafeString]:
    names: dict[str | None, str] = {one.pk: one.short_name for one in all_agencies()}
    return {
        code: format_html('<span class="work__agency">{}</span>', name) for code, name in {**names, None: "–"}.items()
    }


def _ticker(code: str, label: str) -> SafeString:
    return format_html(
        '<label class="work__tick"><input type="checkbox" name="pick" value="{}" form="bulk" autocomplete="off"'
        ' aria-label="{} {}"></label>',
        code,
        label,
        code,
    )
