"""What makes a feature work for staff: a state, a clock, a version, and whose it is."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from cityops.features.models import GeoFeature
from cityops.features.secrets import new_salt
from cityops.features.workflow import State, Workflow


class Worked(GeoFeature):
    """A feature with a life that staff work off. A kind has a workflow, choices for the state, and an agency.

    due_at: end of the clock of the present state; none while it waits or is ended. version: counted by each change.
    """

    workflow: ClassVar[Workflow]
    link_name: ClassVar[str]  # of its secrets (`secrets.py`)
    agency_id: str | None  # agencies are of a floor above: each kind has the key itself, and asks for its own indexes

    state = models.CharField(max_length=12)
    # Whose work it is within the agency; nobody's until somebody takes it or is given it.
    assignee = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    secret_salt = models.CharField(max_length=16, default=new_salt)
    before_move: dict[str, Any] | None = None  # its columns when it was locked for a move, by which that can be undone
    beside_move: dict[str, Any] | None = None  # what lay in other tables then, as the kind spells it

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether work is left to do."""
        return self.state in self.workflow.open_states

    @property
    def is_overdue(self) -> bool:
        """Whether what is open is past its date; computed when asked, never stored."""
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @property
    def stage(self) -> State:
        """The state with its word and its sign."""
        return self.workflow.state(self.state)

    def status_label(self) -> str:
        """Return the state's word in the reader's language."""
        return str(self.stage.label)
