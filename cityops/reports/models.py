"""Reports of residents. Words, contact and photos live apart, so that they can be erased and history stays."""

import uuid
from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import CategoryKind
from cityops.features.models import GeoFeature
from cityops.features.secrets import new_salt
from cityops.features.work import DUE_OR_NEVER
from cityops.reports.workflow import ENDED_STATES, OPEN_STATES, WORKFLOW, Outcome, ReportState

_SCOPE = ("state", "kind", "area")
_COUNTED = (*_SCOPE, "category", "agency")


class Report(GeoFeature):
    """A complaint (keluhan), need (kebutuhan, aspirasi) or question (pertanyaan) at a place."""

    kind = models.CharField(max_length=10, choices=CategoryKind.choices)
    category = models.ForeignKey("agencies.Category", models.PROTECT, related_name="reports", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="reports", db_index=False)
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.NEW)
    due_at = models.DateTimeField(null=True)  # end of the clock of the present state; none while it waits or is ended
    accepted_at = models.DateTimeField(null=True)  # since then the reporter's words and photos are public
    held_at = models.DateTimeField(null=True)  # came above the limit of its address: kept, seen by staff only
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_date = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    secret_salt = models.CharField(max_length=16, default=new_salt)
    link_name: ClassVar[str] = "cityops.reports.secret"

    class Meta:
        ordering: ClassVar = [F("due_at").asc(nulls_last=True), "id"]
        indexes: ClassVar = [
            models.Index(DUE_OR_NEVER, "id", condition=Q(state__in=ENDED_STATES), name="ended_reports_in_order"),
            # What a list skips on its way, such as what is open before what is closed, is skipped in the index alone.
            models.Index(DUE_OR_NEVER, "id", include=["due_at", *_COUNTED, "m"], name="reports_list_in_order"),
            models.Index(
                "agency",
                DUE_OR_NEVER,
                "id",
                include=["due_at", "category", *_SCOPE, "m"],
                name="agency_reports_in_order",
            ),
            # What a map counts is read from an index alone: by place, by time, and by what is asked for most.
            models.Index(
                fields=["public_m"], include=[*_COUNTED, "created_at", "due_at"], name="reports_at_public_place"
            ),
            models.Index(fields=["m"], include=[*_COUNTED, "created_at", "due_at"], name="reports_at_place"),
            # What words find, by number: a word that seven in a hundred hold is looked up seventy thousand times.
            models.Index(
                fields=["id"],
                include=["m", "public_m", "state", "area", "agency", "due_at", "accepted_at"],
                name="reports_by_number",
            ),
            models.Index(fields=["created_at", "id"], include=[*_COUNTED, "public_m", "m"], name="reports_by_age"),
            models.Index(fields=["category", "public_m"], include=["created_at", *_SCOPE], name="reports_by_category"),
            models.Index(fields=["agency", "m"], include=["category", "created_at", *_SCOPE], name="reports_by_agency"),
            models.Index(
                fields=["due_at"],
                include=["id", *_COUNTED, "public_m", "m", "created_at"],
                condition=Q(state__in=OPEN_STATES),
                name="open_reports_by_due_date",
            ),
            # What waits in the queues of the work map, a quarter of what is open.
            models.Index(
                fields=["created_at"],
                include=["id", "agency", "area", "state", "accepted_at", "held_at", "m"],
                condition=Q(state__in=OPEN_STATES) & (Q(accepted_at=None) | Q(agency=None) | Q(held_at__isnull=False)),
                name="open_reports_queued",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.CheckConstraint(condition=~Q(state="waiting") | Q(due_at=None), name="a_waiting_report_has_no_due"),
            models.CheckConstraint(condition=Q(hidden_at=None) | ~Q(hidden_reason=""), name="hiding_has_a_reason"),
        ]

    def __str__(self) -> str:
        """Return the public code."""
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether work is left to do."""
        return self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        """Whether an open report is past its date; computed when asked, never stored."""
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @property
    def words_are_public(self) -> bool:
        """Whether strangers may read what the reporter wrote and see the photos."""
        return self.accepted_at is not None and self.hidden_at is None

    def status_label(self) -> str:
        """Return the state's word in the reader's language."""
        return str(WORKFLOW.state(self.state).label)


class ReportWords(models.Model):
    """What the reporter wrote. For a need: which service, and for whom.

    Words are erased by emptying them: the row stays, for searches also find by it what a report is about and where
    (category_code, area_code, kept by the database: `sql/0002_found_by.sql`).
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField(max_length=4000)
    need_service = models.CharField(max_length=160, blank=True)
    need_for = models.CharField(max_length=160, blank=True)
    category_code = models.CharField(max_length=60, null=True, editable=False)
    area_code = models.CharField(max_length=13, null=True, editable=False)

    class Meta:
        indexes: ClassVar = [
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="report_words_by_trigram"),
            models.Index(fields=["category_code"], name="report_words_by_category"),
            models.Index(fields=["area_code"], name="report_words_by_area"),
        ]

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:60]


