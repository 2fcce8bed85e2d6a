"""The rows of a question, put so that a list of them is found fast: what leads to a few is not what leads to many."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import Combinable

from layers.arms import rows_of
from layers.cells.cover import cover_of
from layers.cells.plan import selection_of
from layers.filters import PLACES, Filter
from layers.hits import hits_of
from layers.registry import Layer
from layers.selection import multirange
from layers.sqltext import whether

FEW = 5000


def rows_to_list(layer: Layer, user: Any, asked: Filter, of: int | None = None) -> Any:
    """Return the rows of a question; of: how many they are, where that is known.

    A few are best led to by what is asked for: words by the hits that are kept, an outline by the index of places. Of
    many the first ones are met soon on the way along an index of the list's order; there the question must not tempt
    the planner to another way.
    """
    if of is not None and of > FEW:
        return rows_of(layer, user, asked.without(*PLACES)).filter(_lies_in(layer, asked))
    hits = hits_of(layer, user, asked)
    if hits is None or len(hits.rows) > FEW:
        return rows_of(layer, user, asked)
    return rows_of(layer, user, Filter()).filter(pk__in=hits.rows["pk"].tolist())


def _lies_in(layer: Layer, asked: Filter) -> Combinable | Q:
    """Return the condition of lying in what is selected, told by Morton codes; on its line by the outline, too.

    A case, of which the planner guesses that it holds for every other row: of codes it would guess one in two hundred,
    and find and sort all of the rows where the first fifty are met soon.
    """
    selection = selection_of(layer, asked)
    if selection is None:
        return asked.only(*PLACES).condition(layer.filters)
    cover = cover_of(selection, None)
    on_the_line = {f"{layer.shape}__coveredby": GEOSGeometry(cover.polygon, srid=4326)}
    return whether(Q(_has_code(layer, cover.ranges)) | Q(_has_code(layer, cover.edge), **on_the_line))


def _has_code(layer: Layer, ranges: Sequence[tuple[int, int]]) -> Func:
    return Func(
        Value(multirange(ranges)),
        F(layer.morton),
        template="%(expressions)s",
        arg_joiner="::int8multirange @> ",
        output_field=BooleanField(),
    )
