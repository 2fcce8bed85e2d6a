"""Where the classes of a column lie, by its rows as they are now: told by the database, natural ones by a sample."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from layers.registry import Layer
from layers.sqltext import Sql, identifier
from layers.styles.fisher_jenks import natural_breaks
from layers.styles.style import Kind, Method, VectorStyle
from layers.years import is_year

SAMPLE = 2000  # values that natural breaks are found among: half a second for the finest
FIRST_ROWS = 1000  # by which it is told whether a column tells kinds
DIGITS = 2  # of the width of a class that a break is written with


def range_of(layer: Layer, column: str) -> tuple[float, float] | None:
    """Return the least and the largest value; None where there is none."""
    found = Sql(f"SELECT min(v), max(v) FROM ({_values(layer, column)}) AS r").row()
    return None if found[0] is None else (float(found[0]), float(found[1]))


def breaks_of(layer: Layer, column: str, method: Method, classes: int) -> tuple[float, ...]:
    """Return the largest value of each class but the last, rounded to what can be read; none where all values are one.

    Fewer classes come of it where there are fewer different values.
    """
    between = range_of(layer, column)
    if between is None or between[0] == between[1]:
        return ()
    least, most = between
    if method == Method.EQUAL:
        found = [least + (most - least) * number / classes for number in range(1, classes)]
    elif method == Method.NATURAL:
        found = natural_breaks(np.array(_sample(layer, column)), classes)
    else:
        shares = [number / classes for number in range(1, classes)]
        asked = f"SELECT percentile_cont(%s::float8[]) WITHIN GROUP (ORDER BY v) FROM ({_values(layer, column)}) AS r"
        found = Sql(asked, (shares,)).row()[0]
    if is_year(layer, column):  # whole numbers: no year lies between a break and the year before it
        return tuple(sorted({float(math.floor(one)) for one in found if least <= math.floor(one) < most}))
    return readable(found, least, most)


def readable(breaks: Sequence[float], least: float, most: float) -> tuple[float, ...]:
    """Return breaks rounded, none twice, with a value on both sides of each: a break is what the legend says it is."""
    step = 10.0 ** (math.floor(math.log10((most - least) / (len(breaks) + 1))) - DIGITS + 1)
    rounded = (float(f"{round(one / step) * step:.12g}") for one in breaks)
    kept = sorted({one for one in rounded if least <= one < most})
    return tuple(kept) or tuple(sorted({one for one in breaks if least <= one < most}))


def computed_anew(style: VectorStyle, layer: Layer) -> VectorStyle:
    """Return a style with its breaks, or the values that have its sizes, found among the rows as they are now.

    What somebody wrote by hand stays, and so does what no rows speak of.
    """
    if style.kind == Kind.GRADUATED and style.method != Method.MANUAL:
        return replace(style, breaks=breaks_of(layer, style.column, style.method, style.classes) or style.breaks)
    if style.kind == Kind.SIZED and (values := sized_range(layer, style.column)) is not None:
        return replace(style, values=values)
    return style


def sized_range(layer: Layer, column: str) -> tuple[float, float] | None:
    """Return the values that have the smallest and the largest size: from none at all, or the least below it."""
    between = range_of(layer, column)
    if between is None:
        return None
    least, most = between
    return min(least, 0.0) if least < most else least - 1, most


def values_of(layer: Layer, column: str, most: int) -> list[str]:
    """Return the values of a text column, the most frequent first; of years those, the earliest first."""
    table, name = _names(layer, column)
    asked = f"SELECT {name}::text FROM {table} WHERE {name}::text <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %s"
    found = [str(value) for (value,) in Sql(asked, (most,)).rows()]
    return sorted(found) if is_year(layer, column) else found


def kinds_first(layer: Layer, columns: Sequence[str], most: int) -> list[str]:
    """Return text columns, first those that tell kinds and not single features, by the first rows of the table.

    most: how many different values a column of kinds has at the most.
    """
    if len(columns) < 2:
        return list(columns)
    table, _name = _names(layer, columns[0])
    names = [_names(layer, column)[1] for column in columns]
    counts = ", ".join(f"count(DISTINCT NULLIF({name}, ''))" for name in names)
    rows, *different = Sql(
        f"SELECT count(*), {counts} FROM (SELECT {', '.join(names)} FROM {table} LIMIT %s) AS r", (FIRST_ROWS,)
    ).row()
    tells = {column: 1 < n <= most and n < rows for column, n in zip(columns, different, strict=True)}
    return sorted(columns, key=lambda column: not tells[column])


def _sample(layer: Layer, column: str) -> list[float]:
    """Return values evenly far apart in the order of all, the least and the largest too: the same each time."""
    asked = (
        "SELECT v FROM (SELECT v, row_number() OVER (ORDER BY v) AS place, count(*) OVER () AS n"
        f" FROM ({_values(layer, column)}) AS r) AS ordered WHERE place IN (1, n) OR place %% (n / %s + 1) = 0"
    )
    return [float(value) for (value,) in Sql(asked, (SAMPLE,)).rows()]


def _values(layer: Layer, column: str) -> str:
    table, name = _names(layer, column)
    return f"SELECT {name} AS v FROM {table} WHERE {name} > '-Infinity' AND {name} < 'Infinity'"


def _names(layer: Layer, column: str) -> tuple[str, str]:
    meta = layer.rows().model._meta
    return identifier(meta.db_table), identifier(str(meta.get_field(column).column))
