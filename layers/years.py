"""Columns of years: numbers that are read as dates are, and are no quantities."""

import re
from collections.abc import Sequence

from layers.registry import Layer
from layers.sqltext import Sql, identifier
from layers.styles.style import YEAR

FIRST_ROWS = 1000  # of a table tell what its columns hold
CALLED_SO, OTHERWISE = (1000, 2999), (1900, 2100)
_YEAR = re.compile(r"(^|_)(tahun\w*|thn\d*|th\d*|years?|yr|\w+(year|tahun))(_|$)")
# Rain, heights and people may lie between 1900 and 2100, too.
_QUANTITY = re.compile(
    r"(^|_)(m|mm|cm|km|m2|ha|kg|ton|l|rp|idr|mdpl|jiwa|orang|warga|kk|luas|tinggi|ketinggian|elevasi|elevation|height"
    r"|jumlah|total|count|n|harga|price|panjang|lebar|length|width|area|curah|hujan|rain|debit|penduduk|population)(_|$)"
)


def years_among(table: str, numbers: Sequence[str]) -> frozenset[str]:
    """Return which columns of numbers hold years, by their names and by the first rows of the table.

    Whole numbers of four digits in a column that is called so; those of our time where nothing says otherwise.
    table: with its schema, as it is there.
    """
    ranges = {name: found for name in numbers if (found := _range_of(name))}
    if not ranges:
        return frozenset()
    told = ", ".join(
        f"count({column}) > 0 AND bool_and({column} IS NULL OR {column} = floor({column})"
        f" AND {column} BETWEEN {least} AND {most})"
        for column, (least, most) in ((identifier(name), found) for name, found in ranges.items())
    )
    columns = ", ".join(identifier(name) for name in ranges)
    rows = f"SELECT {columns} FROM {table} LIMIT %s"
    are_years = Sql(f"SELECT {told} FROM ({rows}) AS r", (FIRST_ROWS,)).row()
    return frozenset(name for name, are in zip(ranges, are_years, strict=True) if are)


def _range_of(name: str) -> tuple[int, int] | None:
    if _YEAR.search(name):
        return CALLED_SO
    return None if _QUANTITY.search(name) else OTHERWISE


def kinds_of(layer: Layer) -> dict[str, str]:
    """Return the kind of each column of a layer, as a style must fit it."""
    return {column.name: YEAR if column.is_year else str(column.kind) for column in layer.columns}


def is_year(layer: Layer, name: str) -> bool:
    """Whether a column of a layer holds years."""
    return any(column.is_year for column in layer.columns if column.name == name)
