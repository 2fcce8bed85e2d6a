"""Places where the city serves its residents."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.models import called
from cityops.facilities.hours import Opening, Standing, Timetable, timetable
from cityops.features.models import GeoFeature


class FacilityKind(models.TextChoices):
    """What a facility is."""

    PUSKESMAS = "puskesmas", _("Health centre (puskesmas)")
    SCHOOL = "school", _("School")
    MARKET = "market", _("Market")
    KIOSK = "kiosk", _("Fertiliser kiosk")
    OFFICE = "office", _("City office")
    VILLAGE_OFFICE = "village_office", _("Desa or kelurahan office")


ICONS: dict[str, str] = {
    FacilityKind.PUSKESMAS: "stethoscope",
    FacilityKind.SCHOOL: "school",
    FacilityKind.MARKET: "shopping-basket",
    FacilityKind.KIOSK: "sprout",
    FacilityKind.OFFICE: "landmark",
    FacilityKind.VILLAGE_OFFICE: "house",
}


class Facility(GeoFeature):
    """A puskesmas, school, market, kiosk or office. An SKPD's office is a facility with an agency.

    One that is closed for good stays, with the reason, and leaves the map.
    """

    kind = models.CharField(max_length=16, choices=FacilityKind.choices)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="facilities")
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True, db_default="")
    hours_note = models.CharField(max_length=160, blank=True, db_default="")
    closes_on_holidays = models.BooleanField(default=True, db_default=True)
    source = models.TextField(blank=True)
    is_plausible = models.BooleanField(default=False)  # the site is a guess, and says so on the map
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_reason = models.CharField(max_length=300, blank=True, db_default="", editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    submission_key = models.UUIDField(unique=True, null=True, editable=False)
    called = called("name", "address")

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        verbose_name_plural = "facilities"
        indexes: ClassVar = [GinIndex(fields=["called"], name="facilities_by_trigram", opclasses=["gin_trgm_ops"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_reason="", is_public=True)
                | (Q(closed_at__isnull=False, is_public=False) & ~Q(closed_reason="")),
                name="a_closed_facility_has_a_reason_and_leaves_the_map",
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def icon(self) -> str:
        """The sign of its kind."""
        return ICONS[self.kind]

    def timetable(self, calendar: WorkingCalendar | None = None) -> Timetable:
        """Return its hours; `openings` should be prefetched where there are several facilities."""
        openings = (Opening(one.weekday, one.opens, one.closes) for one in self.openings.all())
        day_off = (calendar or WorkingCalendar()).is_holiday if self.closes_on_holidays else None
        return timetable(openings, is_day_off=day_off)

    def standing(self, calendar: WorkingCalendar | None = None) -> Standing:
        """Return whether it is open now, by the city's clock."""
        return self.timetable(calendar).standing_at(timezone.localtime())


class FacilityHours(models.Model):
    """When a facility is open on a weekday (0: Monday); a day without a row is closed. See `Opening`."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering: ClassVar = ["facility", "weekday"]
        verbose_name_plural = "facility hours"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "weekday"], name="a_weekday_has_its_hours_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_week_has_seven_days"),
        ]

    def __str__(self) -> str:
        """Return facility, day and times."""
        return f"{self.facility_id} {self.weekday} {self.opens}–{self.closes}"
