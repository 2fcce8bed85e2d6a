"""Which books answer a question exactly, if any do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import shapely
from django.db.models import Max, Min, Q

from cityops.policy.lines import Portion
from layers.cells.books import MONTH, Cells, book
from layers.filters import PLACES, Day, Filter, allowed_by, leaves, place_of
from layers.registry import Layer


@dataclass(frozen=True)
class Plan:
    """Books to add up. facet "": the book of all. slots None: every value. areas None: everywhere.

    edges: rows that no whole month holds, at either end, to be counted one by one. selection: what the rows lie in,
    EPSG:4326.
    """

    cells: Cells
    place: str
    facet: str = ""
    values: tuple[str, ...] = ("",)
    slots: tuple[int, ...] | None = None
    areas: tuple[str, ...] | None = None
    edges: tuple[Q, ...] = ()
    selection: shapely.Geometry | None = None

    @property
    def takes_all(self) -> bool:
        """Whether nothing but a selection narrows it: no row on its line is left out but by its shape, or its scope."""
        return not self.facet and self.slots is None and self.areas is None and not self.edges

    @property
    def books(self) -> list[int]:
        """The numbers of the books."""
        return [book(self.cells.source, self.place, self.facet, value) for value in self.values]


def plan_for(layer: Layer, user: Any, asked: Filter) -> Plan | None:
    """Return how the cells of a layer answer; None where only its rows can."""
    cells = layer.cells
    if cells is None:
        return None
    values = dict(asked.values)
    slots = _slots(layer, cells, values)
    flags = _flags(layer, cells, values, slots)
    areas: set[str] | None = None
    if cells.area and cells.area in values:
        areas = set(leaves(layer.filters[cells.area], values.pop(cells.area)))
    days = (values.pop("from", None), values.pop("to", None)) if cells.month_by else (None, None)
    selection = _selection(layer, values)
    facets = {cells.facets[key]: set(values.pop(key)) for key in list(values) if key in cells.facets}
    if values:
        return None
    if (portions := layer.portions(user)) is not None:
        narrowed = _within(layer, cells, portions, facets, areas)
        if narrowed is None:
            return None
        facets, areas = narrowed
    plan = Plan(cells, layer.place.value, slots=slots, areas=None if areas is None else tuple(sorted(areas)))
    if days != (None, None):
        return None if flags or selection is not None else _by_month(layer, cells, plan, facets, *days)
    if len(facets) > 1:
        return None
    plan = replace(plan, selection=selection)
    for facet, wanted in facets.items():
        plan = replace(plan, facet=facet, values=tuple(sorted(wanted)))
    return flagged(layer, plan, flags) if flags else plan


def flagged(layer: Layer, plan: Plan, flags: Mapping[str, bool]) -> Plan | None:
    """Narrow a plan to rows that have, or have not, flags, by letter; None where no book tells both.

    Of what is asked for beside flags a plan may name states, areas, and who handles the rows.
    """
    of = plan.cells.flagged
    if of is None or plan.edges or plan.facet not in ("", plan.cells.facets[of.by]):
        return None
    handlers = plan.values if plan.facet else ("", *sorted(allowed_by(layer.filters[of.by])))
    open_slots = {n for n, value in enumerate(layer.counted_values) if value in of.states}
    slots = tuple(sorted(open_slots if plan.slots is None else open_slots.intersection(plan.slots)))
    return replace(plan, facet=of.facet, values=of.values(handlers, flags), slots=slots)


def selection_of(layer: Layer, asked: Filter) -> shapely.Geometry | None:
    """Return what a question asks rows of points to lie in, EPSG:4326; None where it does not, or they are shapes."""
    return _selection(layer, dict(asked.values))


def _selection(layer: Layer, values: dict[str, tuple[str, ...]]) -> shapely.Geometry | None:
    """Take polygon and bbox out of what was asked; for a layer of shapes they stay, and rows answer."""
    if layer.geometry.is_shape:
        return None
    shapes = [place_of(layer.filters[key], values.pop(key)).wkt for key in PLACES if key in values]
    return shapely.intersection_all(shapely.from_wkt(shapes)) if shapes else None


def _slots(layer: Layer, cells: Cells, values: dict[str, tuple[str, ...]]) -> tuple[int, ...] | None:
    wanted: set[str] | None = None
    for key, meant in cells.statuses.items():
        if key in values:
            asked = values.pop(key)
            chosen = set(asked if meant is None else meant)
            wanted = chosen if wanted is None else wanted & chosen
    return None if wanted is None else tuple(n for n, value in enumerate(layer.counted_values) if value in wanted)


def _flags(
    layer: Layer, cells: Cells, values: dict[str, tuple[str, ...]], slots: tuple[int, ...] | None
) -> dict[str, bool]:
    """Take out of what was asked the keys that a book of flags answers: letter → whether rows have it or lack it.

    A row that is not in the book lacks all flags, so what asks for their lack must ask for the book's states as well.
    """
    if (of := cells.flagged) is None:
        return {}
    flags = {letter: True for key, letter in of.letters.items() if values.pop(key, None)}
    if slots is None or any(layer.counted_values[slot] not in of.states for slot in slots):
        return flags
    for key, (value, letter) in of.lacking.items():
        if values.get(key) == (value,) and letter not in flags:
            del values[key]
            flags[letter] = False
    return flags


def _within(
    layer: Layer, cells: Cells, portions: Sequence[Portion], facets: dict[str, set[str]], areas: set[str] | None
) -> tuple[dict[str, set[str]], set[str] | None] | None:
    """Narrow what was asked to what a person may see; None where that is no single facet and set of areas."""
    if any(portion.agency is None and not portion.areas for portion in portions):
        return facets, areas
    if len({portion.areas for portion in portions}) > 1 or len({portion.agency is None for portion in portions}) > 1:
        return None
    if portions and portions[0].agency is not None:
        agencies = {str(portion.agency) for portion in portions}
        facet = cells.facets.get("agency")
        if facet is None:
            return None
        facets = {**facets, facet: facets.get(facet, agencies) & agencies}
    if portions and portions[0].areas:
        if not cells.area:
            return None
        mine = set(leaves(layer.filters[cells.area], portions[0].areas))
        areas = mine if areas is None else areas & mine
    if not portions:
        areas = set()
    return facets, areas


def _by_month(
    layer: Layer,
    cells: Cells,
    plan: Plan,
    facets: dict[str, set[str]],
    first: tuple[str, ...] | None,
    last: tuple[str, ...] | None,
) -> Plan | None:
    """Read whole months (UTC) from the book by kind and month, and the days at both ends from rows."""
    if set(facets) - {cells.month_by}:
        return None
    if first is None or last is None:
        known = layer.rows().aggregate(least=Min(cells.created), most=Max(cells.created))
        if known["least"] is None:
            return None
    start = Day.moment(first[0]) if first else datetime(known["least"].year, known["least"].month, 1, tzinfo=UTC)
    end = Day.moment(last[0], after=True) if last else known["most"] + timedelta(days=32)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    begins, ends = _month_from(start), datetime(end.year, end.month, 1, tzinfo=UTC)
    if begins >= ends:
        return None
    months = []
    month = begins
    while month < ends:
        months.append(f"{month:%Y-%m}")
        month = (month + timedelta(days=32)).replace(day=1)
    if len(months) > 1200:
        return None
    kinds = sorted(facets.get(cells.month_by or "", set()) or cells.month_values)
    edges = []
    if start < begins:
        edges.append(Q(**{f"{cells.created}__gte": start, f"{cells.created}__lt": begins}))
    if last and end > ends:
        edges.append(Q(**{f"{cells.created}__gte": ends, f"{cells.created}__lt": end}))
    return Plan(
        cells,
        plan.place,
        MONTH,
        tuple(f"{kind}/{month}" for kind in kinds for month in months),
        plan.slots,
        plan.areas,
        tuple(edges),
    )


def _month_from(moment: datetime) -> datetime:
    """Return the first beginning of a month that is not before a moment."""
    begin = datetime(moment.year, moment.month, 1, tzinfo=UTC)
    return begin if begin == moment else (begin + timedelta(days=32)).replace(day=1)
