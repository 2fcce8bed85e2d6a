"""The panel in which a layer is given its style: what `templates/layers/style_panel.html` needs, on whichever page."""

from dataclasses import dataclass, field
from typing import Any

from layers.registry import Layer
from layers.styles.forms import CategoryRow, VectorStyleForm, style_now
from layers.styles.layer_look import layer_legend, layer_look
from layers.styles.legend import Entry
from layers.styles.ramps import ORDERED, colours
from layers.styles.style import VectorStyle


@dataclass(frozen=True)
class RampChoice:
    """One ramp as it is offered: its name, its colours, whether it is chosen."""

    name: str
    shades: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Panel:
    """What stands in it. style: what was filled in, None while something in it is wrong; look: what a map draws by.

    is_by_itself: nothing was chosen yet, and the map draws the layer as it does without a style: look is None.
    is_broken: what was kept cannot be drawn any more.
    """

    layer: Layer
    form: VectorStyleForm
    style: VectorStyle | None
    legend: tuple[Entry, ...]
    look: dict[str, Any] | None
    ramps: list[RampChoice] = field(default_factory=list)
    categories: list[CategoryRow] = field(default_factory=list)
    is_by_itself: bool = False
    is_broken: bool = False

    body_template = "layers/vector_style_body.html"

    @property
    def kind(self) -> str:
        """What is chosen of the kinds: which part of the form is shown."""
        return str(self.form["kind"].value() or "single")

    @property
    def shown(self) -> dict[str, Any]:
        """What a page's script tells its map (`Layer.setLook` in static/js/map/layer.js)."""
        style = self.style
        zooms = {"minZoom": style.min_zoom, "maxZoom": style.max_zoom} if style else {}
        return {"look": self.look, **zooms} | ({"isByItself": True} if self.is_by_itself else {})


def panel_of(layer: Layer, data: Any = None) -> Panel:
    """Return the panel as somebody filled it in, or, without data, as the layer is drawn now."""
    form = VectorStyleForm(data, layer=layer)
    style = style_now(layer)
    if data is not None:
        form.is_valid()
    made = style if data is None else form.style
    is_by_itself = layer.vector is None and made == style
    bound = form["ramp"].value()
    is_reversed = form["reversed"].value() in (True, "on", "True")
    ramps = [RampChoice(name, colours(name, 7, is_reversed), name == bound) for name in ORDERED]
    return Panel(
        layer=layer,
        form=form,
        style=made,
        legend=layer_legend(layer, made) if made else (),
        look=layer_look(layer, made) if made and not is_by_itself else None,
        ramps=ramps,
        categories=form.category_rows(),
        is_by_itself=is_by_itself,
        is_broken=layer.is_style_broken,
    )
