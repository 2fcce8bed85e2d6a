"""The same move of many features: looked at before, made in one transaction, taken back together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise

from cityops.accounts.models import User
from cityops.agencies.bulk_form import Chosen
from cityops.agencies.colleagues import hold_people
from cityops.agencies.hands import IsSoAlready
from cityops.agencies.moves import StaffMoves
from cityops.errors import CityError
from cityops.features.gathering import Together, each_of
from cityops.features.move_form import MoveForm
from cityops.features.worked import Worked
from cityops.features.workflow import Move
from cityops.policy.decide import allowed_anywhere

M = TypeVar("M", bound=Worked)
MOST = 2000
"""Features of one move: it takes some seconds, in which they are locked."""


def _always(_verb: str, _feature: Worked) -> bool:
    return True


@dataclass(frozen=True)
class Aside(Generic[M]):
    """Features that some moves of many leave as they are unless the officer says "those, too".

    name: of that tick in the form, label: its words, heading: over those that are changed all the same. verbs: of which
    moves; is_so: which features; fault: what stands against them meanwhile.
    """

    name: str
    label: Promise
    heading: Promise
    verbs: frozenset[str]
    is_so: Callable[[M], bool]
    fault: type[CityError]


def nothing_to_heed(_verb: str, _changed: Sequence[Any]) -> str:
    """Return no words: for kinds whose moves of many lack nothing that the single ones have."""
    return ""


@dataclass(frozen=True)
class Bulk(Generic[M]):
    """What a kind says of moves of many.

    moves: those of one feature. verbs: which of them, in the order in which they are offered. rows: those that a person
    may see, with all that the actions read of them. form: of a move of many (`bulk_form.py`). is_meant: whether whoever
    chose many means this one as well; a move that would change nothing is meant of none. aside: what is left unless
    asked for. heed: what is to be told, in words, before a move is made of these.
    """

    moves: StaffMoves[M]
    verbs: tuple[str, ...]
    rows: Callable[[User], QuerySet[M]]
    form: type[MoveForm]
    is_meant: Callable[[str, M], bool] = _always
    aside: Aside[M] | None = None
    heed: Callable[[str, Sequence[M]], str] = nothing_to_heed

    def moves_for(self, user: Any) -> list[Move]:
        """Return the moves that a person may make on some feature at least."""
        workflow = self.rows(user).model.workflow
        return [workflow.move(verb) for verb in self.verbs if allowed_anywhere(user, self.moves.kind, verb)]

    def form_of(self, data: Any, move: Move, rows: QuerySet[M]) -> MoveForm:
        """Return the form of a move for what a person has chosen."""
        form = self.form(data, move=move, feature=Chosen.of(rows))
        if aside := self.aside_of(move.verb):
            form.fields[aside.name] = forms.BooleanField(required=False, widget=forms.HiddenInput)
        return form

    def aside_of(self, verb: str) -> Aside[M] | None:
        """Return what a move leaves unless asked for."""
        return self.aside if self.aside and verb in self.aside.verbs else None

    def look_ahead(
        self, verb: str, *, actor: User, codes: Sequence[str], given: Mapping[str, Any]
    ) -> tuple[Together[M], dict[str, int]]:
        """Return what would come of a move as everything is now, and the versions of what would change.

        Nothing is written: what an action writes beside what is gathered is taken back.
        """
        rows = list(self.rows(actor).filter(code__in=codes).order_by("pk"))
        seen = {row.code: row.version for row in rows}
        with transaction.atomic():
            found = each_of(rows, self._move(verb, actor, seen, given), is_real=False)
            transaction.set_rollback(True)
        return found, {row.code: seen[row.code] for row in found.changed}

    @transaction.atomic
    def make(self, verb: str, *, actor: User, seen: Mapping[str, int], given: Mapping[str, Any]) -> Together[M]:
        """Make a move of each feature that may be moved and that nobody has changed. seen: the version of each code.

        Whoever may be given them is held first: who ends their roles takes the person first, and then their work.
        """
        hold_people({actor.username, str(given.get("assignee", ""))})
        found = self.rows(actor).filter(code__in=list(seen)).order_by("pk")  # in one order: no ring of waiting
        rows = list(found.select_for_update(of=("self",)))
        return each_of(rows, self._move(verb, actor, seen, given))

    def _move(self, verb: str, actor: User, seen: Mapping[str, int], given: Mapping[str, Any]) -> Callable[[M], object]:
        aside = self.aside_of(verb)
        said = {name: value for name, value in given.items() if aside is None or name != aside.name}
        leaves = aside is not None and not given.get(aside.name)

        def move(feature: M) -> None:
            if not (self.moves.makes_sense(verb, feature) and self.is_meant(verb, feature)):
                raise IsSoAlready
            if aside and leaves and feature.state in feature.workflow.move(verb).sources and aside.is_so(feature):
                raise aside.fault
            self.moves.make(verb, actor=actor, pk=feature.pk, seen=seen[feature.code], **said)

        return move
