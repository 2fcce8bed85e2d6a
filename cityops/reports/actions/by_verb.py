"""The verbs of staff by name, for those who make whichever move was asked for."""

from collections.abc import Callable
from typing import Any

from cityops.accounts.models import User
from cityops.errors import NotFound
from cityops.reports.actions import assign, publish, staff
from cityops.reports.models import Report

BY_VERB: dict[str, Callable[..., Report]] = {
    "accept": staff.accept_report,
    "route": staff.route_report,
    "take": assign.take_report,
    "assign": assign.assign_report,
    "return": staff.return_report,
    "start": staff.start_report,
    "ask": staff.ask_reporter,
    "answer": staff.answer_report,
    "note": staff.note_report,
    "resolve": staff.resolve_report,
    "reject": staff.reject_report,
    "archive": staff.archive_report,
    "reopen": staff.reopen_report,
    "hide": publish.hide_report,
    "unhide": publish.unhide_report,
}


def make_move(verb: str, *, actor: User, pk: int, seen: int | None, **given: Any) -> Report:
    """Make the move of that name. Raises NotFound for a verb that staff do not have, and what the action raises."""
    if verb not in BY_VERB:
        raise NotFound
    return BY_VERB[verb](actor=actor, pk=pk, seen=seen, **given)
