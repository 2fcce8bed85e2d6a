"""Places where the city serves its residents."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from cityops.features.models import GeoFeature


class FacilityKind(models.TextChoices):
    """What a facility is."""

    PUSKESMAS = "puskesmas", _("Health centre (puskesmas)")
    SCHOOL = "school", _("School")
    MARKET = "market", _("Market")
    KIOSK = "kiosk", _("Fertiliser kiosk")
    OFFICE = "office", _("City office")
    VILLAGE_OFFICE = "village_office", _("Desa or kelurahan office")


class Facility(GeoFeature):
    """A puskesmas, school, market, kiosk or office. An SKPD's office is a facility with an agency."""

    kind = models.CharField(max_length=16, choices=FacilityKind.choices)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="facilities")
    address = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    is_plausible = models.BooleanField(default=False)  # the site is a guess, and says so on the map

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        """Return the name."""
        return self.name
