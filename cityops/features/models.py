"""What makes a row a map feature, and the history that all kinds share."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Case, F, Func, When
from django.db.models.functions import Now

from cityops.features.codes import LONGEST

GEOMETRIES = ("geom", "public_geom", "tile_geom", "public_tile_geom")
"""Columns of a feature that no row of a list shows: reading fifty of each takes longer than finding the rows."""


class PublicPrecision(models.TextChoices):
    """How exactly strangers see a place."""

    EXACT = "exact"
    SNAPPED = "snapped"  # to the middle of a cell of 0.001° (about 110 m)
    AREA = "area"  # a point inside the desa, the same for all


def _morton(column: str) -> Func:
    return Func(F(column), function="features_morton", output_field=models.BigIntegerField(null=True))


class GeoFeature(models.Model):
    """A geolocated row. The database fills `area`, `public_geom` and the two tile points (see `sql/0001_locate.sql`).

    geom, public_geom: EPSG:4326, degrees. tile_geom, public_tile_geom: EPSG:3857, a point on the geometry, for tiles.
    is_public: whether strangers may know of the row at all; a kind that hides rows keeps it by a trigger of its own.
    m, public_m: Morton codes of the tile points (see `sql/0004_morton.sql`); public_m is null where nothing is public.
    """

    code = models.CharField(max_length=LONGEST, unique=True, editable=False)
    geom = models.GeometryField(srid=4326)
    public_precision = models.CharField(
        max_length=8, choices=PublicPrecision.choices, default=PublicPrecision.EXACT, db_default=PublicPrecision.EXACT
    )
    public_geom = models.GeometryField(srid=4326, null=True, editable=False)
    tile_geom = models.PointField(srid=3857, null=True, editable=False, spatial_index=False)
    public_tile_geom = models.PointField(srid=3857, null=True, editable=False, spatial_index=False)
    is_public = models.BooleanField(default=True, db_default=True, editable=False)
    m = models.GeneratedField(
        expression=_morton("tile_geom"), output_field=models.BigIntegerField(null=True), db_persist=True
    )
    public_m = models.GeneratedField(
        expression=Case(When(is_public=True, then=_morton("public_tile_geom"))),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    # A kind has an index by area, or reads it beside the place: one more would mislead the planner.
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    lost_area = models.BooleanField(default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class UndoStep(models.Model):
    """What a feature was before a move, so that whoever made it can take it back. Kept for minutes, not for ever.

    batch: of moves that were made together, by which they are taken back together. version: of the feature after the
    move; nobody has changed it since while it has that one. before: column → value.
    beside: what was in other tables that the move wrote to, as the kind spells it.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    actor = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    batch = models.UUIDField(null=True)
    version = models.PositiveIntegerField()
    before = models.JSONField()
    beside = models.JSONField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="undo_of_feature"),
            models.Index(fields=["at"], name="undo_by_age"),
            models.Index(fields=["batch"], condition=models.Q(batch__isnull=False), name="undo_of_batch"),
        ]

    def __str__(self) -> str:
        """Return what it takes back."""
        return f"{self.kind} {self.object_id}, event {self.event_id}"


class HistoryEvent(models.Model):
    """Who did what to a feature and when: verb, actor, moves and ids, never a resident's words or contact.

    Append-only: the database refuses UPDATE, DELETE and TRUNCATE (see `sql/0002_history.sql`).
    """

    kind = models.CharField(max_length=40)  # a model's label, "reports.Report"
    object_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    is_public = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "id"], name="history_of_feature"),
            # Most is done by residents, who are nobody here.
            models.Index(fields=["actor"], condition=models.Q(actor__isnull=False), name="history_of_actor"),
        ]

    def __str__(self) -> str:
        """Return a line for people who read logs."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.object_id} {self.verb}"
