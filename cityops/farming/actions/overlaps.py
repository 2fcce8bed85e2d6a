"""Whether a plot overlaps others is kept on all of them, by one writer at a time."""

from typing import Protocol, TypeVar

from django.db import connection
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from cityops.farming.models import FarmPlot
from cityops.farming.questions import Asker
from cityops.features.turns import take_turn

Written_co = TypeVar("Written_co", covariant=True)

_MARK = """
UPDATE farming_farmplot AS plot SET has_overlap = now.has_overlap
FROM (
    SELECT id, state <> 'withdrawn' AND EXISTS (SELECT 1 FROM farming_overlapped(geom, id)) AS has_overlap
    FROM farming_farmplot WHERE id = ANY(%s)
) AS now
WHERE plot.id = now.id AND plot.has_overlap <> now.has_overlap
"""


class OverlapNotConfirmed(CityError):
    """The plot overlaps another, and the sender has not said that it is so all the same."""

    code, status = "overlap_not_confirmed", 409
    text = _(
        "This plot overlaps land that is registered already. Look at its edge once more; if it is right, say so and "
        "send it again: an extension worker will look at it with both farmers."
    )


class _Write(Protocol[Written_co]):
    def __call__(self, *, is_confirmed: bool) -> Written_co: ...


def unless_told(asker: Asker, write: _Write[Written_co], *, is_confirmed: bool) -> Written_co:
    """Write a plot's place in a transaction of its own; whoever may not be told of an overlap confirms it unasked.

    The question is counted after that transaction, which the fault undoes.
    """
    try:
        return write(is_confirmed=is_confirmed)
    except OverlapNotConfirmed:
        if asker.may_be_told():
            raise
        return write(is_confirmed=True)


def take_turn_on_the_ground() -> None:
    """Let nobody else change where plots lie until the transaction ends; taken before any row is locked."""
    take_turn("farm plots", "where they lie")


def overlapped_by(plot: FarmPlot) -> set[int]:
    """Return the live plots that a stored plot overlaps."""
    return _overlapped([plot.pk])


def mark_overlaps(plot: FarmPlot, before: set[int]) -> None:
    """Bring the marks of a plot, and of those that it overlaps or did before, up to date."""
    _mark([plot], before)


def mark_again(plots: list[FarmPlot]) -> None:
    """Bring the marks of some plots, and of those that they overlap, up to date."""
    _mark(plots, set())


def _mark(plots: list[FarmPlot], before: set[int]) -> None:
    ids = [plot.pk for plot in plots]
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [sorted({*ids, *before, *_overlapped(ids)})])
    marks = dict(FarmPlot.objects.filter(pk__in=ids).values_list("pk", "has_overlap"))
    for plot in plots:
        plot.has_overlap = marks[plot.pk]


def _overlapped(plots: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT other FROM farming_farmplot AS plot, farming_overlapped(plot.geom, plot.id) AS other"
            " WHERE plot.id = ANY(%s)",
            [plots],
        )
        return {other for (other,) in cursor.fetchall()}
