"""Which moves a person may make now: the workflow and the policy, asked together."""

from typing import Any

from cityops.agencies import hands
from cityops.features.workflow import Move
from cityops.policy.decide import allowed
from cityops.reports.actions.reporter import may_reopen
from cityops.reports.models import Report
from cityops.reports.policy import KIND
from cityops.reports.workflow import IN_PROGRESS, NEW, ROUTED, WORKFLOW

# What is used most stands first; the rest of a long row goes behind "more".
ORDER = (
    "answer", "route", "resolve", "ask", "note", "start", "accept", "take", "assign", "return", "reject", "archive",
    "hide", "unhide", "reopen",
)  # fmt: skip


def moves_for(user: Any, report: Report) -> list[Move]:
    """Return the moves of staff that `user` may make on the report as it stands, what is next first."""
    moves = [
        move
        for move in WORKFLOW.moves_from(report.state)
        if not (move.by_reporter or move.by_system)
        and makes_sense(move.verb, report)
        and allowed(user, KIND, move.verb, report)
    ]
    ahead = next_verb(report)
    return sorted(moves, key=lambda move: (move.verb != ahead, ORDER.index(move.verb)))


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
