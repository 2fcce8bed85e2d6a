"""Whether a plot overlaps others is kept on all of them, by one writer at a time."""

from django.db import connection

from cityops.farming.models import FarmPlot
from cityops.features.turns import take_turn

_MARK = """
UPDATE farming_farmplot AS plot SET has_overlap = now.has_overlap
FROM (
    SELECT id, state <> 'withdrawn' AND EXISTS (SELECT 1 FROM farming_overlapped(geom, id)) AS has_overlap
    FROM farming_farmplot WHERE id = ANY(%s)
) AS now
WHERE plot.id = now.id AND plot.has_overlap <> now.has_overlap
"""


def take_turn_on_the_ground() -> None:
    """Let nobody else change where plots lie until the transaction ends; taken before any row is locked."""
    take_turn("farm plots", "where they lie")


def overlapped_by(plot: FarmPlot) -> set[int]:
    """Return the live plots that a stored plot overlaps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT other FROM farming_farmplot AS plot, farming_overlapped(plot.geom, plot.id) AS other"
            " WHERE plot.id = %s",
            [plot.pk],
        )
        return {other for (other,) in cursor.fetchall()}


def mark_overlaps(plot: FarmPlot, before: set[int]) -> None:
    """Bring the marks of a plot, and of those that it overlaps or did before, up to date."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [sorted({plot.pk, *before, *overlapped_by(plot)})])
    plot.refresh_from_db(fields=["has_overlap"])
