"""Taking a move back: one way for every kind that says what its moves are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.leavers import lay_down_if_left
from cityops.errors import CityError, NotFound
from cityops.features.gathering import Together, each_of, later, save
from cityops.features.history import record
from cityops.features.models import HistoryEvent, UndoStep
from cityops.features.undo import PATIENCE, SHOWN_S, NothingToUndo, last_step_of, put_back
from cityops.features.worked import Worked
from cityops.policy.decide import allowed

M = TypeVar("M", bound=Worked)
_COUNTS_ON = ("version", "updated_at")


def undone_columns(changed: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is put back of the columns that moves write: not what counts changes, which goes on."""
    return tuple(name for name in changed if name not in _COUNTS_ON)


def _at_any_time() -> None:
    """Wait for nobody: a move changes its own feature alone."""


def _withdraw(said: list[tuple[type[Model], int]]) -> None:
    """Withdraw what was said of some features of one kind."""
    model, _number = said[0]
    model._default_manager.filter(pk__in=[number for _model, number in said]).update(withdrawn_at=timezone.now())


@dataclass(frozen=True)
class Undo(Generic[M]):
    """What a kind says of taking its moves back.

    kind: of the policy. rows: all of them, whoever asks. changed: the columns that moves write. stale: the fault that
    names who came after. beside: withdraws mail that has not left, and puts back what the move changed in other tables.
    said: by which name history tells of what was said, and where that is; it is withdrawn. take_turn: where moves of
    one feature may change others; before any row is locked.
    """

    kind: str
    rows: Callable[[], QuerySet[M]]
    changed: tuple[str, ...]
    stale: Callable[[M, User], CityError]
    beside: Callable[[M, HistoryEvent, UndoStep], None]
    said: tuple[str, type[Model]] | None = None
    take_turn: Callable[[], None] = _at_any_time

    @transaction.atomic
    def take_back(self, *, actor: User, code: str) -> M:
        """Take back the last move of the actor's on a feature, while it is young and nobody has come after.

        The feature is what it was before. Who sent it out of their own sight may call it back. Raises NotFound,
        NothingToUndo, and what `stale` gives.
        """
        self.take_turn()
        found = self.rows().select_for_update(of=("self",)).filter(code=code).first()
        if found is None:
            raise NotFound
        step = self._step(actor, found)
        self._put_back(actor, found, step, HistoryEvent.objects.get(pk=step.event_id))
        step.delete()
        return found

    @transaction.atomic
    def take_back_together(self, *, actor: User, batch: UUID) -> Together[M]:
        """Take back what the actor's moves of a batch changed, but for what somebody has changed since.

        Raises NothingToUndo where there is none of them, or where they were made too long ago.
        """
        self.take_turn()
        kind = self.rows().model._meta.label
        steps = {step.object_id: step for step in UndoStep.objects.filter(kind=kind, batch=batch, actor=actor)}
        if not steps or timezone.now() - next(iter(steps.values())).at > PATIENCE:
            raise NothingToUndo(seconds=SHOWN_S)
        events = HistoryEvent.objects.in_bulk([step.event_id for step in steps.values()])
        rows = list(self.rows().filter(pk__in=steps).order_by("pk").select_for_update(of=("self",)))

        def put_back_one(found: M) -> None:
            step = steps[found.pk]
            self._put_back(actor, found, step, events[step.event_id])

        together = each_of(rows, put_back_one)
        UndoStep.objects.filter(kind=kind, batch=batch, object_id__in=[one.pk for one in together.changed]).delete()
        return together

    def _put_back(self, actor: User, found: M, step: UndoStep, event: HistoryEvent) -> None:
        """Make a locked feature what it was before a step."""
        if found.version != step.version:
            raise self.stale(found, actor)
        state, had = found.state, found.assignee_id
        put_back(found, step)
        if found.assignee_id != had:  # whoever still has it is asked by who ends their roles, and waits for us
            lay_down_if_left(found)
        if not allowed(actor, self.kind, event.verb, found):
            raise NotFound  # their role has changed meanwhile
        found.version += 1
        save(found, self.changed)
        self._unsay(event)
        self.beside(found, event, step)
        record(
            found,
            "undo",
            actor=actor,
            from_state=state,
            to_state=found.state,
            undoes=event.pk,
            agency=found.agency_id,
            version=found.version,
        )

    def _unsay(self, event: HistoryEvent) -> None:
        if self.said and (number := event.data.get(self.said[0])):
            later(_withdraw, (self.said[1], number))

    def _step(self, actor: User, found: M) -> UndoStep:
        try:
            return last_step_of(actor, found)
        except NothingToUndo:
            if not allowed(actor, self.kind, "view", found):
                raise NotFound from None
            raise
