"""What the engine keeps: cells and their deltas, what changed where, and tables that were described while it ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    """What one statement changed in one cell of level 22; folded into the cells soon.

    Its number tells what is new (`tiles/version.py`) and is never looked for: the database has no primary key here,
    whatever Django believes.
    """

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


class Dense(models.Model):
    """A tile of zoom 15 that holds more than 2,000 features: cells of levels 21 and 22 are kept in it."""

    pk = models.CompositePrimaryKey("source", "place", "t")
    source = models.CharField(max_length=63)
    place = models.CharField(max_length=8)
    t = models.BigIntegerField()

    def __str__(self) -> str:
        """Return which."""
        return f"{self.source} {self.t}"


class Account(models.Model):
    """Which table a source keeps account of."""

    source = models.CharField(max_length=63, primary_key=True)
    table = models.CharField(max_length=127)

    class Meta:
        managed = False  # it belongs to the schema, and stays when the rows of all tables are emptied
        db_table = "layers_account"

    def __str__(self) -> str:
        """Return source and table."""
        return f"{self.source}: {self.table}"


class ColumnKind(models.TextChoices):
    """What a column of a described table holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


class Audience(models.TextChoices):
    """Who sees a layer that was described while the map runs, from few to all."""

    OWNER = "owner", _("Only I")
    AGENCY = "agency", _("My agency")
    STAFF = "staff", _("All staff")
    EVERYONE = "everyone", _("Everyone, on the public map, too")


class TableSource(models.Model):
    """A table in the schema `uploads` that is a layer, described while the map runs; every process reads it here.

    columns: [{"name", "label", "kind"}] in the order of the table, kinds as in ColumnKind. style: VectorStyle as JSON.
    owner, agency: whom the audience means, by their keys; these live on floors above.
    """

    name = models.SlugField(primary_key=True, max_length=48)
    label = models.CharField(max_length=120)
    table = models.CharField(max_length=48, unique=True)
    geometry = models.CharField(max_length=8)
    columns = models.JSONField(default=list)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.STAFF)
    owner = models.BigIntegerField(null=True)
    agency = models.CharField(max_length=40, blank=True, default="")
    style = models.JSONField(null=True, blank=True, default=None)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Return the label."""
        return self.label
