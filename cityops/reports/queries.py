"""Reading reports: every query starts from who asks."""

from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db.models import Case, Q, QuerySet, When

from cityops.agencies.queries import all_agencies, all_categories
from cityops.areas.queries import all_areas
from cityops.features.known import with_known
from cityops.features.models import GEOMETRIES
from cityops.policy.decide import scope
from cityops.reports.models import Photo, Report
from cityops.reports.policy import KIND
from cityops.reports.workflow import OPEN_STATES

SIMILAR_WITHIN_M = 60


def reports_public(_user: Any = None) -> QuerySet[Report]:
    """Return what strangers may know of; their place is `public_geom`, their words only where accepted.

    What hides a report is said once, in `sql/0001_is_public.sql`; it then has no public code, which indexes hold.
    """
    return Report.objects.filter(public_m__isnull=False)


def reports_visible_to(user: Any) -> QuerySet[Report]:
    """Return what a member of staff may see: the policy's line "view"."""
    return scope(Report.objects.all(), user, KIND, "view")


def report_sent_under(key: UUID) -> Report | None:
    """Return the report that an idempotency key has made already."""
    return Report.objects.select_related("words", "category").filter(submission=key).first()


def photos_waiting(key: UUID) -> QuerySet[Photo]:
    """Return the photos that were received under a key and belong to no report yet."""
    return Photo.objects.filter(key=key, report=None)


def with_what_is_shown(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Add what a row or a page shows, so that it takes the same number of statements for 2 rows and for 200."""
    shown = reports.select_related("category", "agency", "area", "area__parent", "words", "assignee")
    return shown.defer("area__geom", "area__parent__geom")


NOT_IN_ROWS = (
    *("m", "public_m", "updated_at", "closed_at", "secret_salt", "days_left", "asked_from", "reply_by", "escalated"),
    *("reopened_at", "hidden_reason", "outcome", "outcome_date"),
    *("words__need_service", "words__need_for", "words__category_code", "words__area_code"),
)


def rows_shown(reports: QuerySet[Report]) -> list[Report]:
    """Return reports for rows of a list: with what a row shows, but no place. They share categories, SKPD and areas."""
    own = reports.select_related("words").defer(*GEOMETRIES, *NOT_IN_ROWS)
    return with_known(own, category=all_categories(), agency=all_agencies(), area=all_areas())


def similar_open(*, place: Point, category: str, limit: int = 5) -> QuerySet[Report]:
    """Return open public reports near a place (EPSG:4326), of the same category first; only those shown exactly.

    Others choose another category for the same thing: theirs come after.
    """
    near = reports_public().filter(
        Q(public_precision="exact"),
        state__in=OPEN_STATES,
        public_geom__dwithin=(place, 0.001),  # degrees: lets the index choose, the exact distance decides
        public_geom__distance_lte=(place, D(m=SIMILAR_WITHIN_M)),
    )
    same_first = Case(When(category=category, then=0), default=1)
    return with_what_is_shown(near).order_by(same_first, "-created_at")[:limit]
