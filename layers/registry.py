"""Layers by name. A kind of feature registers one; the layer then has tiles, lists, counts, filters and search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.errors import NotFound
from cityops.policy.decide import portions
from cityops.policy.lines import Portion
from cityops.policy.registry import grants_of
from layers.cells.books import Cells
from layers.column_filters import ColumnFilter, Contents
from layers.filters import Filter, FilterField
from layers.styles.style import VectorStyle

# Headings of the layer panel; a kind may bring its own.
CITY, SERVICES, FARMING = _("City"), _("Services"), _("Farming")


class Place(StrEnum):
    """Which of a feature's two places a layer draws and filters by."""

    PUBLIC = "public"  # public_geom, public_tile_geom, public_m: what strangers see
    EXACT = "exact"  # geom, tile_geom, m: what was said


class Geometry(StrEnum):
    """What a single feature looks like."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"

    @property
    def is_shape(self) -> bool:
        """Whether one may lie in several tiles: a line or a polygon."""
        return self is not Geometry.POINT


@dataclass(frozen=True)
class Column:
    """One column of a layer's table. path: a field of the model, or a path over relations, or an expression.

    kind: text, number, date, time or area_ha; says how a reader sees the value. is_offered: whether somebody may want
    to draw by it, or to filter. is_year: its numbers are years, which nobody groups.
    """

    name: str
    label: Promise | str
    path: str | Combinable
    kind: str = "text"
    choices: Mapping[str, Any] | None = None  # value → word, for columns that hold slugs
    is_offered: bool = True
    is_year: bool = False


@dataclass(frozen=True)
class Style:
    """How a layer looks on the map; the legend is made from it.

    icon: a name in static/icons/icons.txt. colour: the name of a design token without dashes ("accent", "info").
    by: the property whose values are drawn apart; classes: value → (word, colour token, icon), in the legend's order.
    """

    icon: str = "map-pin"
    colour: str = "accent"
    by: str = ""
    classes: Mapping[str, tuple[Any, str, str]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)  # one is itself: by that it is found where something is kept for it
class Layer:
    """One layer of the map.

    scope: the rows a user may see. place: which of their two places is drawn; for strangers always the public one.
    properties: what a single feature carries in a tile, name → column or expression (text or number); "code" is a must.
    counted, counted_values: a column with at most eight values; cells and clusters tell how many there are of each.
    due, due_states: the column of the due date, and the values of `counted` while its clock runs.
    vector: how single features are drawn, where somebody gave the layer a style of its own; `style` is for the rest.
    is_style_broken: what was kept as its style cannot be drawn any more.
    group: the heading in the layer panel. columns: the table. order: of the list, its last column unique.
    card: answers with a small HTML fragment for one feature, given the request and its code; it checks who asks.
    cells: how the counts that the database keeps for the table answer; without them a layer counts its rows.
    policy: kind and verb of the policy's line that `scope` follows; None: everybody sees the same rows.
    is_for_staff: a layer that strangers are not told of (404). is_on: drawn when the map opens.
    public_twin: the layer of the same rows that strangers are shown, where this one shows more of them.
    column_filters, contents: which filters are by the layer's own columns, and what is in these; for a form of filters.
    naming: the column by which rows are called, where the search box can look for them in the column `called`.
    is_shown_to: who of the staff knows of a layer that is neither everybody's nor under the policy (none: all of them).
    """

    name: str
    label: Promise | str
    scope: Callable[[Any], QuerySet[Any, Any]]
    filters: dict[str, FilterField]
    properties: dict[str, str | Combinable]
    place: Place = Place.PUBLIC
    geometry: Geometry = Geometry.POINT
    counted: str | None = None
    counted_values: tuple[str, ...] = ()
    due: str | None = None
    due_states: tuple[str, ...] = ()
    group: Promise | str = CITY
    style: Style = Style()
    vector: VectorStyle | None = None
    is_style_broken: bool = False
    columns: tuple[Column, ...] = ()
    order: tuple[str, ...] = ("-created_at", "-id")
    card: Callable[[HttpRequest, str], HttpResponse] | None = None
    cells: Cells | None = None
    policy: tuple[str, str] | None = None
    min_zoom: int = 0
    max_zoom: int = 20
    is_for_staff: bool = False
    is_on: bool = False
    public_twin: str = ""
    is_shown_to: Callable[[Any], bool] | None = None
    column_filters: tuple[ColumnFilter, ...] = ()
    contents: Callable[[], Contents] | None = None
    naming: str = ""

    @property
    def point(self) -> str:
        """The column with a point of the feature in EPSG:3857."""
        return "public_tile_geom" if self.place == Place.PUBLIC else "tile_geom"

    @property
    def morton(self) -> str:
        """The column with the Morton code of that point."""
        return "public_m" if self.place == Place.PUBLIC else "m"

    @property
    def shape(self) -> str:
        """The column with the feature's geometry in EPSG:4326."""
        return "public_geom" if self.place == Place.PUBLIC else "geom"

    def portions(self, user: Any) -> tuple[Portion, ...] | None:
        """Return which rows a user may see, in the policy's words; None: the same as everybody."""
        return portions(user, *self.policy) if self.policy else None

    def is_lasting(self, asked: Filter) -> bool:
        """Whether what a filter finds hangs on the rows and `portions` alone, not on the time or on words elsewhere."""
        if self.is_for_staff and self.policy is None:
            return False
        return not any(self.filters[name].is_volatile for name in asked.values)

    def is_seen_by(self, user: Any) -> bool:
        """Whether a user may know that there is such a layer."""
        if not self.is_for_staff:
            return True
        if self.policy:
            return bool(portions(user, *self.policy))
        return bool(grants_of(user)) and (self.is_shown_to is None or self.is_shown_to(user))

    def rows(self) -> QuerySet[Any, Any]:
        """Return all rows, whoever asks."""
        found: QuerySet[Any, Any] = self.scope(None).model._default_manager.all()
        return found

    def late(self) -> dict[str, Any]:
        """Return the lookups of rows past their date at this moment."""
        return {f"{self.due}__lt": timezone.now(), f"{self.counted}__in": self.due_states}


_layers: dict[str, Layer] = {}


def _none(name: str) -> Layer:
    raise NotFound


_find_described: Callable[[str], Layer] = _none
_all_described: Callable[[], list[Layer]] = list


def described_layers_come_from(find: Callable[[str], Layer], every: Callable[[], list[Layer]]) -> None:
    """Say where layers are found that were described while the map runs (registered by `layers.tables`)."""
    global _find_described, _all_described
    _find_described, _all_described = find, every


def register(layer: Layer) -> Layer:
    """Add a layer; a name that is taken is a mistake."""
    if layer.name in _layers:
        raise ValueError(f"layer {layer.name} is registered twice")
    _layers[layer.name] = layer
    return layer


def layer_named(name: str, user: Any) -> Layer:
    """Return a layer that the user may know of. Raises NotFound."""
    layer = _layers.get(name) or _find_described(name)
    if not layer.is_seen_by(user):
        raise NotFound
    return layer


def is_same_for_all(name: str) -> bool:
    """Whether this is a layer of which everybody sees the same; False also where there is none."""
    layer = _layers.get(name)
    return layer is not None and not layer.is_for_staff and layer.policy is None


def layers_of(user: Any) -> list[Layer]:
    """Return the layers that a user may know of, in the order they were registered."""
    return [layer for layer in (*_layers.values(), *_all_described()) if layer.is_seen_by(user)]


def all_layers() -> tuple[Layer, ...]:
    """Return all layers that kinds have registered."""
    return tuple(_layers.values())
