"""Datasets, their versions, and the uploads that make them."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from layers.models import Audience

VERSIONS_KEPT = 3
TRIES = 3  # of what a killed worker or a lost database ended: if it is the file that kills, more would not help


class Licence(models.TextChoices):
    """Under which terms the data came to the city."""

    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    ODBL = "odbl", "ODbL 1.0"
    MIT = "mit", "MIT"
    OWN = "own", _("The city's own data")
    OTHER = "other", _("Other, see the source")
    UNKNOWN = "unknown", _("Not stated")


class What(models.TextChoices):
    """What a dataset is made of."""

    VECTOR = "vector", _("Places, lines or areas")
    RASTER = "raster", _("Raster")


class Described(models.Model):
    """What is said about data: by whoever uploads it, and from then on by the dataset."""

    label = models.CharField(max_length=120)
    about = models.TextField(blank=True, max_length=4000)
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=10, choices=Licence.choices, default=Licence.UNKNOWN)
    dated = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.OWNER)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class Dataset(Described):
    """One layer that was brought in by a file. Its name is the layer's, and stays through all versions.

    style: the look of a raster (`layers/rasters/look.py`), None for the usual one; a vector layer has its own.
    """

    name = models.SlugField(max_length=40, unique=True)
    what = models.CharField(max_length=6, choices=What.choices, default=What.VECTOR)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="datasets")
    style = models.JSONField(null=True)
    shown = models.ForeignKey("DatasetVersion", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True)

    area_id: ClassVar[None] = None  # for the policy: a dataset lies in no area

    class Meta:
        ordering: ClassVar = ["label", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(audience=Audience.AGENCY) | Q(agency__isnull=False),
                name="a_dataset_for_an_agency_has_one",
            ),
        ]

    def __str__(self) -> str:
        """Return the label."""
        return self.label

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("datasets:detail", args=[self.name])


class DatasetVersion(models.Model):
    """What one file made. table: in the schema `uploads`; path: of a raster; neither once it is too old.

    columns: as `layers.tables.spelled` gives them. extent: west, south, east, north in degrees. notes: what was
    noticed. facts: of a raster its bands and their figures, cells, deepest zoom and usual look. derived_from,
    derivation: of which version it was worked out, and how (`Derivation`), where it was not sent as a file.
    """

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=48, blank=True)
    path = models.CharField(max_length=200, blank=True)
    geometry = models.CharField(max_length=8, blank=True)
    columns = models.JSONField(default=list)
    rows = models.BigIntegerField(default=0)
    outside = models.BigIntegerField(default=0)
    extent = models.JSONField(null=True)
    file_name = models.CharField(max_length=200)
    file_bytes = models.BigIntegerField(default=0)
    notes = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    derived_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="derived")
    derivation = models.JSONField(null=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "number"], name="one_version_of_a_number"),
        ]

    def __str__(self) -> str:
        """Return which."""
        return f"{self.dataset_id} v{self.number}"

    @property
    def is_kept(self) -> bool:
        """Whether it can be shown again."""
        return bool(self.table or self.path)

    @property
    def is_out_of_date(self) -> bool:
        """Whether what it was worked out of is not shown any more: there is a newer file, or none."""
        if self.derivation is None:
            return False
        source = self.derived_from and self.derived_from.dataset
        return not source or source.removed_at is not None or source.shown_id != self.derived_from_id


class State(models.TextChoices):
    """Where an upload is on its way."""

    READING = "reading", _("Being read")
    READ = "read", _("Waits for you")
    TRYING = "trying", _("Being tried out")
    TRIED = "tried", _("Tried out, waits for you")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Done")
    FAILED = "failed", _("Could not be read")
    CANCELLED = "cancelled", _("Cancelled")


UNDER_WAY = (State.READING, State.TRYING, State.IMPORTING)
READY = (State.READ, State.TRIED)


class Upload(Described):
    """One file under way. Nothing of it is shown before it is whole.

    choices: what a person said about the file (`geodata/readers/choices.py`). inspection: what was found in it
    (`geodata/readers/inspection.py`). progress: {"run", "rows", "of", "began"}, the first of its job. fault: {"code",
    "text", "data"} of what stands against it. replaces: the dataset that it becomes the next version of. derives,
    derivation: there is no file, but a dataset of which something is worked out, and how (`deriving.py:Derivation`).
    target: what its rows become, where they are to be no layer (`cityops/features/imports.py`). mappings: target →
    field → {"column", "value", "words", "rest"}, the last two of words that are not ours (`words.py`); of each target
    that was tried out, so that nothing said is lost on another way. words: which there are for this target, counted as
    the rows were read. result: what came of it, or would (`ledger.py`).
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="uploads")
    what = models.CharField(max_length=6, choices=What.choices, default=What.VECTOR)
    state = models.CharField(max_length=9, choices=State.choices, default=State.READING)
    file_name = models.CharField(max_length=200)
    file_bytes = models.BigIntegerField()
    path = models.CharField(max_length=200)
    choices = models.JSONField(default=dict)
    inspection = models.JSONField(null=True)
    progress = models.JSONField(default=dict)
    fault = models.JSONField(null=True)
    is_cancelled = models.BooleanField(default=False)
    replaces = models.ForeignKey(Dataset, models.CASCADE, null=True, related_name="uploads")
    derives = models.ForeignKey(Dataset, models.CASCADE, null=True, related_name="+")
    derivation = models.JSONField(null=True)
    dataset = models.ForeignKey(Dataset, models.SET_NULL, null=True, related_name="+")
    target = models.CharField(max_length=40, blank=True, default="", db_default="")
    mappings = models.JSONField(default=dict, db_default={})
    words = models.JSONField(default=dict, db_default={})
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["owner", "-created_at"], name="uploads_of_a_person")]

    def __str__(self) -> str:
        """Return the file's name and where it is."""
        return f"{self.file_name} ({self.state})"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("datasets:upload", args=[self.key])

    @property
    def mapping(self) -> dict[str, dict[str, Any]]:
        """What was said of the fields of its target."""
        return self.mapping_for(self.target)

    def mapping_for(self, target: str) -> dict[str, dict[str, Any]]:
        """Return what was said of the fields of a target, nothing of one that was never tried out."""
        said: dict[str, dict[str, Any]] = self.mappings.get(target, {})
        return said

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it."""
        return self.state in UNDER_WAY


class InboxFolder(models.Model):
    """A folder of the operator's inbox (`CITYOPS_INBOX`), and what became of the last file in it.

    seen: marks of the newest file and of its description when they were last looked at; done: the same of what was
    dealt with; sha256: of the content that is on the map. owner: whose the dataset is.
    """

    name = models.CharField(max_length=80, unique=True)
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    dataset = models.ForeignKey(Dataset, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    seen = models.CharField(max_length=120, blank=True)
    done = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    fault = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Settled(models.TextChoices):
    """Whether a doubtful row is still one."""

    WAITING = "waiting", _("Waits for somebody to decide")
    MADE = "made", _("Taken in")
    LEFT_OUT = "left_out", _("Left out")


class DoubtfulRow(models.Model):
    """A row of an import of which a person must say where it belongs.

    key: `Row.key`, so that the same file brings it only once. values, why, candidates: as the target had them, the last
    as plain values of `Candidate`. place: by what it says of its place (`Outcome.place`). code: of what was made of it.
    """

    target = models.CharField(max_length=40)
    key = models.UUIDField(unique=True)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="doubtful")
    file_name = models.CharField(max_length=200)
    row = models.BigIntegerField()
    values = models.JSONField()
    why = models.JSONField(null=True)
    candidates = models.JSONField(default=list)
    place = models.CharField(max_length=120, blank=True, default="", db_default="")
    state = models.CharField(max_length=8, choices=Settled.choices, default=Settled.WAITING)
    code = models.CharField(max_length=20, blank=True)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["target", "id"], condition=Q(state="waiting"), name="doubtful_rows_that_wait"),
            models.Index(
                fields=["target", "place", "id"], condition=Q(state="waiting"), name="doubtful_rows_of_a_place"
            ),
        ]

    def __str__(self) -> str:
        """Return the file and the row."""
        return f"{self.file_name}: {self.row}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("datasets:doubtful", args=[self.pk])


class WordMeaning(models.Model):
    """What somebody said that a word of a file means, for their next file. word: as words are compared (`words.py`)."""

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    target = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    word = models.CharField(max_length=120)
    means = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "target", "field", "word"], name="one_meaning_of_a_word"),
        ]

    def __str__(self) -> str:
        """Return both words."""
        return f"{self.word}: {self.means}"
