"""Who gives a layer its style: the one place that decides it."""

from typing import Any

from cityops.administration.policy import must_be_allowed
from layers.registry import Layer
from layers.styles.actions import set_style
from layers.styles.style import VectorStyle
from layers.tables import described_layer


def layer_to_style(user: Any, name: str) -> Layer:
    """Return a described layer for somebody who may say how it is drawn. Raises NotFound."""
    must_be_allowed(user, "categories")
    return described_layer(name)


def style_layer(*, actor: Any, name: str, style: VectorStyle | None) -> None:
    """Draw a described layer so from now on; None: as the map draws it by itself. Raises NotFound, BadStyle."""
    layer_to_style(actor, name)
    set_style(name, style)
