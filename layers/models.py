"""What the engine keeps: cells and their deltas, what changed where, and tables that were described while it ran."""

from typing import ClassVar

from django.db import models


class Cell(models.Model):
    """How many features of a book lie in one cell and area, by counted value (`sql/0001_cells.sql`)."""

    pk = models.CompositePrimaryKey("book", "g", "c", "area")
    book = models.BigIntegerField()
    g = models.SmallIntegerField()
    c = models.BigIntegerField()
    area = models.CharField(max_length=13)
    source = models.CharField(max_length=63)
    n = models.IntegerField()
    v0 = models.IntegerField()
    v1 = models.IntegerField()
    v2 = models.IntegerField()
    v3 = models.IntegerField()
    v4 = models.IntegerField()
    v5 = models.IntegerField()
    v6 = models.IntegerField()
    v7 = models.IntegerField()

    def __str__(self) -> str:
        """Return where and how many."""
        return f"{self.source} {self.g}/{self.c}: {self.n}"


class Delta(models.Model):
    """What one statement changed in one cell of level 22; folded into the cells within a second."""

    source = models.CharField(max_length=63)
    c = models.BigIntegerField(null=True)
    pc = models.BigIntegerField(null=True)
    area = models.CharField(max_length=13)
    slot = models.SmallIntegerField(null=True)
    facets = models.JSONField()
    d = models.IntegerField()

    def __str__(self) -> str:
        """Return the change."""
        return f"{self.source} {self.d:+d}"


class Touch(models.Model):
    """The version of what lies in one tile of zoom 14: it changes with each write there."""

    pk = models.CompositePrimaryKey("source", "place", "t")
    source = models.CharField(max_length=63)
    place = models.CharField(max_length=8)
    t = models.BigIntegerField()
    version = models.BigIntegerField()

    def __str__(self) -> str:
        """Return what and which."""
        return f"{self.source} {self.t}: {self.version}"


class Depth(models.Model):
    """The deepest level at which the cells of a source are kept: 20, or 22 where there are very many."""

    source = models.CharField(max_length=63, primary_key=True)
    deepest = models.SmallIntegerField(default=20)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(deepest__in=(20, 22)), name="cells_are_kept_to_20_or_22")
        ]

    def __str__(self) -> str:
        """Return source and level."""
        return f"{self.source}: {self.deepest}"


class ColumnKind(models.TextChoices):
    """What a column of a described table holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


class TableSource(models.Model):
    """A table in the schema `uploads` that is a layer, described while the map runs; every process reads it here.

    columns: [{"name", "label", "kind"}] in the order of the table, kinds as in ColumnKind.
    """

    name = models.SlugField(primary_key=True, max_length=48)
    label = models.CharField(max_length=120)
    table = models.CharField(max_length=48, unique=True)
    geometry = models.CharField(max_length=8)
    columns = models.JSONField(default=list)
    is_for_staff = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Return the label."""
        return self.label
