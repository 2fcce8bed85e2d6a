"""What a move makes of a report: one pure rule, for the actions and for the demo city that lives a year of them."""

from dataclasses import dataclass
from datetime import datetime

from cityops.reports.workflow import NEW, OPEN_STATES, ROUTED, WAITING, WORKFLOW

# Verbs after which the reporter's words and photos are public: an officer has read them and taken the report on.
PUBLISHES = frozenset({"accept", "start", "resolve"})


@dataclass(frozen=True)
class After:
    """The state a move leads to, whether its clock starts anew, and when the report ended (None: it has not)."""

    state: str
    restarts_clock: bool
    closed_at: datetime | None


def after(
    verb: str,
    *,
    state: str,
    at: datetime,
    has_agency: bool,
    closed_at: datetime | None = None,
    asked_from: str | None = None,
) -> After:
    """Return what `verb`, made at `at`, makes of a report in `state`.

    A reply takes a waiting report back to where it was asked from. What is forwarded to nobody, since no agency has
    the report (a rejected one that is reopened), is new again and the dispatcher's.
    """
    target = WORKFLOW.move(verb).target or state
    if verb == "reply" and state == WAITING:
        target = asked_from or (ROUTED if has_agency else NEW)
    if target == ROUTED and not has_agency:
        target = NEW
    restarts = target != state or verb == "route"
    if target in OPEN_STATES:
        closed_at = None
    elif closed_at is None or verb == "close":  # the days to reopen count from the closing
        closed_at = at
    return After(target, restarts, closed_at)
