"""The panel in which a raster is given its look: what `templates/layers/raster_style_body.html` needs."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from layers.catalogue import raster_addresses
from layers.number_words import number_words
from layers.rasters.class_rows import ClassRow
from layers.rasters.forms import RasterStyleForm
from layers.rasters.legend import legend_of
from layers.rasters.look import RasterLook
from layers.rasters.registry import RasterLayer
from layers.rasters.style import RasterStyle
from layers.styles.panel import RampChoice
from layers.styles.ramps import ORDERED, RAMPS

SHADES = 9  # of a ramp as it is offered


@dataclass(frozen=True)
class RasterPanel:
    """What stands in it. style: what was filled in, None while something in it is wrong; shown: for the page's map."""

    layer: RasterLayer
    form: RasterStyleForm
    style: RasterLook | None
    legend: dict[str, Any]
    shown: dict[str, Any]
    ramps: list[RampChoice]
    classes: list[ClassRow]

    body_template = "layers/raster_style_body.html"
    is_by_itself = False  # a raster always has a look

    @property
    def key(self) -> list[dict[str, Any]]:
        """The legend in words: a bar of colours, or a colour each, as `static/js/map/raster-key.js` has them."""
        if stops := self.legend.get("stops"):
            ends = f"≤ {number_words(stops[0]['at'])} – ≥ {number_words(stops[-1]['at'])}"
            return [{"shades": [stop["colour"] for stop in stops], "word": ends}]
        if classes := self.legend.get("classes"):
            return [{"colour": one["colour"], "word": one["word"] or _range_of(one)} for one in classes]
        if self.legend.get("kind") == "shade":
            return [{"word": _("Relief, lit from one side")}]
        red, green, blue = self.legend["bands"]
        words = _("Red: band %(red)s, green: %(green)s, blue: %(blue)s")
        return [{"word": words % {"red": red, "green": green, "blue": blue}}]

    @property
    def kind(self) -> str:
        """What is chosen of the kinds."""
        return self.form.kind_now

    @property
    def is_broken(self) -> bool:
        """Whether what was kept cannot be drawn any more."""
        return self.layer.is_look_broken


def raster_panel_of(layer: RasterLayer, data: Any = None) -> RasterPanel:
    """Return the panel as somebody filled it in, or, without data, as the raster is shown now."""
    form = RasterStyleForm(data, layer=layer)
    look: RasterLook | None = layer.look
    if data is not None:
        form.is_valid()
        look = form.look
    chosen, is_reversed = form["ramp"].value(), form["reversed"].value() in (True, "on", "True")
    return RasterPanel(
        layer=layer,
        form=form,
        style=look,
        legend=legend_of(look.drawn) if look else {},
        shown=_shown(layer, look),
        ramps=[
            RampChoice(name, RAMPS[name].colours(SHADES, is_reversed=is_reversed), name == chosen) for name in ORDERED
        ],
        classes=form.class_rows_shown(),
    )


def _shown(layer: RasterLayer, look: RasterLook | None) -> dict[str, Any]:
    """Return what a page's script tells its map (`setLook` in static/js/map/raster.js)."""
    if look is None:
        return {"look": None}
    tiles, value = raster_addresses(layer.name)
    tried = "" if look.drawn == layer.style else "?" + urlencode({"style": json.dumps(_bare(look.drawn))})
    told = {
        "tilesUrl": tiles + tried,
        "valueUrl": value + tried,
        "legend": legend_of(look.drawn),
        "bands": list(look.drawn.bands),
        "opacity": look.opacity,
    }
    return {"look": told, "minZoom": look.min_zoom, "maxZoom": look.max_zoom}


def _range_of(one: dict[str, Any]) -> str:
    if "value" in one:
        return number_words(one["value"])
    return _("%(from)s to %(to)s") % {"from": number_words(one["from"]), "to": number_words(one["to"])}


def _bare(style: RasterStyle) -> dict[str, Any]:
    """Return a style without the words of its classes, which an address need not carry."""
    said = style.to_json()
    for one in said.get("classes", ()):
        del one["word"]
    return said
