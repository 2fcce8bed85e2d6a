"""Areas by Kemendagri code, their dated population, and the names of other places."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


def called(name: str, more: str) -> models.GeneratedField:
    """Return the column that a search box looks through: the name, and what else finds it (`sql/0001_called.sql`)."""
    words = Func(F(name), F(more), function="areas_called", output_field=models.TextField())
    return models.GeneratedField(expression=words, output_field=models.TextField(), db_persist=True)


class Level(models.TextChoices):
    """How deep an area lies; code is keyed on this, since a kota and a kabupaten are equals."""

    CITY = "city", _("City")
    KECAMATAN = "kecamatan", _("Kecamatan")
    DESA = "desa", _("Desa or kelurahan")


class Kind(models.TextChoices):
    """What an area is called."""

    KOTA = "kota", "Kota"
    KABUPATEN = "kabupaten", "Kabupaten"
    KECAMATAN = "kecamatan", "Kecamatan"
    DESA = "desa", "Desa"
    KELURAHAN = "kelurahan", "Kelurahan"


class Area(models.Model):
    """A city, kecamatan, or desa/kelurahan. Only the desa's outline is taken in; those above are unions of it.

    The code says what lies in what: 35.79.01.1001 lies in 35.79.01, which lies in 35.79.
    """

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    geom = models.MultiPolygonField(srid=4326, null=True, blank=True)
    source = models.TextField(blank=True)
    is_approximate = models.BooleanField(default=False)
    postal_code = models.CharField(max_length=5, blank=True)
    bps_code = models.CharField(max_length=10, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    called = called("name", "kind")

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [GinIndex(fields=["called"], name="areas_by_trigram", opclasses=["gin_trgm_ops"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level=Level.CITY, parent=None) | (~Q(level=Level.CITY) & Q(parent__isnull=False)),
                name="only_a_city_has_no_parent",
            )
        ]

    def __str__(self) -> str:
        """Return the name as people say it, "Kelurahan Temas"."""
        return f"{self.get_kind_display()} {self.name}"


class AreaPopulation(models.Model):
    """Residents of an area on a day, with the source of the figure."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="populations")
    on = models.DateField()
    residents = models.PositiveIntegerField()
    source = models.TextField()
    is_official = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["area", "-on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "on"], name="one_population_a_day")]

    def __str__(self) -> str:
        """Return area, figure and day."""
        return f"{self.area_id}: {self.residents} ({self.on})"


class PlaceName(models.Model):
    """A name that people look for and that is neither an area nor a facility: a hamlet, a square, a waterfall.

    Names come by `import_places`, a source at a time. place: EPSG:4326. is_approximate: only the village is known.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40, blank=True)
    place = models.PointField(srid=4326)
    is_approximate = models.BooleanField(default=False, db_default=False)
    source = models.TextField()
    called = called("name", "kind")

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            GinIndex(fields=["called"], name="place_names_by_trigram", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["source"], name="place_names_by_source"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
