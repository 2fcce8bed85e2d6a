"""The same move of many features: looked at before, made in one transaction, taken back together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk_form import Chosen
from cityops.agencies.colleagues import hold_people
from cityops.agencies.hands import IsSoAlready
from cityops.agencies.moves import StaffMoves
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
class Bulk(Generic[M]):
    """What a kind says of moves of many.

    moves: those of one feature. verbs: which of them, in the order in which they are offered. rows: those that a person
    may see, with all that the actions read of them. form: of a move of many (`bulk_form.py`). is_meant: whether whoever
    chose many means this one as well; a move that would change nothing is meant of none.
    """

    moves: StaffMoves[M]
    verbs: tuple[str, ...]
    rows: Callable[[User], QuerySet[M]]
    form: type[MoveForm]
    is_meant: Callable[[str, M], bool] = _always

    def moves_for(self, user: Any) -> list[Move]:
        """Return the moves that a person may make on some feature at least."""
        workflow = self.rows(user).model.workflow
        return [workflow.move(verb) for verb in self.verbs if allowed_anywhere(user, self.moves.kind, verb)]

    def form_of(self, data: Any, move: Move, rows: QuerySet[M]) -> MoveForm:
        """Return the form of a move for what a person has chosen."""
        return self.form(data, move=move, feature=Chosen.of(rows))

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
        def move(feature: M) -> None:
            if not (self.moves.makes_sense(verb, feature) and self.is_meant(verb, feature)):
                raise IsSoAlready
            self.moves.make(verb, actor=actor, pk=feature.pk, seen=seen[feature.code], **given)

        return move
