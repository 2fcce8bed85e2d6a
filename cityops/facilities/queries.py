"""Reading facilities. They are public as long as they are there; what is closed for good is for staff and old links."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cityops.agencies.working_time import WorkingCalendar
from cityops.errors import NotFound
from cityops.facilities.models import Facility, FacilityHours
from cityops.features.paths import looks_like_a_code


def facilities_public(_user: Any = None) -> QuerySet[Facility]:
    """Return what is on the map: there is nothing secret about a market."""
    return Facility.objects.filter(is_public=True)


def facility_with_code(code: str) -> Facility:
    """Return a facility, closed ones too. Raises NotFound."""
    facility = with_what_is_shown(Facility.objects.filter(code=code)).first() if looks_like_a_code(code) else None
    if facility is None:
        raise NotFound
    return facility


def with_what_is_shown(facilities: QuerySet[Facility]) -> QuerySet[Facility]:
    """Add what a row or a page shows, in as many statements for 2 rows as for 200."""
    shown = facilities.select_related("agency", "area", "area__parent").prefetch_related("openings")
    return shown.defer("area__geom", "area__parent__geom")


def open_at(moment: datetime, calendar: WorkingCalendar | None = None) -> Q:
    """Return the condition of being open at a moment in the city's clock: what `Timetable.is_open_at` says, as SQL."""
    calendar = calendar or WorkingCalendar()
    local = timezone.localtime(moment)
    past_midnight = Q(closes__lte=F("opens"))
    today = Q(opens__lte=local.time()) & (Q(closes__gt=local.time()) | past_midnight)
    yesterday = past_midnight & Q(closes__gt=local.time())
    condition = Q(pk__in=())
    for day, hours in ((local.date(), today), (local.date() - timedelta(days=1), yesterday)):
        rows = FacilityHours.objects.filter(hours, weekday=day.weekday())
        open_then = Q(pk__in=rows.values("facility"))
        condition |= open_then & Q(closes_on_holidays=False) if calendar.is_holiday(day) else open_then
    return condition


def open_now() -> Q:
    """Return the condition of being open at this moment."""
    return open_at(timezone.now())
