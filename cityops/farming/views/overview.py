"""`/lahan/`: what registering a plot is for, and one's own. `/pertanian/`: what grows in the city, for everyone."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cityops.areas.models import Area
from cityops.areas.queries import desa_of_city
from cityops.errors import NotFound
from cityops.farming.commodities import Commodity
from cityops.farming.models import PlotTotal
from cityops.farming.policy import KIND
from cityops.farming.queries import plots_with_codes, totals_by_commodity, totals_by_desa
from cityops.farming.secrets import plots_on_this_phone
from cityops.policy.decide import allowed_anywhere


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what it is for, what is registered so far, and list the plots of this phone."""
    context = {
        "plots": plots_with_codes(plots_on_this_phone(request)),
        "sums": _sums(totals_by_desa()),
        "is_helper": allowed_anywhere(request.user, KIND, "enter"),
    }
    response = render(request, "farming/home.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@dataclass
class DesaTotals:
    """One desa with what may be told of it, the largest crop first."""

    area: Area
    total: PlotTotal
    crops: list[tuple[Any, PlotTotal]] = field(default_factory=list)


@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """Show hectares and plots by desa and crop; `desa` and `komoditas` narrow it."""
    desa, commodity = request.GET.get("desa", ""), request.GET.get("komoditas", "")
    if commodity and commodity not in Commodity.values:
        raise NotFound
    places = {area.code: area for area in desa_of_city().defer("geom", "parent__geom")}
    if desa and desa not in places:
        raise NotFound
    told = totals_by_commodity()
    if desa:
        told = told.filter(area=desa)
    if commodity:
        told = told.filter(commodity=commodity)
    whole = {total.area_id: total for total in totals_by_desa()}
    rows: dict[str, DesaTotals] = {}
    for cell in told.order_by(F("area_ha").desc(nulls_last=True), "commodity"):
        row = rows.setdefault(cell.area_id, DesaTotals(places[cell.area_id], whole[cell.area_id]))
        row.crops.append((Commodity(cell.commodity).label, cell))
    context = {
        "rows": sorted(rows.values(), key=lambda row: (row.area.parent_id or "", row.area.name)),
        "sums": _sums(told),
        "crops": _by_crop(told) if not (desa or commodity) else [],
        "places": places.values(),
        "commodities": Commodity.choices,
        "desa": desa,
        "commodity": commodity,
    }
    return render(request, "farming/totals.html", context)


def _sums(told: QuerySet[PlotTotal]) -> dict[str, Any]:
    """Return plots and hectares of all that may be told."""
    sums: dict[str, Any] = told.aggregate(plots=Sum("plots"), area_ha=Sum("area_ha"))
    return sums


def _by_crop(told: QuerySet[PlotTotal]) -> list[dict[str, Any]]:
    """Return each crop with its share of the largest one, for the bars."""
    sums = told.filter(is_few=False).order_by().values("commodity")
    crops = list(sums.annotate(all_plots=Sum("plots"), all_ha=Sum("area_ha")).order_by("-all_ha", "commodity"))
    largest = max((crop["all_ha"] for crop in crops), default=0)
    return [
        {
            "word": Commodity(crop["commodity"]).label,
            "plots": crop["all_plots"],
            "area_ha": crop["all_ha"],
            "percent": round(100 * crop["all_ha"] / largest) if largest else 0,
        }
        for crop in crops
    ]
