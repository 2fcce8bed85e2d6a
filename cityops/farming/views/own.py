"""An own plot, for the phone that knows it: its page, withdrawing it, erasing who one is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cityops.areas.city import this_city
from cityops.areas.map_config import base_map_config
from cityops.errors import NotFound
from cityops.farming.actions import forget_farmer, take_back_plot
from cityops.farming.models import FarmPlot, PlotFarmer
from cityops.farming.queries import plots_visible_to, plots_with_codes
from cityops.farming.secrets import plots_on_this_phone, remember_on_this_phone
from cityops.farming.staff_detail import outline_of
from cityops.farming.timeline import steps_of
from cityops.farming.workflow import WORKFLOW
from cityops.features.codes import clean_code
from cityops.features.secrets import is_secret_of, secret_of


def own_plot(request: HttpRequest, code: str) -> FarmPlot:
    """Return a plot that this phone is the farmer's of. Raises NotFound for all others, be they there or not."""
    plots = plots_with_codes([code]) if code in plots_on_this_phone(request) else []
    if not plots:
        raise NotFound
    return plots[0]


@require_safe
def plot(request: HttpRequest, code: str) -> HttpResponse:
    """Show how an own plot stands."""
    found = own_plot(request, code)
    farmer = PlotFarmer.objects.filter(plot=found).first()
    verbs = {move.verb for move in WORKFLOW.moves_from(found.state)}
    path = reverse("farming:secret", args=[found.code, secret_of(found)])
    context: dict[str, Any] = {
        "plot": found,
        "farmer": farmer,
        "steps": steps_of(found),
        "is_just_sent": request.GET.get("baru") == "1",
        "may_edit": "edit" in verbs,
        "may_take_back": "take_back" in verbs,
        "is_mine_to_check": plots_visible_to(request.user).filter(pk=found.pk).exists(),
        "secret_url": request.build_absolute_uri(path),
        "map_config": {**base_map_config(), "outline": outline_of(found.geom)},
        "map_label": _("Map with this plot"),
    }
    response = render(request, "farming/plot.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def secret(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Let this browser act as the farmer, who alone knows the link."""
    found = FarmPlot.objects.filter(code=clean_code(code, this_city().public_code_prefix)).first()
    if found is None or not is_secret_of(found, secret):
        raise NotFound
    response = redirect("farming:plot", found.code)
    response["X-Robots-Tag"] = "noindex"
    remember_on_this_phone(request, response, found)
    return response


@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw an own plot."""
    take_back_plot(pk=own_plot(request, code).pk)
    messages.success(request, _("The plot is withdrawn, and your name and telephone are erased."))
    return redirect("farming:plot", code)


@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Erase the farmer's name and telephone at their wish; the plot stays."""
    forget_farmer(pk=own_plot(request, code).pk)
    messages.success(request, _("Your name and telephone are erased. The plot stays registered without them."))
    return redirect("farming:plot", code)
