"""Whose work a report is: taken, given to a colleague, or laid down."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.colleagues import workers_of
from cityops.errors import CityError
from cityops.reports.actions.move import carry_out, locked_for
from cityops.reports.models import Report

NOBODY = "nobody"


class NotAColleague(CityError):
    """A report was given to somebody who does not work where it lies."""

    code, status = "not_a_colleague", 422
    text = _("Choose somebody who works for the report’s agency in its area.")


@transaction.atomic
def take_report(*, actor: User, report_id: int, seen: int | None = None) -> Report:
    """Make a report one's own work. Raises NotAColleague as well."""
    report, move = locked_for(actor, report_id, "take", seen, {})
    before, report.assignee = report.assignee_id, _colleague(report, actor.username)
    carry_out(report, move, actor=actor, before=before, assignee=actor.pk)
    return report


@transaction.atomic
def assign_report(*, actor: User, report_id: int, assignee: str, seen: int | None = None) -> Report:
    """Make a report the work of somebody of its agency, by sign-in name; of nobody. Raises NotAColleague as well."""
    report, move = locked_for(actor, report_id, "assign", seen, {"assignee": assignee})
    before = report.assignee_id
    report.assignee = None if assignee == NOBODY else _colleague(report, assignee)
    carry_out(report, move, actor=actor, before=before, assignee=report.assignee_id)
    return report


def _colleague(report: Report, name: str) -> User:
    for person in workers_of(report.agency_id, report.area_id):
        if person.username == name:
            return person
    raise NotAColleague
