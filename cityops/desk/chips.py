"""The filter in words: what narrows the list now, each part with the address that undoes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cityops.agencies.models import CategoryKind
from cityops.desk.work_filter import address, with_values
from cityops.reports.workflow import ReportState
from layers.filters import Filter


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, and the address without it."""

    words: str
    url: str


@dataclass(frozen=True)
class Names:
    """What codes are called, for the words of a filter."""

    areas: dict[str, str]
    categories: dict[str, str]
    agencies: dict[str, str]


def chips_of(asked: Filter, names: Names) -> list[Chip]:
    """Return the parts of the filter in words."""
    called: dict[str, Callable[[str], Any]] = {
        "area": lambda code: names.areas.get(code, code),
        "category": lambda code: names.categories.get(code, code),
        "agency": lambda code: names.agencies.get(code, code),
        "kind": lambda value: CategoryKind(value).label,
        "status": lambda value: ReportState(value).label,
        "from": lambda day: _("since %(day)s") % {"day": _day(day)},
        "to": lambda day: _("until %(day)s") % {"day": _day(day)},
        "q": lambda text: f"“{text}”",
    }
    flags = {
        "overdue": _("overdue"),
        "unrouted": _("to be routed"),
        "unaccepted": _("to be accepted"),
        "held": _("held back"),
        "bbox": _("this part of the map"),
    }
    chips = []
    for name, values in asked.values.items():
        if name in flags:
            chips.append(Chip(flags[name], address(with_values(asked, **{name: ()}))))
        elif name == "status" and set(values) == set(ReportState.values):
            chips.append(Chip(_("any status"), address(with_values(asked, status=()))))
        else:
            chips += [Chip(str(called[name](value)), _without(asked, name, value)) for value in values]
    return chips


def _without(asked: Filter, name: str, value: str) -> str:
    return address(with_values(asked, **{name: tuple(one for one in asked.values[name] if one != value)}))


def _day(day: str) -> str:
    return date_format(date.fromisoformat(day), "j M Y")


@dataclass(frozen=True)
class Preset:
    """A ready-made age."""

    words: str
    url: str
    is_current: bool


def age_presets(asked: Filter) -> Iterable[Preset]:
    """Return ready-made ages: the last week, the last month, older than a month."""
    today = timezone.localdate()
    month_ago = (today - timedelta(days=30)).isoformat()
    ages = (
        (_("last 7 days"), {"from": ((today - timedelta(days=7)).isoformat(),)}),
        (_("last 30 days"), {"from": (month_ago,)}),
        (_("older than 30 days"), {"to": (month_ago,)}),
    )
    for words, values in ages:
        is_current = all(asked.values.get(key, ()) == values.get(key, ()) for key in ("from", "to"))
        chosen = with_values(asked, **{"from": (), "to": ()} if is_current else {"from": (), "to": (), **values})
        yield Preset(words, address(chosen), is_current)
