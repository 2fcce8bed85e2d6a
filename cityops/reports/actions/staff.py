"""The verbs of staff. Each takes the actor first and `seen`, the version the actor was looking at."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cityops.accounts.models import User
from cityops.agencies.hands import begun_by
from cityops.agencies.leavers import lay_down_if_left
from cityops.agencies.models import Agency
from cityops.errors import CityError
from cityops.notifications.models import What
from cityops.reports.actions.move import agency_named, carry_out, locked_for, say
from cityops.reports.actions.notify import tell_officer, tell_reporter
from cityops.reports.actions.photo import attach_after
from cityops.reports.actions.reporter import TooLateToReopen, may_reopen
from cityops.reports.models import Report
from cityops.reports.workflow import REOPEN_WITHIN_DAYS, Outcome


class SameAgency(CityError):
    """A report was forwarded to the agency that has it."""

    code, status = "same_agency", 422
    text = _("This agency has the report already. Choose another one.")


class NobodysReport(CityError):
    """A report was taken on that no agency has."""

    code, status = "nobodys_report", 422
    text = _("No agency has this report yet. Forward it to one first.")


class PlannedDate(CityError):
    """ "Planned" was chosen without a date to come."""

    code, status = "planned_date", 422
    text = _("Say when: a planned solution needs a date that is still to come.")


@transaction.atomic
def accept_report(*, actor: User, pk: int, seen: int | None = None) -> Report:
    """Verify a report and take it on for its agency; the reporter's words and photos become public."""
    report, move = locked_for(actor, pk, "accept", seen, {})
    if report.agency_id is None:
        raise NobodysReport
    carry_out(report, move, actor=actor, is_public=True)
    return report


@transaction.atomic
def route_report(*, actor: User, pk: int, agency: str | Agency, reason: str, seen: int | None = None) -> Report:
    """Hand a report to another agency (disposisi) and restart the clock of its first answer."""
    report, move = locked_for(actor, pk, "route", seen, {"agency": agency, "reason": reason.strip()})
    to, before = agency_named(agency), report.agency_id
    if to.pk == before:
        raise SameAgency
    note = say(report, actor=actor, verb="route", text=reason, is_public=False)
    report.agency, report.assignee = to, None
    carry_out(report, move, actor=actor, is_public=True, from_agency=before, agency=to.pk, reply=note.pk)
    return report


@transaction.atomic
def return_report(*, actor: User, pk: int, reason: str, seen: int | None = None) -> Report:
    """Give a report back to the dispatcher, who finds another agency for it; nobody has it until then."""
    report, move = locked_for(actor, pk, "return", seen, {"reason": reason.strip()})
    before = report.agency_id
    note = say(report, actor=actor, verb="return", text=reason, is_public=False)
    report.agency = report.assignee = None
    carry_out(report, move, actor=actor, is_public=True, from_agency=before, reply=note.pk)
    return report


@transaction.atomic
def start_report(*, actor: User, pk: int, seen: int | None = None) -> Report:
    """Begin the work; from now on the category's own target counts."""
    report, move = locked_for(actor, pk, "start", seen, {})
    if report.agency_id is None:
        raise NobodysReport
    carry_out(report, move, actor=actor, is_public=True, **begun_by(report, actor))
    tell_reporter(report, "started")
    return report


@transaction.atomic
def ask_reporter(*, actor: User, pk: int, text: str, seen: int | None = None) -> Report:
    """Ask the reporter for what is missing; the clock stands still until they reply."""
    report, move = locked_for(actor, pk, "ask", seen, {"text": text.strip()})
    reply = say(report, actor=actor, verb="ask", text=text, is_public=True)
    carry_out(report, move, actor=actor, is_public=True, reply=reply.pk)
    tell_reporter(report, "asked", text=reply.text)
    return report


