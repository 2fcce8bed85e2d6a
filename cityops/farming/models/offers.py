"""Harvest offers (tawaran panen). Who sells lives apart: it can be erased, and is shown only where they agree."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.farming.commodities import Commodity
from cityops.farming.offer_workflow import OFFERED, OPEN_STATES, WORKFLOW, OfferState
from cityops.farming.weeks import week_in_words
from cityops.features.models import PublicPrecision
from cityops.features.work import DUE_OR_NEVER
from cityops.features.worked import Worked

PRICE_FRESH_FOR = timedelta(days=14)
SHOWN_AFTER_READY = timedelta(days=14)  # after the last day of the week in which it is ready
WEEK = timedelta(days=6)


class Unit(models.TextChoices):
    """How a harvest is counted."""

    KG = "kg", _("kg")
    KUINTAL = "kuintal", _("quintal")
    TON = "ton", _("tonne")
    IKAT = "ikat", _("bunch")
    BUAH = "buah", _("piece")


class Grade(models.TextChoices):
    """Quality by the trade's own letters."""

    A = "a", _("Grade A")
    B = "b", _("Grade B")
    C = "c", _("Grade C")
    MIXED = "mixed", _("Mixed, ungraded")


class HarvestOffer(Worked):
    """What a farmer offers from a harvest: how much of what, when, from which desa, at which price since when.

    The place is the desa's own point, for everybody: a plot is never asked for. Only what is `offered` is public.
    """

    workflow = WORKFLOW
    link_name = "farming.HarvestOffer"

    public_precision = models.CharField(
        max_length=8, choices=PublicPrecision.choices, default=PublicPrecision.AREA, db_default=PublicPrecision.AREA
    )
    is_public = models.BooleanField(default=False, db_default=False, editable=False)
    commodity = models.CharField(max_length=16, choices=Commodity.choices)
    variety = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.KG)
    grade = models.CharField(max_length=8, choices=Grade.choices, blank=True)
    quality = models.CharField(max_length=160, blank=True)
    ready_week = models.DateField()  # the Monday of the week
    ends_on = models.DateField()  # the last day on which it is shown
    price = models.PositiveIntegerField(null=True, blank=True)  # rupiah a unit; none: to be agreed
    price_at = models.DateTimeField(null=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="offers")
    state = models.CharField(max_length=12, choices=OfferState.choices, default=OfferState.HELD)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")  # for the farmer
    hidden_reason = models.CharField(max_length=300, blank=True)
    submission_key = models.UUIDField(unique=True, null=True)
    address_hash = models.CharField(max_length=32, blank=True)  # of who sent it; erased after a day

    class Meta:
        ordering: ClassVar = [DUE_OR_NEVER, "id"]
        indexes: ClassVar = [
            models.Index(DUE_OR_NEVER, "id", name="offers_in_order"),
            models.Index(
                F("price_at").desc(nulls_last=True), F("id").desc(), condition=Q(is_public=True), name="offers_fresh"
            ),
            models.Index(fields=["commodity", "area"], condition=Q(is_public=True), name="offers_by_commodity"),
            models.Index(
                fields=["address_hash", "created_at"], condition=~Q(address_hash=""), name="offers_of_an_address"
            ),
            # What the queues of the work map count is read from this alone, in one pass over what is open.
            models.Index(
                fields=["due_at"],
                include=["id", "agency", "area", "state", "assignee", "m"],
                condition=Q(state__in=OPEN_STATES),
                name="open_offers_in_time",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=OFFERED, is_public=True) | (~Q(state=OFFERED) & Q(is_public=False)),
                name="what_is_offered_is_public_and_nothing_else",
            ),
            models.CheckConstraint(condition=Q(public_precision="area"), name="an_offers_place_is_its_desa"),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_is_known"),
            models.CheckConstraint(condition=Q(commodity__in=Commodity.values), name="offer_commodity_is_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_offer_has_an_amount"),
            models.CheckConstraint(condition=Q(ready_week__iso_week_day=1), name="a_ready_week_is_its_monday"),
            models.CheckConstraint(
                condition=Q(price=None, price_at=None) | Q(price__gt=0, price_at__isnull=False),
                name="a_price_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code

    @property
    def is_price_old(self) -> bool:
        """Whether the price is so old that it must be asked again; computed when asked, never stored."""
        return self.price_at is not None and timezone.now() - self.price_at > PRICE_FRESH_FOR

    @property
    def price_days(self) -> int:
        """How many days old the price is, by the city's calendar."""
        return (timezone.localdate() - timezone.localdate(self.price_at)).days if self.price_at else 0

    @property
    def week_words(self) -> str:
        """The days of the week in which it is ready."""
        return week_in_words(self.ready_week)

    @property
    def title(self) -> str:
        """What is offered: "Apel manalagi"."""
        label = str(self.get_commodity_display())
        return f"{label} {self.variety}".strip() if self.commodity != Commodity.LAIN else self.variety or label


def last_day_shown(ready_week: date) -> date:
    """Return the last day on which an offer that is ready in this week (its Monday) is shown."""
    return ready_week + WEEK + SHOWN_AFTER_READY


class OfferSeller(models.Model):
    """Who sells, as they said it. Seen by the extension workers; by everyone only where they agreed (`is_shown`).

    consent: how the farmer agreed, where a helper typed. Erased when the farmer withdraws, and 90 days after the end.
    """

    offer = models.OneToOneField(HarvestOffer, models.CASCADE, primary_key=True, related_name="seller")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)
    is_shown = models.BooleanField(default=False, db_default=False)
    consent = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Return nothing personal."""
        return f"seller of {self.offer_id}"
