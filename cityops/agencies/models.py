"""Municipal departments (SKPD, today OPD), what they answer for, who works in them, and their days off."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cityops.features.models import PublicPrecision
from cityops.policy.lines import Role


def edited_fields() -> ArrayField:  # type: ignore[type-arg]
    """Return the column that names what an administrator has changed: reference data that is loaded leaves it."""
    return ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)


class WorkingWeek(models.TextChoices):
    """How many days of the week an agency works."""

    FIVE = "five", _("Monday to Friday")
    SIX = "six", _("Monday to Saturday")


class Agency(models.Model):
    """A department (SKPD), or a body outside the city's government that complaints are passed to."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    remit = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    week = models.CharField(max_length=4, choices=WorkingWeek.choices, default=WorkingWeek.FIVE, db_default="five")
    is_ours = models.BooleanField(default=True)  # False: PLN, Perumdam, Perhutani…
    is_verified = models.BooleanField(default=False)
    source = models.TextField(blank=True)
    edited = edited_fields()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        """Return the short name."""
        return self.short_name


class CategoryKind(models.TextChoices):
    """The three things a resident can send."""

    COMPLAINT = "complaint", _("Complaint")
    NEED = "need", _("Need")
    QUESTION = "question", _("Question")


class Category(models.Model):
    """What a report is about: who answers for it, how fast, how it looks, and what strangers may see."""

    code = models.SlugField(primary_key=True, max_length=60)
    kind = models.CharField(max_length=10, choices=CategoryKind.choices)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="categories")
    icon = models.CharField(max_length=40, default="circle-help")
    colour = models.CharField(max_length=7, default="#555555")  # of its group's icon in the form
    target_days = models.PositiveSmallIntegerField(default=10)  # working days from start to a solution
    source = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)
    public_precision = models.CharField(max_length=8, choices=PublicPrecision.choices, default=PublicPrecision.EXACT)
    is_open = models.BooleanField(default=True)
    is_emergency = models.BooleanField(default=False)
    guidance = models.TextField(blank=True)
    guidance_en = models.TextField(blank=True)
    sort = models.PositiveSmallIntegerField(default=0)
    edited = edited_fields()

    class Meta:
        ordering: ClassVar = ["sort", "code"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if _reads_english() and self.name_en else self.name

    @property
    def advice(self) -> str:
        """The "not ours, go there" guidance in the reader's language."""
        return self.guidance_en if _reads_english() and self.guidance_en else self.guidance


def _reads_english() -> bool:
    return (get_language() or "id").startswith("en")


class Membership(models.Model):
    """One person's role in one agency (or in none) and in some areas (none named: the whole city)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="memberships")
    areas = models.ManyToManyField("areas.Area", blank=True, related_name="memberships")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "agency"], nulls_distinct=False, name="one_role_in_an_agency"
            )
        ]

    def __str__(self) -> str:
        """Return person, role and agency."""
        return f"{self.user_id} {self.role} {self.agency_id or ''}"


class Holiday(models.Model):
    """A day the city sets itself: closed although the calendar says open, or open although it says closed.

    is_edited: by an administrator; reference data that is loaded leaves it. is_removed: does not count; the row stays
    so that reference data does not bring it back.
    """

    date = models.DateField(primary_key=True)
    name = models.CharField(max_length=120)
    is_working = models.BooleanField(default=False)
    source = models.TextField(blank=True)
    is_edited = models.BooleanField(default=False, db_default=False)
    is_removed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        """Return date and name."""
        return f"{self.date} {self.name}"


class AnswerTemplate(models.Model):
    """A ready text for the words of a move: of one agency, or (none) of all, in one language.

    kind: a kind of work by its name (`cityops/features/work.py`); verb: a move of its workflow; state: offered in that
    one only; empty: in all.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="answer_templates")
    kind = models.CharField(max_length=20)
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="id")
    title = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["kind", "verb", "title", "id"]
        indexes: ClassVar = [models.Index(fields=["kind", "verb"], name="answer_templates_of_a_move")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def area_id(self) -> None:
        """A template lies nowhere; the policy asks all rows."""
        return None
