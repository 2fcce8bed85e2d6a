"""Who reads a report, and what of it they may see: reporter and staff in charge all, strangers what is public."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import QuerySet

from cityops.errors import NotFound
from cityops.reports.models import Photo, Report
from cityops.reports.queries import reports_public, reports_visible_to, with_what_is_shown


@dataclass(frozen=True)
class Reading:
    """A report as one reader sees it."""

    report: Report
    is_reporter: bool
    is_staff: bool
    is_public: bool

    @property
    def sees_all(self) -> bool:
        """Whether this reader is no stranger."""
        return self.is_reporter or self.is_staff

    @property
    def sees_words(self) -> bool:
        """Whether the reporter's words and photos are shown."""
        return self.sees_all or (self.is_public and self.report.words_are_public)

    @property
    def place(self) -> Point | None:
        """The place as exactly as this reader may know it, EPSG:4326."""
        place = self.report.geom if self.sees_all else self.report.public_geom
        return place if isinstance(place, Point) else None

    @property
    def is_exact(self) -> bool:
        """Whether `place` is the very spot."""
        return self.sees_all or self.report.public_precision == "exact"

    def photos(self) -> QuerySet[Photo]:
        """Return the photos that are shown to this reader."""
        return self.report.photos.all() if self.sees_words else Photo.objects.none()


def read_report(code: str, *, user: Any, on_this_phone: Collection[str]) -> Reading:
    """Return a report for a reader. Raises NotFound where there is none, or none for this reader to know."""
    report = with_what_is_shown(Report.objects.filter(code=code)).first()
    if report is None:
        raise NotFound
    reading = Reading(
        report,
        is_reporter=report.code in on_this_phone,
        is_staff=reports_visible_to(user).filter(pk=report.pk).exists(),
        is_public=reports_public().filter(pk=report.pk).exists(),
    )
    if not (reading.sees_all or reading.is_public):
        raise NotFound
    return reading
