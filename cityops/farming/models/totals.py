"""What strangers may know of farmland: totals by desa, from a view of the database."""

from typing import ClassVar

from django.contrib.gis.db import models


class PlotTotal(models.Model):
    """Verified plots of a desa, or of one crop in it, as far as they may be told (`sql/0002_totals.sql`).

    level: "desa" (all crops; commodity empty) or "commodity". plots and area_ha are null where there are fewer than
    three plots (`is_few`). public_geom, public_tile_geom, public_m: the desa's own point, as of any feature.
    """

    code = models.CharField(max_length=40, primary_key=True)
    area = models.ForeignKey("areas.Area", models.DO_NOTHING, related_name="+")
    commodity = models.CharField(max_length=16, blank=True)
    level = models.CharField(max_length=10)
    is_few = models.BooleanField()
    plots = models.IntegerField(null=True)
    area_ha = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    public_geom = models.GeometryField(srid=4326, null=True)
    public_tile_geom = models.PointField(srid=3857, null=True)
    public_m = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "farming_plottotal"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        """Return the code."""
        return self.code
