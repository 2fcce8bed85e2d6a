"""What the person is told whose work a feature is; and what they were told of a move that is undone."""

from collections.abc import Mapping
from typing import Any

from cityops.features.models import HistoryEvent
from cityops.features.worked import Worked
from cityops.notifications.models import What
from cityops.notifications.notices import give_notice, take_back_notice

TOLD_BY: Mapping[str, What] = {"assign": What.ASSIGNED, "reopen": What.REOPENED}
"""Moves of staff, and what they tell."""


def tell_whose_work_it_is(feature: Worked, what: What, *, kind: str, actor: Any = None) -> None:
    """Tell whose work it is, if it is somebody's and not the actor's own doing."""
    give_notice([feature.assignee_id], what, kind=kind, code=feature.code, actor=actor)


def take_back_what_was_told(feature: Worked, event: HistoryEvent, *, kind: str) -> None:
    """Forget what was told of a move that is undone."""
    if (what := TOLD_BY.get(event.verb)) is not None:
        person = event.data.get("assignee", feature.assignee_id)
        take_back_notice(person, what, kind=kind, code=feature.code, since=event.at)
