"""Services, and requests for them. Note, contact and conversation live apart, so that they can be erased."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.areas.city import in_readers_language
from cityops.facilities.models import FacilityKind
from cityops.features.codes import LONGEST
from cityops.features.models import PublicPrecision
from cityops.features.work import DUE_OR_NEVER
from cityops.features.worked import Worked
from cityops.services.workflow import INCOMPLETE, OPEN_STATES, WORKFLOW, RequestState


class Service(models.Model):
    """A service (layanan): what it is, who may ask, how long it takes and where; from `services.yaml`."""

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    icon = models.CharField(max_length=40)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="services")
    what = models.TextField()
    what_en = models.TextField()
    who = models.TextField()
    who_en = models.TextField()
    days = models.PositiveSmallIntegerField()  # working days from the check to the answer
    fee = models.CharField(max_length=160)
    fee_en = models.CharField(max_length=160)
    office_name = models.CharField(max_length=160)
    office_address = models.CharField(max_length=200, blank=True)
    office_kind = models.CharField(max_length=16, choices=FacilityKind.choices, blank=True)
    hours = models.CharField(max_length=160)
    hours_en = models.CharField(max_length=160)
    is_open = models.BooleanField(default=True)
    is_verified = models.BooleanField(default=False)
    source = models.TextField()
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["sort", "code"]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)

    @property
    def about(self) -> str:
        """What it is, in the reader's language."""
        return in_readers_language(self.what, self.what_en)

    @property
    def for_whom(self) -> str:
        """Who may ask, in the reader's language."""
        return in_readers_language(self.who, self.who_en)

    @property
    def costs(self) -> str:
        """The fee, in the reader's language."""
        return in_readers_language(self.fee, self.fee_en)

    @property
    def office_hours(self) -> str:
        """The hours, in the reader's language."""
        return in_readers_language(self.hours, self.hours_en)


class Document(models.Model):
    """Something to bring along when asking for a service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    is_optional = models.BooleanField(default=False)
    sort = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["service", "sort"]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return in_readers_language(self.name, self.name_en)


class ServiceRequest(Worked):
    """A resident asks for a service (permohonan). No row is ever public: strangers never learn of it.

    is_only_desa: `geom` stands for a whole desa. days_left: working days that the clock had when it was stopped.
    """

    workflow = WORKFLOW
    link_name = "services.ServiceRequest"

    public_precision = models.CharField(
        max_length=8, choices=PublicPrecision.choices, default=PublicPrecision.AREA, db_default=PublicPrecision.AREA
    )
    is_public = models.BooleanField(default=False, db_default=False, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="requests")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="service_requests")
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.SUBMITTED)
    is_only_desa = models.BooleanField(default=False)
    plot_code = models.CharField(max_length=LONGEST, blank=True)  # of the farm plot it is about, as it was typed
    days_left = models.PositiveSmallIntegerField(null=True)
    submission_key = models.UUIDField(unique=True, null=True)
    address_hash = models.CharField(max_length=32, blank=True)  # of who sent it; erased after a day

    class Meta:
        ordering: ClassVar = [DUE_OR_NEVER, "id"]
        indexes: ClassVar = [
            models.Index(DUE_OR_NEVER, "id", name="requests_in_order"),
            models.Index(fields=["agency", "state", "due_at"], name="requests_by_agency"),
            models.Index(fields=["created_at", "id"], name="requests_by_age"),
            models.Index(
                fields=["address_hash", "created_at"], condition=~Q(address_hash=""), name="requests_of_an_address"
            ),
            # What the queues of the work map count is read from this alone, in one pass over what is open.
            models.Index(
                fields=["due_at"],
                include=["id", "agency", "area", "state", "assignee", "m"],
                condition=Q(state__in=OPEN_STATES),
                name="open_requests_in_time",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_public=False), name="a_request_is_never_public"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=INCOMPLETE) | Q(due_at=None), name="an_incomplete_request_has_no_due"
            ),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class RequestWords(models.Model):
    """What the resident wrote when asking."""

    request = models.OneToOneField(ServiceRequest, models.CASCADE, primary_key=True, related_name="words")
    note = models.TextField(max_length=2000)

    class Meta:
        verbose_name_plural = "request words"

    def __str__(self) -> str:
        """Return nothing personal."""
        return f"words of {self.request_id}"


class RequestContact(models.Model):
    """Who asks and how to reach them. Seen by the staff who handle the request, by nobody else."""

    request = models.OneToOneField(ServiceRequest, models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="id")

    def __str__(self) -> str:
        """Return nothing personal."""
        return f"contact of {self.request_id}"


class Pickup(models.Model):
    """Where to collect what is ready: office, what to bring, until when."""

    request = models.OneToOneField(ServiceRequest, models.CASCADE, primary_key=True, related_name="pickup")
    office = models.ForeignKey("facilities.Facility", models.SET_NULL, null=True, related_name="+")
    bring = models.CharField(max_length=500)
    until = models.DateField()

    def __str__(self) -> str:
        """Return the date."""
        return f"until {self.until}"

    @property
    def is_over(self) -> bool:
        """Whether the last day is past."""
        return self.until < timezone.localdate()


class Message(models.Model):
    """One contribution to the conversation between resident and officer, or an internal note."""

    class Side(models.TextChoices):
        """Who speaks."""

        RESIDENT = "resident", _("Resident")
        STAFF = "staff", _("Staff")

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=20)
    text = models.TextField(max_length=2000)
    is_for_resident = models.BooleanField(default=True)  # False: an internal note
    withdrawn_at = models.DateTimeField(null=True)  # taken back with the move that it was said in
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        """Return nothing personal."""
        return f"{self.verb} of {self.request_id}"
