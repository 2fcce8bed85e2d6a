"""The form of one move of many: what the kind's own form asks, and of whose work it is what fits some of them."""

from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cityops.agencies.colleagues import workers_for
from cityops.features import move_form
from cityops.features.workflow import Move
from layers.person_filter import NOBODY


@dataclass(frozen=True)
class Chosen:
    """Features that one move is made of, as its form knows them. agencies: who has them; states: that they are in."""

    rows: QuerySet[Any]
    agencies: frozenset[str]
    states: frozenset[str]
    version: int = 0

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Self:
        """Return what a form knows of some rows."""
        theirs = list(rows.order_by().prefetch_related(None).values_list("agency_id", "state").distinct())
        return cls(rows, frozenset(one for one, _state in theirs if one), frozenset(state for _one, state in theirs))

    @property
    def agency_id(self) -> str | None:
        """The agency that has all of them, if one has: its ready texts fit."""
        return next(iter(self.agencies)) if len(self.agencies) == 1 else None

    @property
    def state(self) -> str:
        """The state that all of them are in, if it is one."""
        return next(iter(self.states)) if len(self.states) == 1 else ""


class OfMany(move_form.MoveForm):
    """To derive a form for many from before the kind's own: `class BulkMoveForm(OfMany, MoveForm)`.

    chosen: what the move is to be made of.
    """

    def __init__(self, data: Any = None, *, move: Move, feature: Any) -> None:
        self.chosen: Chosen = feature
        super().__init__(data, move=move, feature=feature)

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return people to choose from that may have some of the features at least."""
        if name != "assignee":
            return super().field_of(name, feature)
        people = [(one.username, one.get_full_name()) for one in workers_for(feature.agencies)]
        return forms.ChoiceField(choices=[("", _("Choose…")), *people, (NOBODY, _("Nobody"))])
