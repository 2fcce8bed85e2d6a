"""One vector tile (Mapbox Vector Tile 2.1), made by PostGIS: single features where they are few, else cells."""

from typing import Any

from django.db.models import Case, DateTimeField, F, Q, When
from numpy.typing import NDArray

from layers.arms import NOTHING, arms_of, counted_rows, is_narrow, led_by_cells, level_for, rows_of
from layers.cells.books import DENSE_LEVELS
from layers.cells.plan import Plan, plan_for, selection_of
from layers.filters import PLACES, Filter
from layers.hits import cells_of, hits_of
from layers.registry import Layer
from layers.selection import selected
from layers.sqltext import Sql, identifier, joined, sql_of
from layers.tiles.address import Tile

MOST_FEATURES = 2000
# Cells to a side of a tile, a power of two: fine enough for a heat look, or for clusters.
GRIDS = (64, 16)
FINEST = 64
EXTENT = 4096
BUFFER = 64
COARSEST = 14
MOST_SAID = 256
DENSE_AT = 15  # density is known by tiles of this zoom

_said: dict[tuple[Layer, Any, str], Sql | None] = {}


def draw(layer: Layer, user: Any, asked: Filter, tile: Tile, grid: int = FINEST) -> bytes:
    """Return the tile of what `user` may see; empty where there is nothing.

    Its one MVT layer is `features` (at most 2,000: points, or shapes with a buffer of 64) or `cells` (n, s_<value>…).
    grid: how many cells to a side, 64 or 16; half as many where very many features lie and no finer cells are kept.
    """
    if not layer.min_zoom <= tile.z <= layer.max_zoom:
        return b""
    hits = hits_of(layer, user, asked)
    if hits is None:
        statement = tile_sql(layer, user, asked, tile, grid)
    else:
        statement = hits_sql(layer, user, hits.within(tile.codes), tile, grid)
    return bytes(statement.row(is_frequent=True)[0] or b"") if statement else b""


def tile_sql(layer: Layer, user: Any, asked: Filter, tile: Tile, grid: int = FINEST) -> Sql | None:
    """Return the statement of a tile: it counts, and by that draws features or cells; None: nothing there for sure."""
    rows = _rows_in(layer, user, asked, tile)
    drawn = _shapes(layer, user, asked, tile) if layer.geometry.is_shape else rows
    if drawn is None:
        return None
    plan = plan_for(layer, user, asked)
    if plan and is_narrow(plan) and tile.z <= COARSEST and not layer.geometry.is_shape:
        drawn = led_by_cells(layer, drawn, plan, tile.codes)
    features = features_sql(layer, drawn, tile)
    rows = rows or NOTHING
    n = how_many_sql(layer, user, asked, tile, plan, rows)
    cells = cells_sql(layer, user, asked, tile, plan, rows, grid)
    # The server works out the one branch that it comes to. A shape may reach in where none lies.
    nothing = "" if layer.geometry.is_shape else " WHEN n = 0 THEN NULL"
    few = Sql(f"n <= {MOST_FEATURES}")
    if layer.geometry.is_shape:  # all that reach in count: none is left out without a word
        few = Sql(f"{few.text} AND (SELECT count(*) FROM ({drawn.text}) AS d) <= {MOST_FEATURES}", drawn.params)
    return Sql(
        f"SELECT CASE{nothing} WHEN {few.text} THEN ({features.text}) ELSE ({cells.text}) END FROM ({n.text}) AS here",
        (*few.params, *features.params, *cells.params, *n.params),
    )


def hits_sql(layer: Layer, user: Any, hits: NDArray[Any], tile: Tile, grid: int = FINEST) -> Sql | None:
    """Return the statement of a tile of hits; who may see a single one is asked again."""
    if len(hits) > MOST_FEATURES:
        return _squares(layer, cells_of(layer, hits, tile.z + levels_below(grid)), grid)
    rows = sql_of(rows_of(layer, user, Filter()).values(**_columns(layer)))
    if rows is None:
        return None
    found = Sql(f"SELECT * FROM ({rows.text}) AS a WHERE t_pk = ANY(%s)", (*rows.params, hits["pk"].tolist()))
    return features_sql(layer, found, tile)


def how_many_sql(layer: Layer, user: Any, asked: Filter, tile: Tile, plan: Plan | None, rows: Sql) -> Sql:
    """Return the statement that gives `n`: how many features are in the tile, or more than are drawn singly."""
    if plan and tile.z <= COARSEST:
        arms = arms_of(layer, user, asked, plan, COARSEST, tile.codes)
        return Sql(f"SELECT COALESCE(sum(n), 0) AS n FROM ({arms.text}) AS a", arms.params)
    return Sql(
        f"SELECT count(*) AS n FROM (SELECT FROM ({rows.text}) AS r LIMIT {MOST_FEATURES + 1}) AS few", rows.params
    )


def cells_sql(layer: Layer, user: Any, asked: Filter, tile: Tile, plan: Plan | None, rows: Sql, grid: int) -> Sql:
    """Return the statement of a tile of cells; rows: those of the tile, for where no book answers."""
    level = tile.z + levels_below(grid)
    if plan and level_for(plan, level) is not None:
        return _squares(layer, arms_of(layer, user, asked, plan, level, tile.codes), grid)
    counted = _squares(layer, NOTHING if rows is NOTHING else counted_rows(layer, rows, level), grid)
    # One level deeper than is kept, cells twice as wide are read instead of tens of thousands of rows.
    kept = min(level, DENSE_LEVELS[-1])
    if plan is None or plan.facet or plan.selection is not None or kept < level - 1:
        return counted
    deeper = _squares(layer, arms_of(layer, user, asked, plan, kept, tile.codes), grid >> (level - kept))
    is_dense = "EXISTS (SELECT FROM layers_dense WHERE source = %s AND place = %s AND t = %s)"
    return Sql(
        f"SELECT CASE WHEN {is_dense} THEN ({deeper.text}) ELSE ({counted.text}) END",
        (plan.cells.source, plan.place, tile.range_at(DENSE_AT)[0], *deeper.params, *counted.params),
    )