class WordBlock(models.Model):
    """Reports with neighbouring numbers whose words are listed, or are just being listed (`word_lists.py`)."""

    first = models.BigIntegerField(primary_key=True)
    after = models.BigIntegerField()  # the first number that is no longer in it
    listed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return its numbers."""
        return f"{self.first} to {self.after - 1}"


class WordList(models.Model):
    """Which reports of a block hold a word, in capitals as it stands between spaces; or have a category, or an area."""

    block = models.ForeignKey(WordBlock, models.CASCADE, related_name="lists")
    what = models.CharField(max_length=1)  # w: a word, c: the code of a category, a: that of an area
    word = models.TextField()
    numbers = models.BinaryField()  # of reports, ascending: eight bytes each, the highest byte first

    class Meta:
        indexes: ClassVar = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_lists_by_trigram"),
            models.Index(fields=["word"], condition=~Q(what="w"), name="word_lists_by_code"),
        ]

    def __str__(self) -> str:
        """Return the word, and how many hold it."""
        return f"{self.word} ({len(self.numbers) // 8})"


class WordChange(models.Model):
    """A report whose words changed since its block was listed; written by triggers, once for each change."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class ReportContact(models.Model):
    """How to reach the reporter, if they said so. Seen by the staff who handle the report, by nobody else."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, default="id")

    def __str__(self) -> str:
        """Return nothing personal."""
        return f"contact of {self.report_id}"


class Reply(models.Model):
    """One contribution to the conversation between staff and reporter, or an internal note."""

    class Side(models.TextChoices):
        """Who speaks."""

        REPORTER = "reporter", _("Reporter")
        STAFF = "staff", _("Staff")

    report = models.ForeignKey(Report, models.CASCADE, related_name="replies")
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=20)
    text = models.TextField(max_length=4000)
    is_public = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:60]


def photo_path(photo: "Photo", _name: str) -> str:
    """Return a path that tells nothing: two letters of a random name, the name."""
    name = uuid.uuid4().hex
    return f"photos/{name[:2]}/{name}.jpg"


class Photo(models.Model):
    """A photo, re-encoded and without metadata. Received under the key of a report that is still being written."""

    class Stage(models.TextChoices):
        """Which side of the work it shows."""

        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    key = models.UUIDField(db_index=True)
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="photos")
    stage = models.CharField(max_length=6, choices=Stage.choices, default=Stage.BEFORE)
    file = models.FileField(upload_to=photo_path, max_length=80)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of what was sent: the same photo twice under one key is one photo
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "digest"], name="a_photo_comes_once_under_a_key")
        ]

    def __str__(self) -> str:
        """Return its number."""
        return f"photo {self.pk}"

    @property
    def small_name(self) -> str:
        """Where the small picture of it is stored, beside the large one."""
        return f"{str(self.file.name).removesuffix('.jpg')}-small.jpg"

    def delete_files(self) -> None:
        """Remove both pictures from the storage; the row is the caller's."""
        for name in (str(self.file.name), self.small_name):
            self.file.storage.delete(name)


class PhotoAttempt(models.Model):
    """A photo that an address tried to send, whatever came of it: decoding costs time either way. Kept for a day."""

    address_hash = models.CharField(max_length=32)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address_hash", "created_at"], name="photo_attempts_of_an_address")]

    def __str__(self) -> str:
        """Return its number."""
        return f"attempt {self.pk}"


class Submission(models.Model):
    """One press of "send": its idempotency key, and a keyed hash of the address it came from (erased after a day)."""

    key = models.UUIDField(primary_key=True)
    report = models.OneToOneField(Report, models.CASCADE, null=True, related_name="submission")
    address_hash = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address_hash", "created_at"], name="submissions_of_an_address")]

    def __str__(self) -> str:
        """Return the key."""
        return str(self.key)
