"""Which columns of a file a layer has: under names that its table can have, and as chosen before."""

from collections.abc import Sequence
from dataclasses import replace

from geodata.readers.choices import Choices, ColumnChoice
from geodata.readers.inspection import FoundColumn, Inspection
from layers.tables import OWN

LONGEST = 40


def free(name: str) -> str:
    """Return a name that the map does not need itself."""
    return f"{name[: LONGEST - 2]}_1" if name in OWN else name


def has_places(found: Inspection) -> bool:
    """Whether the rows can be drawn: a layer is made of these only."""
    return found.geometry not in ("", "none")


def is_filled(column: FoundColumn, found: Inspection) -> bool:
    """Whether a column has a value in any row: KML and GPX declare a dozen that nobody filled."""
    return column.empty < found.rows or not found.rows


def usual_choices(found: Inspection, before: Sequence[ColumnChoice] = ()) -> Choices:
    """Return how a file is read where nobody chooses: the columns that hold something, under names a layer can have.

    before: what was chosen for the version that it replaces.
    """
    known = {column.source: column for column in as_before(found, before)}
    columns = (
        known.get(column.source)
        or ColumnChoice(column.source, free(column.name), column.kind, is_kept=is_filled(column, found))
        for column in found.columns
    )
    return replace(found.choices, columns=tuple(columns))


def as_before(found: Inspection, before: Sequence[ColumnChoice]) -> tuple[ColumnChoice, ...]:
    """Return what was chosen before for the columns that are here again: what was left out stays left out.

    A kind stays where the values still fit it.
    """
    known = {column.source.strip(): column for column in before}
    return tuple(
        replace(was, source=column.source, kind=was.kind if was.kind in ("text", column.kind) else column.kind)
        for column in found.columns
        if (was := known.get(column.source.strip()))
    )


def arrived(found: Inspection, before: Sequence[ColumnChoice]) -> list[str]:
    """Return which columns were not in the file of the version before; none where that is not known."""
    known = {column.source.strip() for column in before}
    return [column.source.strip() for column in found.columns if known and column.source.strip() not in known]
