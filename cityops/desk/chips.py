"""The filter in words: what narrows the list now, each part with the address that undoes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cityops.desk.filter_parts import Parts
from cityops.desk.work_filter import Asked
from layers.filters import Day, Flag


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, and the address without it."""

    words: str
    url: str


def chips_of(asked: Asked, parts: Parts, areas: Mapping[str, str], *, total: int) -> list[Chip]:
    """Return the parts of the filter in words. areas: their names by code; total: how many rows are left."""
    chips = []
    for name, values in asked.values.items():
        if words := _as_one(asked, name, values, parts, total):
            chips.append(Chip(words, asked.with_values(**{name: ()}).url()))
        else:
            called = areas if name == "area" else parts.words.get(name, {})
            chips += [Chip(called.get(value, value), _without(asked, name, value)) for value in values]
    return chips


def _as_one(asked: Asked, name: str, values: tuple[str, ...], parts: Parts, total: int) -> str:
    """Return the words of a key that makes one chip; empty where every value makes one."""
    if name == "bbox":
        return _("this part of the map")
    if name == "polygon":
        return _("selection on the map: %(n)s") % {"n": number_format(total, force_grouping=True)}
    if name == "from":
        return _("since %(day)s") % {"day": _day(values[0])}
    if name == "to":
        return _("until %(day)s") % {"day": _day(values[0])}
    if name == "q":
        return f"“{values[0]}”"
    if name == "status" and set(values) == {state.name for state in asked.kind.workflow.states}:
        return _("any status")
    if name in parts.words or name == "area":
        return ""
    field, label = asked.layer.filters[name], str(parts.labels.get(name, name))
    if isinstance(field, Flag):
        return label
    if isinstance(field, Day):
        return f"{label}: {_day(values[0])}"
    return f"{label}: {values[0]}"


def _without(asked: Asked, name: str, value: str) -> str:
    return asked.with_values(**{name: tuple(one for one in asked.values[name] if one != value)}).url()


def _day(day: str) -> str:
    return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class Preset:
    """A ready-made age."""

    words: str
    url: str
    is_current: bool


def age_presets(asked: Asked) -> Iterable[Preset]:
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
        chosen = asked.with_values(**{"from": (), "to": ()} if is_current else {"from": (), "to": (), **values})
        yield Preset(words, chosen.url(), is_current)
