"""The style of a layer that somebody brought: a page with it on the map, and the preview that its panel asks for."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only, tasks_of
from cityops.areas.map_config import base_map_config, first_look
from cityops.desk.layer_styles import is_dataset, layer_to_style, style_layer, style_panel_of
from layers.catalogue import entry, raster_entry
from layers.rasters.registry import RasterLayer
from layers.registry import Layer
from layers.tables import extent_of_table


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def layer_style(request: HttpRequest, name: str) -> HttpResponse:
    """Show the panel; keep the style that was filled in, or draw the page with it."""
    layer = layer_to_style(request.user, name)
    panel = style_panel_of(layer, request.POST if request.method == "POST" else None)
    done = request.POST.get("do")
    if done == "forget" or (done == "save" and panel.style):
        is_kept = done == "save"
        style = panel.style if is_kept and not panel.is_by_itself else None
        style_layer(actor=request.user, name=name, style=style)
        words = _("The style of “%(layer)s” is saved.") if is_kept else _("The saved style of “%(layer)s” is deleted.")
        messages.success(request, words % {"layer": layer.label}, extra_tags=_done_to(name))
        return redirect("desk:layer_style", name)
    context = {
        "panel": panel,
        "layer": layer,
        "is_dataset": is_dataset(name),
        "was_saved": any(one.extra_tags == _done_to(name) for one in messages.get_messages(request)),
        "map_config": _map_config(layer),
        "tasks": tasks_of(cast(User, request.user)),
    }
    return render(request, "desk/layer_style.html", context, status=200 if panel.style else 422)


@staff_only
@require_POST
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """Return the panel as it was filled in, and what a map draws by; nothing is kept."""
    panel = style_panel_of(layer_to_style(request.user, name), request.POST)
    html = render_to_string(panel.body_template, {"panel": panel}, request)
    return JsonResponse({"panel": html, "shown": panel.shown})


def _done_to(name: str) -> str:
    """Return how the page that follows knows what was said: of the style of this layer, and that it is done."""
    return f"style-{name}"


def _map_config(layer: Layer | RasterLayer) -> dict[str, Any]:
    told = raster_entry(layer) if isinstance(layer, RasterLayer) else entry(layer)
    extent = layer.extent if isinstance(layer, RasterLayer) else extent_of_table(layer.name)
    return base_map_config() | {
        "catalogue": {"groups": [{"label": str(layer.group), "layers": [told]}]},
        "name": layer.name,
        "bounds": extent and first_look(extent),
        "minZoom": 1,
    }
