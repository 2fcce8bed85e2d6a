"""The rows of the work map's list, as a tag: a page has fifty or more, and each would be two templates.

They are written as text and escaped by hand: `format_html` looks at each of its twenty values, most of which are the
same in all rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cityops.agencies.queries import all_agencies
from cityops.agencies.working_time import late_soon_until
from cityops.areas.queries import all_areas
from cityops.features.templatetags.feature_times import age_words, due_words
from cityops.features.work import WorkKind
from cityops.web.icons import icon, status_badge

register = template.Library()


@register.simple_tag(takes_context=True)
def work_rows(
    context: template.Context, rows: Iterable[Any], kind: WorkKind, row_url: str, code: str = ""
) -> SafeString:
    """Return the rows of a kind, which itself says what stands in the middle of each. code: of the row that is open.

    Whoever sees several agencies reads whose each row is.
    """
    sheet = _Sheet(
        kind=kind,
        row_url=escape(row_url),
        open_code=code,
        areas={one.pk: escape(one.name) for one in all_areas()},
        agencies=_agencies() if kind.sees_agencies(context["user"]) else None,
        lost=f" {icon('map-pin-off', title=_('Outside all areas'))}",
        age=escape(_("age")),
        tick=escape(_("Tick")),
        soon_until=late_soon_until(),
    )
    return mark_safe("".join(sheet.row(row) for row in rows))


@register.filter
def row_words(row: Any, kind: WorkKind) -> SafeString:
    """Return the middle of a row."""
    return kind.row_words(row)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is the same in all rows of a list; all words are escaped."""

    kind: WorkKind
    row_url: str
    open_code: str
    areas: Mapping[str, str]
    agencies: Mapping[str | None, str] | None
    lost: str
    age: str
    tick: str
    soon_until: datetime

    def row(self, row: Any) -> str:
        code = escape(row.code)
        apart = agency = item = ticker = ""
        if self.agencies is not None:
            apart, agency = " work__row--agency", self.agencies[row.agency_id]
        if self.kind.bulk:
            item, ticker = ' class="work__item"', self._ticker(code)
        state = row.work_state
        return (
            f'<li{item}>{ticker}<a class="rows__row work__row{apart}" href="{self.row_url}{code}"'
            f' hx-get="{escape(row.detail_url)}" hx-target="#detail" hx-swap="innerHTML" data-code="{code}"'
            f' data-version="{row.version}"{_current(row.code == self.open_code)}>'
            f"{status_badge(state.sign, state.label, 'status--mark')}"
            f'<span class="work__what">{self.kind.row_words(row)}</span>'
            f'<span class="work__area">{self.areas.get(row.area_id, "–")}{self.lost if row.lost_area else ""}</span>'
            f'{agency}<span class="work__age"><span class="visually-hidden">{self.age}</span>'
            f" {escape(age_words(row.created_at))}</span>"
            f'<span class="rows__due{self._pace(row)}">{escape(due_words(row))}</span></a></li>\n'
        )

    def _pace(self, row: Any) -> str:
        if row.due_at is None or row.due_at > self.soon_until or not row.is_open:
            return ""
        return " overdue" if row.is_overdue else " soon"

    def _ticker(self, code: str) -> str:
        return (
            f'<label class="work__tick"><input type="checkbox" name="pick" value="{code}" form="bulk"'
            f' autocomplete="off" aria-label="{self.tick} {code}"></label>'
        )


def _current(is_open: bool) -> str:
    return ' aria-current="true"' if is_open else ""


def _agencies() -> dict[str | None, str]:
    names: dict[str | None, str] = {one.pk: one.short_name for one in all_agencies()}
    return {code: f'<span class="work__agency">{escape(name)}</span>' for code, name in {**names, None: "–"}.items()}
