"""Hiding a report from the public, and showing it again."""

from django.db import transaction
from django.utils import timezone

from cityops.accounts.models import User
from cityops.features.workflow import MoveNotAllowed
from cityops.reports.actions.move import carry_out, locked_for
from cityops.reports.models import Report


@transaction.atomic
def hide_report(*, actor: User, pk: int, reason: str, seen: int | None = None) -> Report:
    """Take a report off the public map, page and photos too; the reason is for staff."""
    report, move = locked_for(actor, pk, "hide", seen, {"reason": reason.strip()})
    if report.hidden_at:
        raise MoveNotAllowed(state=report.status_label(), verb="hide")
    report.hidden_at, report.hidden_reason = timezone.now(), reason.strip()[:300]
    carry_out(report, move, actor=actor)
    return report


@transaction.atomic
def unhide_report(*, actor: User, pk: int, seen: int | None = None) -> Report:
    """Undo hiding."""
    report, move = locked_for(actor, pk, "unhide", seen, {})
    if not report.hidden_at:
        raise MoveNotAllowed(state=report.status_label(), verb="unhide")
    report.hidden_at, report.hidden_reason = None, ""
    carry_out(report, move, actor=actor)
    return report
