"""Farm plots (lahan). The farmer's name and the words of people live apart, so that they can be erased."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cityops.farming.commodities import Commodity
from cityops.farming.seasons import PATTERN, season_label
from cityops.farming.workflow import OPEN_STATES, WORKFLOW, PlotState
from cityops.features.models import PublicPrecision
from cityops.features.work import DUE_OR_NEVER
from cityops.features.worked import Worked


class FarmPlot(Worked):
    """A plot of farmland (petak lahan) and what grows on it.

    geom: one polygon or several, flat and valid (a check of the database). area_ha: hectares on the ellipsoid, set by
    the database. No row is ever public, nor its place: strangers see totals (`PlotTotal`).
    """

    workflow = WORKFLOW
    link_name = "farming.FarmPlot"

    public_precision = models.CharField(
        max_length=8, choices=PublicPrecision.choices, default=PublicPrecision.AREA, db_default=PublicPrecision.AREA
    )
    is_public = models.BooleanField(default=False, db_default=False, editable=False)
    area_ha = models.DecimalField(_("Hectares"), max_digits=10, decimal_places=4, editable=False, db_default=0)
    commodity = models.CharField(max_length=16, choices=Commodity.choices)
    season = models.CharField(max_length=6)  # "2026-3"
    group = models.ForeignKey("farming.FarmerGroup", models.PROTECT, null=True, blank=True, related_name="plots")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="plots")
    state = models.CharField(max_length=12, choices=PlotState.choices, default=PlotState.SUBMITTED)
    has_overlap = models.BooleanField(default=False, db_default=False)  # with another live plot, as last looked
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")  # for the farmer
    submission_key = models.UUIDField(unique=True, null=True)
    address_hash = models.CharField(max_length=32, blank=True)  # of who sent it; erased after a day

    class Meta:
        ordering: ClassVar = [DUE_OR_NEVER, "id"]
        indexes: ClassVar = [
            models.Index(DUE_OR_NEVER, "id", name="plots_in_order"),
            models.Index(fields=["agency", "state", "due_at"], name="plots_by_agency"),
            models.Index(fields=["state", "area", "commodity"], name="plots_by_area"),
            models.Index(
                fields=["address_hash", "created_at"], condition=~Q(address_hash=""), name="plots_of_an_address"
            ),
            # What the queues of the work map count is read from this alone, in one pass over what is open.
            models.Index(
                fields=["due_at"],
                include=["id", "agency", "area", "state", "assignee", "has_overlap", "m"],
                condition=Q(state__in=OPEN_STATES),
                name="open_plots_in_time",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_public=False), name="a_plot_is_never_public"),
            models.CheckConstraint(condition=Q(public_precision="area"), name="a_plots_place_is_its_desa"),
            models.CheckConstraint(condition=Q(state__in=PlotState.values), name="plot_state_is_known"),
            models.CheckConstraint(condition=Q(commodity__in=Commodity.values), name="plot_commodity_is_known"),
            models.CheckConstraint(condition=Q(season__regex=PATTERN), name="plot_season_is_a_season"),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code

    @property
    def season_label(self) -> str:
        """The season as people say it."""
        return season_label(self.season)


class PlotFarmer(models.Model):
    """Who works the plot, as they said it. Seen by those who verify; erased when the farmer wishes.

    group_name: as typed; a verifier links the plot to the group. consent: how the farmer agreed, where a helper typed.
    """

    plot = models.OneToOneField(FarmPlot, models.CASCADE, primary_key=True, related_name="farmer")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    group_name = models.CharField(max_length=120, blank=True)
    consent = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Return nothing personal."""
        return f"farmer of {self.plot_id}"


class PlotNote(models.Model):
    """What a member of staff wrote: to the farmer, or for colleagues only."""

    plot = models.ForeignKey(FarmPlot, models.CASCADE, related_name="notes")
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=20)
    text = models.TextField(max_length=4000)
    is_for_farmer = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)  # taken back with the move that it was said in
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:60]
