"""Names of columns that a layer's table can have."""

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


def usual_choices(found: Inspection) -> Choices:
    """Return how a file is read where nobody chooses: the columns that hold something, under names a layer can have."""
    columns = (
        ColumnChoice(column.source, free(column.name), column.kind, is_kept=is_filled(column, found))
        for column in found.columns
    )
    return replace(found.choices, columns=tuple(columns))
