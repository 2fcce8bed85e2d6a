"""Names of columns that a layer's table can have."""

from dataclasses import replace

from geodata.readers.choices import Choices, ColumnChoice
from geodata.readers.inspection import Inspection
from layers.tables import OWN

LONGEST = 40


def free(name: str) -> str:
    """Return a name that the map does not need itself."""
    return f"{name[: LONGEST - 2]}_1" if name in OWN else name


def usual_choices(found: Inspection) -> Choices:
    """Return how a file is read where nobody chooses: all its columns, under names that a layer can have."""
    columns = (ColumnChoice(column.source, free(column.name), column.kind) for column in found.columns)
    return replace(found.choices, columns=tuple(columns))
