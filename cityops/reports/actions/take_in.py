"""Reports of long ago are taken in, many at once: with their own dates, and without telling or hurrying anybody.

Why they are as they are stands in `docs/decisions/importing-rows.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.models import Category
from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.city import this_city
from cityops.areas.places import OutsideCity
from cityops.errors import CityError, NotAllowed
from cityops.features.codes import make_codes
from cityops.features.dates import is_day_alone
from cityops.features.models import HistoryEvent, PublicPrecision
from cityops.policy.decide import allowed
from cityops.reports.actions.send import CategoryClosed, Contact
from cityops.reports.life import Clock, begun
from cityops.reports.models import Report, ReportContact, ReportWords, Submission
from cityops.reports.policy import KIND
from cityops.reports.workflow import ARCHIVED, CLOSED, NEW, OPEN_STATES, REJECTED

TAKEN_STATES = (CLOSED, ARCHIVED, REJECTED, NEW)
EARLIEST = 1990
MOST_LETTERS = 4000  # of `ReportWords.text`


class InTheFuture(CityError):
    """A report of a day to come."""

    code, status = "in_the_future", 422
    text = _("The date %(day)s is still to come. Correct it; a report is sent before it is imported.")


class TooLongAgo(CityError):
    """A date that is surely a slip."""

    code, status = "too_long_ago", 422
    text = _("The date %(day)s is before %(year)s. Correct it.")


class NoWords(CityError):
    """Nothing that the reporter said."""

    code, status = "no_words", 422
    text = _("The text of the report is empty. Fill it in, or choose one text for all rows.")


class TooManyWords(CityError):
    """More than a report holds."""

    code, status = "too_many_words", 422
    text = _("The text has more than %(most)s characters. Shorten it.")


class EndedBeforeItBegan(CityError):
    """What is mended: the end of a report lay before its beginning."""

    code, status = "ended_before_it_began", 422
    text = _("The row ends before it begins; the report is taken in as ended on the day it began.")


@dataclass(frozen=True)
class Old:
    """A report of long ago. place: EPSG:4326, in the area; with is_only_desa it stands for all of that.

    key: of the row; the same one is taken in once. state: one of TAKEN_STATES. ended_at: None where it is not known.
    """

    key: UUID
    place: Point
    area: str
    category: Category
    text: str
    at: datetime
    state: str = CLOSED
    ended_at: datetime | None = None
    is_only_desa: bool = False
    contact: Contact = field(default_factory=Contact)

    @property
    def agency_id(self) -> str | None:
        """The agency that it is put down to."""
        agency = self.category.agency
        return agency.pk if agency and agency.is_ours else None

    @property
    def area_id(self) -> str:
        """The desa, as the policy asks for it."""
        return self.area

    @property
    def ends_before_it_begins(self) -> bool:
        """Whether the end lies before the beginning: by their days, where of one of them no time is known."""
        if self.ended_at is None:
            return False
        if is_day_alone(self.at) or is_day_alone(self.ended_at):
            return timezone.localdate(self.ended_at) < timezone.localdate(self.at)
        return self.ended_at < self.at


def check_old(actor: User, old: Old) -> None:
    """Raise what stands against a report beside what it says: NotAllowed."""
    if not allowed(actor, KIND, "import", old):
        raise NotAllowed


def check_category(category: Category) -> None:
    """Raise CategoryClosed where nothing is sent any more."""
    if not category.is_open:
        raise CategoryClosed(category=category.label, advice=category.advice)


def check_day(at: datetime) -> None:
    """Raise InTheFuture or TooLongAgo."""
    if at > timezone.now():
        raise InTheFuture(day=timezone.localdate(at).isoformat())
    if at.year < EARLIEST:
        raise TooLongAgo(day=timezone.localdate(at).isoformat(), year=EARLIEST)


def check_text(text: str) -> None:
    """Raise NoWords or TooManyWords."""
    if not text.strip():
        raise NoWords
    if len(text.strip()) > MOST_LETTERS:
        raise TooManyWords(most=MOST_LETTERS)


def taken_before(keys: Sequence[UUID]) -> dict[UUID, str]:
    """Return the codes of the reports that rows have made already, by their keys."""
    rows = Submission.objects.filter(pk__in=keys, report__isnull=False)
    return dict(rows.values_list("pk", "report__code"))


@transaction.atomic
def take_in_reports(*, actor: User, olds: Sequence[Old]) -> list[str]:
    """Write reports that all checks above let through, none of which is there yet; returns their codes in order.

    Nobody is told and nothing is late by it: what ended has no clock, and what is open has one that begins now. Words
    are for the staff until an officer accepts the report. Raises OutsideCity where outlines change meanwhile.
    """
    now = timezone.now()
    prefix = this_city().public_code_prefix
    codes = make_codes(
        prefix, len(olds), lambda drawn: Report.objects.filter(code__in=drawn).values_list("code", flat=True)
    )
    calendars: dict[str | None, WorkingCalendar] = {}
    reports = []
    for code, old in zip(codes, olds, strict=True):
        clock = _clock_of(old, now, calendars)
        reports.append(
            Report(
                code=code,
                geom=old.place,
                public_precision=PublicPrecision.AREA if old.is_only_desa else old.category.public_precision,
                kind=old.category.kind,
                category=old.category,
                agency_id=old.agency_id,
                created_at=old.at,
                state=clock.state,
                due_at=clock.due_at,
                closed_at=clock.closed_at,
            )
        )
    Report.objects.bulk_create(reports)
    if Report.objects.filter(pk__in=[report.pk for report in reports], area=None).exists():
        raise OutsideCity
    pairs = list(zip(reports, olds, strict=True))
    ReportWords.objects.bulk_create(ReportWords(report=report, text=old.text.strip()) for report, old in pairs)
    ReportContact.objects.bulk_create(
        ReportContact(report=report, name=old.contact.name, email=old.contact.email, phone=old.contact.phone)
        for report, old in pairs
        if old.contact.name or old.contact.email or old.contact.phone
    )
    Submission.objects.bulk_create(Submission(key=old.key, report=report) for report, old in pairs)
    HistoryEvent.objects.bulk_create(
        HistoryEvent(
            kind=Report._meta.label,
            object_id=report.pk,
            verb="import",
            actor=actor,
            to_state=report.state,
            is_public=True,
            data={"category": old.category.pk, "area": old.area, "sent": old.at.isoformat()},
        )
        for report, old in pairs
    )
    return codes


def _clock_of(old: Old, now: datetime, calendars: dict[str | None, WorkingCalendar]) -> Clock:
    if old.state not in OPEN_STATES:
        return Clock(old.state, closed_at=max(old.ended_at or old.at, old.at))
    if old.agency_id not in calendars:
        calendars[old.agency_id] = WorkingCalendar.of(old.category.agency if old.agency_id else None)
    return begun(old.state, at=now, target_days=old.category.target_days, calendar=calendars[old.agency_id])
