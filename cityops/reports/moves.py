"""The moves of staff on a report: which of them make sense, and which is offered first."""

from cityops.agencies import hands
from cityops.agencies.moves import StaffMoves
from cityops.reports.actions.by_verb import BY_VERB
from cityops.reports.actions.reporter import may_reopen
from cityops.reports.actions.undo import UNDO
from cityops.reports.models import Report
from cityops.reports.policy import KIND
from cityops.reports.workflow import IN_PROGRESS, NEW, ROUTED

# What is used most stands first; the rest of a long row goes behind "more".
ORDER = (
    "answer", "route", "resolve", "ask", "note", "start", "accept", "take", "assign", "return", "reject", "archive",
    "hide", "unhide", "reopen",
)  # fmt: skip


def next_verb(report: Report) -> str:
    """Return the move that takes the report on from where it is; empty where it is not for staff to go on."""
    if report.state == NEW:
        return "accept" if report.agency_id else "route"
    if report.state == ROUTED:
        return "start" if report.accepted_at else "accept"
    return "resolve" if report.state == IN_PROGRESS else ""


def makes_sense(verb: str, report: Report) -> bool:
    """Whether the move would change anything: what is accepted need not be accepted, what is hidden not be hidden."""
    if verb == "accept":
        is_news = report.state == NEW or report.accepted_at is None or report.held_at is not None
        return report.agency_id is not None and is_news
    if verb in ("start", "assign", "take"):
        return report.agency_id is not None and hands.makes_sense(verb, report)
    if verb == "reopen":
        return may_reopen(report)
    if verb == "hide":
        return report.hidden_at is None
    if verb == "unhide":
        return report.hidden_at is not None
    return True


def _order(verb: str, report: Report) -> tuple[bool, int]:
    """Return what a move is sorted by: what is next, then what is used most."""
    return verb != next_verb(report), ORDER.index(verb)


MOVES = StaffMoves(kind=KIND, actions=BY_VERB, undo=UNDO, makes_sense=makes_sense, order=_order)
