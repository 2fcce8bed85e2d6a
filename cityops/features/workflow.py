"""A workflow as data: states and moves that interface, API and tests all read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError


class MoveNotAllowed(CityError):
    """The feature is in a state that this move does not leave from."""

    code, status = "move_not_allowed", 409
    text = _("This cannot be done while the status is “%(state)s”. Reload to see what has changed.")


class Missing(CityError):
    """A move was made without something it needs."""

    code, status = "missing", 422
    text = _("Fill in “%(field)s”.")


@dataclass(frozen=True)
class State:
    """One stage of a feature's life.

    `is_open` counts as work still to be done; `clock` names the clock that sets `due_at` (None: no date). `mark`: whose
    sign and colour it has, of the status set that all kinds share (new, routed, in_progress, waiting, resolved, closed,
    rejected, archived); empty: it is one of them by its own name.
    """

    name: str
    label: Promise
    is_open: bool
    clock: str | None = None
    mark: str = ""

    @property
    def sign(self) -> str:
        """The sign of the status set that stands for it."""
        return self.mark or self.name


@dataclass(frozen=True)
class Move:
    """One verb: from which states, to which (None: stays), what must be given, and the key that triggers it.

    targets: where it leads to from some of its states, where that is another than `target`.
    """

    verb: str
    label: Promise
    sources: tuple[str, ...]
    target: str | None = None
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    key: str = ""
    by_reporter: bool = False
    by_system: bool = False
    targets: Mapping[str, str] = field(default_factory=dict)

    def leads_to(self, state: str) -> str:
        """Return the state that it leads to from a state."""
        return self.targets.get(state, self.target or state)


@dataclass(frozen=True)
class Workflow:
    """States and moves of one kind of feature.

    clock_days: working days of each clock; None: a number of the feature's own, of its category or its service.
    more_days: what else is counted in working days, in words.
    """

    states: tuple[State, ...]
    moves: tuple[Move, ...]
    field_labels: dict[str, Promise] = field(default_factory=dict)
    clock_days: Mapping[str, int | None] = field(default_factory=dict)
    more_days: tuple[tuple[Promise, int], ...] = ()

    def state(self, name: str) -> State:
        """Return the state of that name; KeyError when there is none."""
        return {state.name: state for state in self.states}[name]

    def move(self, verb: str) -> Move:
        """Return the move of that verb; KeyError when there is none."""
        return {move.verb: move for move in self.moves}[verb]

    def moves_from(self, state: str) -> list[Move]:
        """Return the moves that leave from a state, in declared order."""
        return [move for move in self.moves if state in move.sources]

    @property
    def verbs(self) -> frozenset[str]:
        """Names of all moves."""
        return frozenset(move.verb for move in self.moves)

    @cached_property
    def open_states(self) -> tuple[str, ...]:
        """Names of the states that count as open."""
        return tuple(state.name for state in self.states if state.is_open)

    def check(self, verb: str, state: str, given: Iterable[str]) -> Move:
        """Return the move if it may be made from `state` with the non-empty fields `given`.

        Raises MoveNotAllowed, Missing.
        """
        move = self.move(verb)
        if state not in move.sources:
            raise MoveNotAllowed(state=self.state(state).label, verb=verb)
        for need in move.needs:
            if need not in given:
                raise Missing(field=self.field_labels.get(need, need), name=need)
        return move
