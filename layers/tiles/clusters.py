"""Vector tiles of pins and clusters."""

import re
from itertools import count
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Polygon
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, DateTimeField, F, Q, When
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from cityops.errors import CityError
from layers.filters import Filter
from layers.registry import Layer

SQL = (Path(__file__).parent / "sql" / "clusters.sql").read_text()
MAX_ZOOM = 20
HALF_WORLD_M = 20037508.342789244
# A cluster's cell on the screen: 64 pixels while the city is seen from afar, 32 in the street.
GRID, STREET_GRID, STREET_ZOOM = 4, 8, 16


class TileOutside(CityError):
    """A tile that the scheme (WebMercatorQuad) does not have."""

    code, status = "tile_outside", 400
    text = _("There is no such tile: z is 0 to %(max_zoom)s, x and y are 0 to 2^z - 1.")


def tile(layer: Layer, user: Any, asked: Filter, z: int, x: int, y: int) -> bytes:
    """Return a Mapbox vector tile (version 2.1) of what `user` may see; empty where there is nothing.

    Features are clusters {n, s_<value>…, late} and single pins with the layer's properties. Raises TileOutside.
    """
    if not (0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        raise TileOutside(max_zoom=MAX_ZOOM)
    rows = layer.scope(user).filter(asked.condition(layer.filters)).order_by()
    rows = rows.filter(**{f"{layer.point}__bboverlaps": envelope(z, x, y)})
    try:
        inner, values = rows.values(**_columns(layer)).query.sql_with_params()
    except EmptyResultSet:  # Django has seen that the reader may see nothing at all
        return b""
    grid = STREET_GRID if z >= STREET_ZOOM else GRID
    params: dict[str, Any] = {"z": z, "x": x, "y": y, "name": layer.name, "grid": grid}
    params |= {f"v{number}": value for number, value in enumerate(values)}
    with connection.cursor() as cursor:
        cursor.execute(_query(layer, inner), params)
        (body,) = cursor.fetchone()
    return bytes(body)


def _columns(layer: Layer) -> dict[str, Any]:
    """Return the columns that the SQL reads, under names that cannot clash with those of the model."""
    columns: dict[str, Any] = {"t_point": F(layer.point)}
    for name, column in layer.properties.items():
        columns[f"p_{name}"] = F(column) if isinstance(column, str) else column
    if layer.counted:
        columns["t_counted"] = F(layer.counted)
    if layer.due:
        running = Q(**{f"{layer.counted}__in": layer.due_states})
        columns["t_due"] = Case(When(running, then=F(layer.due)), output_field=DateTimeField())
    return columns


def _query(layer: Layer, inner: str) -> sql.Composed:
    """Fill the names of columns into the SQL; values stay bound."""
    numbers = count()
    rows = sql.SQL(re.sub("%s", lambda _match: f"%(v{next(numbers)})s", inner))
    counts: list[sql.Composable] = [
        sql.SQL("count(*) FILTER (WHERE t_counted = {value}) AS {name}").format(
            value=sql.Literal(value), name=sql.Identifier(f"s_{value}")
        )
        for value in layer.counted_values
    ]
    singles: list[sql.Composable] = [
        sql.SQL("CASE WHEN count(*) = 1 THEN min({column}) END AS {name}").format(
            column=sql.Identifier(f"p_{name}"), name=sql.Identifier(name)
        )
        for name in layer.properties
    ]
    if layer.due:
        counts.append(sql.SQL("count(*) FILTER (WHERE t_due < now()) AS late"))
        singles.append(sql.SQL("CASE WHEN count(*) = 1 THEN floor(extract(epoch FROM min(t_due)))::bigint END AS due"))
    aggregates = sql.SQL(",\n        ").join([sql.SQL("count(*) AS n"), *counts, *singles])
    return sql.SQL(SQL).format(rows=rows, aggregates=aggregates)


def envelope(z: int, x: int, y: int) -> Polygon:
    """Return a tile's envelope in EPSG:3857, metres."""
    size = 2 * HALF_WORLD_M / 2**z
    west, north = -HALF_WORLD_M + x * size, HALF_WORLD_M - y * size
    box = Polygon.from_bbox((west, north - size, west + size, north))
    box.srid = 3857
    return box