def levels_below(grid: int) -> int:
    """Return how many levels below a tile its cells lie."""
    return grid.bit_length() - 1


def _squares(layer: Layer, arms: Sql, grid: int) -> Sql:
    levels, side = levels_below(grid), EXTENT // grid
    sums = ", ".join(f"sum(v{number}) AS v{number}" for number in range(len(layer.counted_values)))
    counted = "".join(
        f", NULLIF(v{number}, 0)::int AS {identifier(f's_{value}')}"
        for number, value in enumerate(layer.counted_values)
    )
    column = " | ".join(f"((c >> {bit}) & {1 << bit})" for bit in range(levels))
    row = " | ".join(f"((c >> {bit + 1}) & {1 << bit})" for bit in range(levels))
    return Sql(
        f"WITH cells AS (SELECT c, sum(n) AS n{', ' + sums if sums else ''} FROM ({arms.text}) AS arms"
        f" GROUP BY 1 HAVING sum(n) > 0),"
        f" drawn AS (SELECT ST_MakePoint(({column}) * {side} + {side // 2}, ({row}) * {side} + {side // 2}) AS geom,"
        f" n::int AS n{counted} FROM cells)"
        f" SELECT ST_AsMVT(drawn, 'cells', {EXTENT}, 'geom') FROM drawn",
        arms.params,
    )


def features_sql(layer: Layer, inner: Sql, tile: Tile) -> Sql:
    """Return the statement of a tile of single features, drawn from rows with `_columns`."""
    is_shape = layer.geometry.is_shape
    west, north, size = tile.west_north_size
    properties = "".join(f", {identifier(f'p_{name}')} AS {identifier(name)}" for name in layer.properties)
    if layer.due:
        properties += ", floor(extract(epoch FROM t_due))::bigint AS due"
    if is_shape:
        # One that is smaller than a pixel shows as a point. To project fewer corners costs a third.
        inside = f"ST_MakeEnvelope(%s, %s, %s, %s, 3857), {EXTENT}, {BUFFER}, true"
        shape = f"ST_AsMVTGeom(ST_Transform(ST_Simplify(t_point, %s), 3857), {inside})"
        geom = f"COALESCE({shape}, ST_AsMVTGeom(t_dot, {inside}))"
        bounds = (west, north - size, west + size, north)
        params: tuple[Any, ...] = (360 / 2**tile.z / EXTENT * 4, *bounds, *bounds)
    else:
        geom = f"ST_MakePoint(floor((ST_X(t_point) - %s) / %s * {EXTENT}), floor((%s - ST_Y(t_point)) / %s * {EXTENT}))"
        params = (west, size, north, size)
    return Sql(
        f"WITH drawn AS (SELECT {geom} AS geom{properties} FROM ({inner.text}) AS r)"
        f" SELECT ST_AsMVT(drawn, 'features', {EXTENT}, 'geom') FROM drawn{' WHERE geom IS NOT NULL' * is_shape}",
        (*params, *inner.params),
    )


def _shapes(layer: Layer, user: Any, asked: Filter, tile: Tile) -> Sql | None:
    box = tile.envelope.clone()
    box.transform(4326)
    west, south, east, north = box.extent
    margin = (east - west) * BUFFER / EXTENT
    wide = type(box).from_bbox((west - margin, south - margin, east + margin, north + margin))
    wide.srid = 4326
    rows = rows_of(layer, user, asked).filter(**{f"{layer.shape}__bboverlaps": wide})
    return sql_of(rows.values(**_columns(layer))[: MOST_FEATURES + 1])


def _rows_in(layer: Layer, user: Any, asked: Filter, tile: Tile) -> Sql | None:
    """Return the rows of a tile, with what is drawn and counted of each; those of a selection by cells and its line."""
    selection = selection_of(layer, asked)
    rows = _rows(layer, user, asked if selection is None else asked.without(*PLACES))
    if rows is None:
        return None
    if selection is None:
        return Sql(f"SELECT * FROM ({rows.text}) AS a WHERE t_m >= %s AND t_m < %s", (*rows.params, *tile.codes))
    parts = selected(layer, rows, selection, tile.codes)
    return joined(" UNION ALL ", parts) if parts else None


def _rows(layer: Layer, user: Any, asked: Filter) -> Sql | None:
    """Return the rows of a question. What the ORM says is kept."""
    if not layer.is_lasting(asked):
        return sql_of(rows_of(layer, user, asked).values(**_columns(layer)))
    key = (layer, layer.portions(user), asked.query)
    if key not in _said:
        if len(_said) >= MOST_SAID:
            _said.clear()
        _said[key] = sql_of(rows_of(layer, user, asked).values(**_columns(layer)))
    return _said[key]


def _columns(layer: Layer) -> dict[str, Any]:
    shape = layer.shape if layer.geometry.is_shape else layer.point
    columns: dict[str, Any] = {"t_point": F(shape), "t_dot": F(layer.point), "t_m": F(layer.morton)}
    columns |= {"t_pk": F("pk"), "t_shape": F(layer.shape)}
    if layer.counted:
        columns["t_counted"] = F(layer.counted)
    columns |= {f"p_{name}": F(path) if isinstance(path, str) else path for name, path in layer.properties.items()}
    if layer.due:
        running = Q(**{f"{layer.counted}__in": layer.due_states})
        columns["t_due"] = Case(When(running, then=F(layer.due)), output_field=DateTimeField())
    return columns
