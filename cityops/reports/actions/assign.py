"""Whose work a report is: taken, given to a colleague, or laid down."""

from django.db import transaction

from cityops.accounts.models import User
from cityops.agencies.hands import NotAColleague, hand_to
from cityops.notifications.models import What
from cityops.reports.actions.move import carry_out, locked_for
from cityops.reports.actions.notify import tell_officer
from cityops.reports.models import Report

__all__ = ["NotAColleague", "assign_report", "take_report"]


@transaction.atomic
def take_report(*, actor: User, pk: int, seen: int | None = None) -> Report:
    """Make a report one's own work. Raises NotAColleague as well."""
    report, move = locked_for(actor, pk, "take", seen, {})
    carry_out(report, move, actor=actor, **hand_to(report, actor.username))
    return report


@transaction.atomic
def assign_report(*, actor: User, pk: int, assignee: str, seen: int | None = None) -> Report:
    """Make a report the work of somebody of its agency, by sign-in name; of nobody. Raises NotAColleague as well."""
    report, move = locked_for(actor, pk, "assign", seen, {"assignee": assignee})
    carry_out(report, move, actor=actor, **hand_to(report, assignee))
    tell_officer(report, What.ASSIGNED, actor=actor)
    return report
