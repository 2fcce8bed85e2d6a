"""A resident sends a report: once, however often the button is pressed."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Category
from cityops.areas.city import this_city
from cityops.areas.places import OutsideCity
from cityops.errors import CityError, Unavailable
from cityops.features.codes import make_code
from cityops.features.history import record
from cityops.features.models import PublicPrecision
from cityops.features.turns import take_turn
from cityops.reports.actions.move import begin
from cityops.reports.actions.notify import tell_reporter
from cityops.reports.actions.photo import hold_photos_of
from cityops.reports.models import Photo, Report, ReportContact, ReportWords, Submission
from cityops.reports.workflow import NEW


class CategoryClosed(CityError):
    """The category takes no reports (now, or because others are responsible)."""

    code, status = "category_closed", 422
    text = _("Reports on “%(category)s” are not taken here. %(advice)s")


@dataclass(frozen=True)
class Sent:
    """What came of pressing "send". `is_new` is False where the same press had arrived before."""

    report: Report
    is_new: bool


@dataclass(frozen=True)
class Contact:
    """How to reach the reporter; all of it optional."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "id"


@transaction.atomic
def send_report(
    *,
    key: UUID,
    place: Point,
    category: Category,
    text: str,
    address_hash: str,
    need_service: str = "",
    need_for: str = "",
    contact: Contact | None = None,
    is_only_desa: bool = False,
) -> Sent:
    """Take in a report under an idempotency key, with the photos that were received under the same key.

    place: EPSG:4326; with `is_only_desa` it stands for the whole desa, and strangers see no more than that. A second
    call with the same key returns the first one's report and changes nothing. Above the limit of an address the report
    is kept, but held until a member of staff accepts it.
    Raises OutsideCity, CategoryClosed.
    """
    if (already := _claim(key, address_hash)) is not None:
        return Sent(already, is_new=False)
    if not category.is_open:
        raise CategoryClosed(category=category.label, advice=category.advice)
    report = Report(
        code=make_code(this_city().public_code_prefix),
        geom=place,
        public_precision=PublicPrecision.AREA if is_only_desa else category.public_precision,
        kind=category.kind,
        category=category,
        agency=category.agency if category.agency and category.agency.is_ours else None,
        created_at=timezone.now(),
        held_at=timezone.now() if _is_above_limit(address_hash) else None,
    )
    begin(report, NEW)
    report.save()
    report.refresh_from_db(fields=["area", "public_geom", "lost_area"])  # filled by the database
    if report.area_id is None:  # asked of the row itself: outlines may be replaced while it is written
        raise OutsideCity
    ReportWords.objects.create(
        report=report, text=text.strip(), need_service=need_service.strip(), need_for=need_for.strip()
    )
    if contact and (contact.email or contact.phone or contact.name):
        ReportContact.objects.create(
            report=report, name=contact.name, email=contact.email, phone=contact.phone, language=contact.language
        )
    hold_photos_of(key)
    kept = Photo.objects.select_for_update().filter(key=key, report=None).order_by("id")[: settings.PHOTOS_PER_REPORT]
    Photo.objects.filter(pk__in=[photo.pk for photo in kept]).update(report=report)
    Submission.objects.filter(pk=key).update(report=report)
    record(report, "send", to_state=report.state, is_public=True, category=category.pk, area=report.area_id)
    tell_reporter(report, "received")
    return Sent(report, is_new=True)


def _claim(key: UUID, address_hash: str) -> Report | None:
    """Return the report that the key has made already, or claim the key for this transaction.

    Of fifty parallel posts one inserts; the others wait for its end at the primary key, and then read its report.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_submission (key, address_hash) VALUES (%s, %s)"
            " ON CONFLICT (key) DO NOTHING RETURNING key",
            [key, address_hash],
        )
        if cursor.fetchone() is not None:
            return None
    submission = Submission.objects.select_related("report__category", "report__area").get(pk=key)
    if submission.report is None:
        raise Unavailable  # claimed and not finished cannot be seen from outside its transaction
    return submission.report


def _is_above_limit(address_hash: str) -> bool:
    take_turn("reports of an address", address_hash)
    since = timezone.now() - timedelta(hours=1)
    sent = Submission.objects.filter(address_hash=address_hash, created_at__gte=since).count()
    return sent > int(settings.REPORTS_PER_HOUR_FROM_ONE_ADDRESS)
