"""What time does to reports."""

from django.db import transaction
from django.utils import timezone

from cityops.reports.actions.move import carry_out
from cityops.reports.models import Report
from cityops.reports.workflow import RESOLVED, WORKFLOW


@transaction.atomic
def close_finished(*, limit: int = 500) -> int:
    """Close what was resolved and not contradicted within its ten working days; each exactly once."""
    finished = (
        Report.objects.select_related("category")
        .select_for_update(of=("self",), skip_locked=True)
        .filter(state=RESOLVED, due_at__lt=timezone.now())
        .order_by("due_at")[:limit]
    )
    closed = list(finished)
    for report in closed:
        carry_out(report, WORKFLOW.move("close"), actor=None, is_public=True)
    return len(closed)
