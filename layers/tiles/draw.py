"""One vector tile (Mapbox Vector Tile 2.1), made by PostGIS: single features where they are few, else cells."""

from typing import Any

from django.db.models import Case, DateTimeField, F, Q, When

from layers.arms import arms_of, from_rows, in_range, inside, level_for, rows_of
from layers.cells.books import DENSE_LEVELS
from layers.cells.plan import Plan, plan_for
from layers.filters import PLACES, Filter, place_of
from layers.registry import Geometry, Layer
from layers.sqltext import Sql, identifier, sql_of
from layers.tiles.address import Tile

MOST_FEATURES = 2000
# Cells to a side of a tile, and how many levels below it they lie: fine enough for a heat look, or for clusters.
GRIDS = {64: 6, 16: 4}
FINEST = 64
EXTENT = 4096
BUFFER = 64
COARSEST = 14
DENSE_AT = 15  # density is known by tiles of this zoom


def draw(layer: Layer, user: Any, asked: Filter, tile: Tile, grid: int = FINEST) -> bytes:
    """Return the tile of what `user` may see; empty where there is nothing.

    Its one MVT layer is `features` (at most 2,000: points, or polygons with a buffer of 64) or `cells` (n, s_<value>…).
    grid: how many cells to a side, 64 or 16.
    """
    if not layer.min_zoom <= tile.z <= layer.max_zoom:
        return b""
    plan = plan_for(layer, user, asked)
    n = how_many(layer, user, asked, tile, plan)
    if n == 0 and layer.geometry == Geometry.POINT:
        return b""
    body = (
        features_sql(layer, user, asked, tile)
        if n <= MOST_FEATURES
        else cells_sql(layer, user, asked, tile, plan, grid)
    )
    return bytes(body.row()[0] or b"") if body else b""


def how_many(layer: Layer, user: Any, asked: Filter, tile: Tile, plan: Plan | None) -> int:
    """Return how many features lie in the tile, or a number above what is drawn singly."""
    if plan and tile.z <= COARSEST:
        arms = arms_of(layer, user, asked, plan, COARSEST, tile.codes)
        return int(Sql(f"SELECT COALESCE(sum(n), 0) FROM ({arms.text}) AS a", arms.params).row()[0])
    few = sql_of(_in_tile(layer, user, asked, tile).values("pk")[: MOST_FEATURES + 1])
    return int(Sql(f"SELECT count(*) FROM ({few.text}) AS few", few.params).row()[0]) if few else 0


def cells_sql(layer: Layer, user: Any, asked: Filter, tile: Tile, plan: Plan | None, grid: int = FINEST) -> Sql:
    """Return the statement of a tile of cells."""
    levels, side = GRIDS[grid], EXTENT // grid
    level = tile.z + levels
    kept = level_for(plan, level) if plan else None
    is_plain = plan is not None and not plan.facet and plan.selection is None
    if plan and is_plain and level in DENSE_LEVELS and _is_dense(plan, tile):
        kept = level
    if plan and kept is not None:
        arms = arms_of(layer, user, asked, plan, level, tile.codes)
    else:
        arms = from_rows(layer, _in_tile(layer, user, asked, tile), level)
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


def features_sql(layer: Layer, user: Any, asked: Filter, tile: Tile) -> Sql | None:
    """Return the statement of a tile of single features; None where there are none for sure."""
    is_polygon = layer.geometry == Geometry.POLYGON
    rows = rows_of(layer, user, asked)
    if is_polygon:
        box = tile.envelope.clone()
        box.transform(4326)
        west, south, east, north = box.extent
        margin = (east - west) * BUFFER / EXTENT
        wide = type(box).from_bbox((west - margin, south - margin, east + margin, north + margin))
        wide.srid = 4326
        rows = rows.filter(**{f"{layer.shape}__bboverlaps": wide})
    else:
        rows = _in_tile(layer, user, asked, tile)
    columns: dict[str, Any] = {"t_point": F(layer.shape if is_polygon else layer.point), "t_dot": F(layer.point)}
    columns |= {f"p_{name}": F(path) if isinstance(path, str) else path for name, path in layer.properties.items()}
    if layer.due:
        running = Q(**{f"{layer.counted}__in": layer.due_states})
        columns["t_due"] = Case(When(running, then=F(layer.due)), output_field=DateTimeField())
    inner = sql_of(rows.values(**columns)[: MOST_FEATURES + 1 if is_polygon else None])
    if inner is None:
        return None
    west, north, size = tile.west_north_size
    properties = "".join(f", {identifier(f'p_{name}')} AS {identifier(name)}" for name in layer.properties)
    if layer.due:
        properties += ", floor(extract(epoch FROM t_due))::bigint AS due"
    if is_polygon:
        # A polygon that is smaller than a pixel shows as a point.
        inside = f"ST_MakeEnvelope(%s, %s, %s, %s, 3857), {EXTENT}, {BUFFER}, true"
        shape = f"ST_AsMVTGeom(ST_Simplify(ST_Transform(t_point, 3857), %s), {inside})"
        geom = f"COALESCE({shape}, ST_AsMVTGeom(t_dot, {inside}))"
        bounds = (west, north - size, west + size, north)
        params: tuple[Any, ...] = (size / EXTENT * 4, *bounds, *bounds)
    else:
        geom = f"ST_MakePoint(floor((ST_X(t_point) - %s) / %s * {EXTENT}), floor((%s - ST_Y(t_point)) / %s * {EXTENT}))"
        params = (west, size, north, size)
    return Sql(
        f"WITH drawn AS (SELECT {geom} AS geom{properties} FROM ({inner.text}) AS r)"
        f" SELECT ST_AsMVT(drawn, 'features', {EXTENT}, 'geom') FROM drawn WHERE geom IS NOT NULL",
        (*params, *inner.params),
    )


def _in_tile(layer: Layer, user: Any, asked: Filter, tile: Tile) -> Any:
    if tile.z < COARSEST or layer.geometry != Geometry.POINT:
        return in_range(layer, rows_of(layer, user, asked), tile.codes)
    # A small tile is the shorter way to its rows than a large selection.
    rows = in_range(layer, rows_of(layer, user, asked.without(*PLACES)), tile.codes)
    for key in PLACES:
        if key in asked:
            rows = inside(layer, rows, place_of(layer.filters[key], asked.values[key]))
    return rows


def _is_dense(plan: Plan, tile: Tile) -> bool:
    """Whether deeper levels than usual are kept here."""
    asked = "SELECT EXISTS (SELECT FROM layers_dense WHERE source = %s AND place = %s AND t = %s)"
    return bool(Sql(asked, (plan.cells.source, plan.place, tile.range_at(DENSE_AT)[0])).row()[0])
