"""The verbs of staff by name, for whoever makes the one that was asked for."""

from collections.abc import Callable

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