@transaction.atomic
def answer_report(*, actor: User, pk: int, text: str, seen: int | None = None) -> Report:
    """Say something to the reporter and to everyone; the first answer to a forwarded report begins the work on it."""
    report, move = locked_for(actor, pk, "answer", seen, {"text": text.strip()})
    reply = say(report, actor=actor, verb="answer", text=text, is_public=True)
    carry_out(report, move, actor=actor, is_public=True, reply=reply.pk)
    tell_reporter(report, "answered", text=reply.text)
    return report


@transaction.atomic
def note_report(*, actor: User, pk: int, text: str, seen: int | None = None) -> Report:
    """Write a note that only staff can read."""
    report, move = locked_for(actor, pk, "note", seen, {"text": text.strip()})
    note = say(report, actor=actor, verb="note", text=text, is_public=False)
    carry_out(report, move, actor=actor, reply=note.pk)
    return report


@transaction.atomic
def resolve_report(
    *,
    actor: User,
    pk: int,
    outcome: str,
    text: str,
    outcome_date: date | None = None,
    photos_under: UUID | None = None,
    seen: int | None = None,
) -> Report:
    """End the work with an outcome and an answer. Raises PlannedDate as well.

    photos_under: the key under which photos of the result were received; they are public with the answer.
    """
    given = {"outcome": outcome in Outcome.values, "text": text.strip()}
    report, move = locked_for(actor, pk, "resolve", seen, given)
    if outcome == Outcome.PLANNED and (outcome_date is None or outcome_date <= timezone.localdate()):
        raise PlannedDate
    report.outcome = outcome
    report.outcome_date = outcome_date if outcome == Outcome.PLANNED else None
    reply = say(report, actor=actor, verb="resolve", text=text, is_public=True)
    photos = attach_after(report, photos_under)
    shown = {"photos": photos} if photos else {}
    carry_out(report, move, actor=actor, is_public=True, reply=reply.pk, outcome=outcome, **shown)
    tell_reporter(report, "resolved", text=reply.text)
    return report


@transaction.atomic
def reject_report(*, actor: User, pk: int, reason: str, responsible: str = "", seen: int | None = None) -> Report:
    """Say that this is not the city's to solve (bukan wewenang), why, and who is responsible."""
    report, move = locked_for(actor, pk, "reject", seen, {"reason": reason.strip()})
    text = reason.strip()
    if responsible.strip():
        with override(settings.LANGUAGE_CODE):  # an answer is read by everyone: the city's language, not the officer's
            text += "\n\n" + str(_("Responsible: %(who)s")) % {"who": responsible.strip()}
    reply = say(report, actor=actor, verb="reject", text=text, is_public=True)
    carry_out(report, move, actor=actor, is_public=True, reply=reply.pk)
    tell_reporter(report, "rejected", text=reply.text)
    return report


@transaction.atomic
def archive_report(*, actor: User, pk: int, reason: str, seen: int | None = None) -> Report:
    """Put away a report that is too general, or no matter of government, and say why."""
    report, move = locked_for(actor, pk, "archive", seen, {"reason": reason.strip()})
    reply = say(report, actor=actor, verb="archive", text=reason, is_public=True)
    carry_out(report, move, actor=actor, is_public=True, reply=reply.pk)
    tell_reporter(report, "archived", text=reply.text)
    return report


@transaction.atomic
def reopen_report(*, actor: User, pk: int, reason: str, seen: int | None = None) -> Report:
    """Take an ended report up again. Raises TooLateToReopen as well."""
    report, move = locked_for(actor, pk, "reopen", seen, {"reason": reason.strip()})
    if not may_reopen(report):
        raise TooLateToReopen(days=REOPEN_WITHIN_DAYS)
    note = say(report, actor=actor, verb="reopen", text=reason, is_public=False)
    report.outcome, report.outcome_date, report.reopened_at = "", None, timezone.now()
    lay_down_if_left(report)
    carry_out(report, move, actor=actor, is_public=True, reply=note.pk)
    tell_officer(report, What.REOPENED, actor=actor)
    return report
