"""What every move shares, in this order: lock, policy, version, rule; then write, history and outbox."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.agencies.typed import is_kept
from cityops.agencies.undo import undone_columns
from cityops.agencies.working_time import WorkingCalendar
from cityops.errors import CityError, NotFound
from cityops.features.gathering import held, insert, save
from cityops.features.history import record
from cityops.features.models import HistoryEvent
from cityops.features.undo import columns_of, remember
from cityops.features.workflow import Move
from cityops.policy.decide import check
from cityops.policy.registry import grants_of
from cityops.reports.life import PUBLISHES, Clock, after, begun
from cityops.reports.models import Reply, Report
from cityops.reports.policy import KIND
from cityops.reports.queries import reports_visible_to
from cityops.reports.story import TELLER
from cityops.reports.workflow import WORKFLOW
from cityops.web.once import once_a_request

# Never the place: the database would look for the area anew at each note.
CHANGED_BY_MOVES = (
    "state",
    "agency",
    "assignee",
    "due_at",
    "days_left",
    "asked_from",
    "reply_by",
    "escalated",
    "reopened_at",
    "accepted_at",
    "held_at",
    "hidden_at",
    "hidden_reason",
    "outcome",
    "outcome_date",
    "closed_at",
    "version",
    "updated_at",
)

UNDONE = undone_columns(CHANGED_BY_MOVES)


class StaleReport(CityError):
    """Someone else changed the report since the actor looked at it."""

    code, status = "stale_report", 409
    text = _("%(who)s changed this report in the meantime (%(what)s). Look at it as it is now, then decide again.")
    text_with_words = _(
        "%(who)s changed this report in the meantime (%(what)s). What you typed is kept: look, then send again."
    )


def locked_for(actor: User, pk: int, verb: str, seen: int | None, given: dict[str, Any]) -> tuple[Report, Move]:
    """Return the report, locked, and the move that `actor` may make on it with what is `given`.

    seen: the version the actor was looking at (None: not asked). Raises NotFound, NotAllowed, StaleReport,
    MoveNotAllowed, Missing.
    """
    if (report := held(Report, pk)) is None:
        visible = reports_visible_to(actor).select_related("category", "agency").select_for_update(of=("self",))
        report = visible.filter(pk=pk).first()
    if report is None:
        raise NotFound
    check(actor, KIND, verb, report)  # after the lock: agency and area may have changed while we waited
    if seen is not None and seen != report.version:
        raise stale(report, actor, is_kept=is_kept(given))
    move = WORKFLOW.check(verb, report.state, [name for name, value in given.items() if value])
    report.before_move = columns_of(report, UNDONE)
    return report, move


def stale(report: Report, actor: User, *, is_kept: bool = False) -> StaleReport:
    """Return the fault that says who did what last. is_kept: whether what they typed is still there."""
    text = StaleReport.text_with_words if is_kept else None
    return StaleReport(text, **TELLER.last_change(report, actor), version=report.version, state=report.state)


def clock_of(report: Report) -> Clock:
    """Return where a report stands in time."""
    return Clock(
        state=report.state,
        due_at=report.due_at,
        closed_at=report.closed_at,
        days_left=report.days_left,
        asked_from=report.asked_from,
        reply_by=report.reply_by,
    )


def set_clock(report: Report, clock: Clock) -> None:
    """Put a report where it now stands in time; whoever was told that it was late is told anew of a new date."""
    if clock.due_at != report.due_at:
        report.escalated = 0
    report.state, report.due_at, report.closed_at = clock.state, clock.due_at, clock.closed_at
    report.days_left, report.asked_from, report.reply_by = clock.days_left, clock.asked_from, clock.reply_by


def begin(report: Report, state: str) -> None:
    """Start the clock of an open state, now."""
    calendar = WorkingCalendar.of(report.agency)
    clock = begun(state, at=timezone.now(), target_days=report.category.target_days, calendar=calendar)
    set_clock(report, clock)


def carry_out(
    report: Report,
    move: Move,
    *,
    actor: User | None,
    is_public: bool = False,
    **data: object,
) -> HistoryEvent:
    """Put the report into the state the move leads to, keep its clock, count its version, and write history."""
    before, now = report.state, timezone.now()
    then = after(
        move.verb,
        clock_of(report),
        at=now,
        target_days=report.category.target_days,
        has_agency=report.agency_id is not None,
        calendar=WorkingCalendar.of(report.agency),
    )
    report.version += 1
    set_clock(report, then)
    if move.verb in PUBLISHES:
        report.accepted_at, report.held_at = report.accepted_at or now, None
    save(report, CHANGED_BY_MOVES)
    data = {"agency": report.agency_id, **data}  # whose it was then: a page years later must not name today's
    event = record(
        report, move.verb, actor=actor, from_state=before, to_state=report.state, is_public=is_public, **data
    )
    if report.before_move is not None:
        remember(report, event, report.before_move, version=report.version)
    return event


def say(report: Report, *, actor: User | None, verb: str, text: str, is_public: bool) -> Reply:
    """Add to the conversation, in the name of the agency that the actor works for."""
    return insert(
        Reply(
            report=report,
            side=Reply.Side.STAFF if actor else Reply.Side.REPORTER,
            author=actor,
            agency_id=_speaks_for(actor, report) if actor else None,
            verb=verb,
            text=text.strip(),
            is_public=is_public,
        )
    )


def _speaks_for(actor: User, report: Report) -> str | None:
    """Return the report's agency where the actor belongs to it, else the actor's own; a camat may have none."""
    own = [grant.agency for grant in grants_of(actor) if grant.agency]
    return report.agency_id if report.agency_id in own else next(iter(own), None)


@once_a_request
def agency_named(code: str | Agency) -> Agency:
    """Return an agency. Raises NotFound."""
    found = code if isinstance(code, Agency) else Agency.objects.filter(pk=code).first()
    if found is None:
        raise NotFound
    return found
