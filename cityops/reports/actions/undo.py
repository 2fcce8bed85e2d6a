"""Taking back what was just done with a report."""

from django.db import transaction
from django.utils import timezone

from cityops.accounts.models import User
from cityops.errors import NotFound
from cityops.features.history import record
from cityops.features.models import HistoryEvent
from cityops.features.undo import NothingToUndo, last_step_of, put_back
from cityops.notifications.outbox import forget_messages
from cityops.policy.decide import allowed
from cityops.reports.actions.move import CHANGED_BY_MOVES, stale
from cityops.reports.actions.notify import message_subject
from cityops.reports.models import Reply, Report
from cityops.reports.policy import KIND


@transaction.atomic
def undo_move(*, actor: User, code: str) -> Report:
    """Take back the last move of the actor's on a report, while it is young and nobody has come after.

    The report is what it was before; what was said is withdrawn, and mail about it that has not left does not leave.
    Who sent a report out of their own sight may call it back. Raises NotFound, NothingToUndo, StaleReport.
    """
    report = Report.objects.select_related("category", "agency").select_for_update(of=("self",)).filter(code=code)
    found = report.first()
    if found is None:
        raise NotFound
    try:
        step = last_step_of(actor, found)
    except NothingToUndo:
        if not allowed(actor, KIND, "view", found):
            raise NotFound from None
        raise
    event = HistoryEvent.objects.get(pk=step.event_id)
    if found.version != step.version:
        raise stale(found, actor, has_words=False)
    state = found.state
    put_back(found, step)
    if not allowed(actor, KIND, event.verb, found):
        raise NotFound  # their role has changed meanwhile
    found.version += 1
    found.save(update_fields=CHANGED_BY_MOVES)
    Reply.objects.filter(pk=event.data.get("reply")).update(withdrawn_at=timezone.now())
    forget_messages([message_subject(found.pk)], since=step.at)
    record(found, "undo", actor=actor, from_state=state, to_state=found.state, undoes=event.pk, agency=found.agency_id)
    step.delete()
    return found
