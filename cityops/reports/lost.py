"""What happens to reports that new boundaries leave in no area."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from cityops.areas.actions import on_lost
from cityops.features.history import record
from cityops.reports.actions.move import CHANGED_BY_MOVES, begin
from cityops.reports.models import Report
from cityops.reports.workflow import NEW, OPEN_STATES


@transaction.atomic
def give_to_dispatcher(actor: AbstractBaseUser | None, ids: Sequence[int]) -> None:
    """Take open reports from their agency and put them before the dispatcher, as if they had just come in.

    Ended ones stay ended; the mark that they lost their area is in the list of both.
    """
    lost = Report.objects.select_for_update(of=("self",)).select_related("category", "agency").filter(pk__in=ids)
    for report in lost.filter(state__in=OPEN_STATES):
        before, agency = report.state, report.agency_id
        report.agency = report.assignee = None
        begin(report, NEW)
        report.version += 1
        report.save(update_fields=CHANGED_BY_MOVES)
        record(report, "to_dispatcher", actor=actor, from_state=before, to_state=NEW, from_agency=agency)


def register_lost() -> None:
    """Tell the areas whom to give lost reports to."""
    on_lost(Report._meta.label, give_to_dispatcher)
