"""The parts of the filter panel: what a kind says of its own keys, and what every kind is asked alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cityops.agencies.queries import all_agencies
from cityops.desk.work_filter import Asked
from cityops.features.work import Control
from layers.filters import Day, Flag

OVERDUE = Control("overdue", _("Overdue"))


@dataclass(frozen=True)
class Option:
    """One check box."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Part:
    """One key of the filter as it is drawn: "list" (groups of options under headings), "flag", "date" or "text"."""

    name: str
    label: str
    draws: str
    value: str
    is_folded: bool
    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()


@dataclass(frozen=True)
class Parts:
    """All parts for one reader, in the order of the panel, and what the values of lists are called."""

    lists: list[Part]
    status: list[Part]
    flags: list[Part]
    fields: list[Part]
    folded: list[Part]
    words: dict[str, dict[str, str]]
    labels: dict[str, Any]

    @property
    def drawn(self) -> tuple[Part, ...]:
        """All that the panel draws."""
        return (*self.lists, *self.status, *self.flags, *self.fields, *self.folded)


def parts_of(user: Any, asked: Asked) -> Parts:
    """Return the panel of a kind; each list of choices is asked once."""
    own = asked.kind.controls
    known = (OVERDUE, *own, _status(asked), _agency(asked))
    controls = {one.name: one for one in known if one.name in asked.layer.filters}
    choices = {name: _grouped(one.choices()) for name, one in controls.items() if one.choices}
    drawn = [_part(asked, one, choices.get(one.name, ())) for one in controls.values() if one.concerns(user)]
    lists = [part for part in drawn if part.draws == "list" and not part.is_folded]
    return Parts(
        lists=[part for part in lists if part.name != "status"],
        status=[part for part in lists if part.name == "status"],
        flags=[part for part in drawn if part.draws == "flag"],
        fields=[part for part in drawn if part.draws in {"date", "text"}],
        folded=sorted((part for part in drawn if part.is_folded), key=lambda part: part.name != "agency"),
        words={name: {value: word for _, group in groups for value, word in group} for name, groups in choices.items()},
        labels={name: one.label for name, one in controls.items()},
    )


def _status(asked: Asked) -> Control:
    states = sorted(asked.kind.workflow.states, key=lambda state: not state.is_open)
    return Control("status", _("Status"), lambda: [(state.name, state.label) for state in states])


def _agency(asked: Asked) -> Control:
    def agencies() -> Iterable[tuple[Any, Any]]:
        return [(agency.pk, agency.short_name) for agency in all_agencies()]

    return Control("agency", _("Agency"), agencies, is_folded=True, concerns=asked.kind.sees_agencies)


Groups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _grouped(choices: Iterable[tuple[Any, Any]]) -> Groups:
    """Return choices as groups; those without a heading are one group whose heading is empty."""
    alone: list[tuple[str, str]] = []
    groups: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for value, word in choices:
        if isinstance(word, list | tuple):
            groups.append((str(value), tuple((str(one), str(its)) for one, its in word)))
        else:
            alone.append((str(value), str(word)))
    return (*((("", tuple(alone)),) if alone else ()), *groups)


def _part(asked: Asked, control: Control, groups: Groups) -> Part:
    chosen = asked.values.get(control.name, ())
    return Part(
        name=control.name,
        label=str(control.label),
        draws=_draws(asked, control),
        value=chosen[0] if chosen else "",
        is_folded=control.is_folded,
        groups=tuple(
            (heading, tuple(Option(value, word, value in chosen) for value, word in options))
            for heading, options in groups
        ),
    )


def _draws(asked: Asked, control: Control) -> str:
    if control.choices:
        return "list"
    field = asked.layer.filters[control.name]
    if isinstance(field, Flag):
        return "flag"
    return "date" if isinstance(field, Day) else "text"
