"""What staff do with the features of a kind: which moves they may make now, making one, and taking it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cityops.accounts.models import User
from cityops.agencies import hands
from cityops.agencies.undo import Undo
from cityops.errors import NotFound
from cityops.features.worked import Worked
from cityops.features.workflow import Move
from cityops.policy.decide import allowed

M = TypeVar("M", bound=Worked)


def _as_declared(_verb: str, _feature: Worked) -> int:
    return 0


@dataclass(frozen=True)
class StaffMoves(Generic[M]):
    """What a kind says of the moves of staff; its page (`move_page.py`) and moves of many (`bulk.py`) are made of it.

    kind: of the policy. actions: by verb, all that staff have; each takes actor, pk, seen and what was given.
    makes_sense: whether a move would change anything. order: what a move is sorted by, what comes first being offered
    first; without it they stand as the workflow declares them.
    """

    kind: str
    actions: Mapping[str, Callable[..., M]]
    undo: Undo[M]
    makes_sense: Callable[[str, M], bool] = hands.makes_sense
    order: Callable[[str, M], Any] = _as_declared

    def open_to(self, user: Any, feature: M) -> list[Move]:
        """Return the moves that `user` may make on the feature as it stands, what is next first."""
        found = [
            move
            for move in feature.workflow.moves_from(feature.state)
            if move.verb in self.actions
            and self.makes_sense(move.verb, feature)
            and allowed(user, self.kind, move.verb, feature)
        ]
        return sorted(found, key=lambda move: self.order(move.verb, feature))

    def make(self, verb: str, *, actor: User, pk: int, seen: int | None, **given: Any) -> M:
        """Make the move of that name. Raises NotFound for a verb that staff do not have, and what the action raises."""
        if verb not in self.actions:
            raise NotFound
        return self.actions[verb](actor=actor, pk=pk, seen=seen, **given)
