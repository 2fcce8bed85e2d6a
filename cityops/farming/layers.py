"""Farming on the map: plots for staff, and for everyone the totals of each desa."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, FloatField, IntegerField, Q
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.work_keys import work_filters
from cityops.areas.queries import area_codes
from cityops.errors import NotFound
from cityops.farming.commodities import Commodity
from cityops.farming.models import FarmerGroup, FarmPlot
from cityops.farming.policy import KIND
from cityops.farming.queries import plots_visible_to, totals_by_commodity, totals_by_desa, with_what_is_shown
from cityops.farming.seasons import season_label, seasons_around
from cityops.farming.workflow import OPEN_STATES, WORKFLOW, PlotState
from layers.cells.books import Cells
from layers.filters import AnyBelow, AnyOf, BBox, Day, Flag, PolygonOf, Text, allowed_values
from layers.registry import FARMING, Column, Geometry, Layer, Place, Style, register


def _text(word: str) -> Q:
    """In code, desa or farmer group; never in the farmer's name, which not all may read who see plots."""
    return Q(code__icontains=word) | Q(area__name__icontains=word) | Q(group__name__icontains=word)


def seasons() -> Collection[str]:
    """Return the seasons that can be asked for: those around today, and those that there are."""
    there = FarmPlot.objects.order_by().values_list("season", flat=True).distinct()
    return frozenset({*seasons_around(timezone.localdate()), *there})


def _groups() -> Collection[str]:
    return frozenset(str(pk) for pk in FarmerGroup.objects.values_list("pk", flat=True))


class SeasonWords(dict[str, str]):
    """Season → how people say it."""

    def __missing__(self, season: str) -> str:
        """Say it."""
        return season_label(season)

    def get(self, season: str, default: Any = None) -> str:
        """Say it."""
        return self[season]


def plot_card(request: HttpRequest, code: str) -> HttpResponse:
    """Draw a plot for the map's sheet. Raises NotFound for who may not see it."""
    plot = with_what_is_shown(plots_visible_to(request.user)).filter(code=code).first()
    if plot is None:
        raise NotFound
    return render(request, "farming/cards.html#plot", {"plot": plot})


def totals_card(request: HttpRequest, code: str) -> HttpResponse:
    """Draw what may be told of a desa's farmland. Raises NotFound."""
    total = totals_by_desa().select_related("area").defer("area__geom").filter(code=code).first()
    if total is None:
        raise NotFound
    crops = totals_by_commodity().filter(area=total.area_id).order_by(F("area_ha").desc(nulls_last=True), "commodity")
    words = dict(Commodity.choices)
    rows = [{"word": words[crop.commodity], "total": crop} for crop in crops]
    return render(request, "farming/cards.html#totals", {"total": total, "rows": rows})


STAFF = Layer(
    name="plots",
    label=_("Farm plots"),
    scope=plots_visible_to,
    policy=(KIND, "view"),
    filters={
        "commodity": AnyOf("commodity", allowed_values(Commodity.values)),
        "status": AnyOf("state", allowed_values(PlotState.values)),
        "season": AnyOf("season", seasons),
        "group": AnyOf("group_id", _groups),
        "open": Flag(lambda: Q(state__in=OPEN_STATES)),
        **work_filters(OPEN_STATES),
        "overlap": Flag(lambda: Q(has_overlap=True)),
        "area": AnyBelow("area_id", area_codes),
        "from": Day("created_at"),
        "to": Day("created_at", is_last=True),
        "q": Text(_text),
        "bbox": BBox("geom"),
        "polygon": PolygonOf("tile_geom"),
    },
    properties={
        "code": "code",
        "status": "state",
        "commodity": "commodity",
        "area_ha": Cast("area_ha", FloatField()),
        "season": "season",
        "overlap": Cast("has_overlap", IntegerField()),
    },
    place=Place.EXACT,
    geometry=Geometry.POLYGON,
    counted="state",
    counted_values=tuple(PlotState.values),
    due="due_at",
    due_states=OPEN_STATES,
    group=FARMING,
    style=Style(
        icon="sprout",
        by="status",
        classes={
            state.name: (state.label, f"status-{state.sign}", f"status-{state.sign}") for state in WORKFLOW.states
        },
    ),
    columns=(
        Column("code", _("Code"), "code"),
        Column("commodity", _("Crop"), "commodity", choices=dict(Commodity.choices)),
        Column("area_ha", _("Hectares"), "area_ha", kind="area_ha"),
        Column("status", _("Status"), "state", choices=dict(PlotState.choices)),
        Column("season", _("Season"), "season", choices=SeasonWords()),
        Column("area", _("Area"), "area__name"),
        Column("sent", _("Sent"), "created_at", kind="time"),
        Column("due", _("Target date"), "due_at", kind="time"),
    ),
    card=plot_card,
    cells=Cells(
        source="plots",
        statuses={"status": None, "open": OPEN_STATES},
        facets={"agency": "agency", "commodity": "commodity"},
    ),
    is_for_staff=True,
)

TOTALS = Layer(
    name="plot-totals",
    label=_("Farmland by desa"),
    scope=totals_by_desa,
    filters={
        "area": AnyBelow("area_id", area_codes),
        "q": Text(lambda word: Q(area__name__icontains=word)),
        "bbox": BBox("public_geom"),
        "polygon": PolygonOf("public_geom"),
    },
    properties={
        "code": "code",
        "name": "area__name",
        "plots": "plots",
        "area_ha": Cast("area_ha", FloatField()),
    },
    group=FARMING,
    style=Style(icon="wheat"),
    columns=(
        Column("area", _("Area"), "area__name"),
        Column("plots", _("Plots"), "plots", kind="number"),
        Column("area_ha", _("Hectares"), "area_ha", kind="area_ha"),
    ),
    order=("code",),
    card=totals_card,
)


def register_layers() -> None:
    """Add both to the map."""
    register(STAFF)
    register(TOTALS)
