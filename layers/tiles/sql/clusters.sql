-- One vector tile of pins and clusters, computed live from the rows that the reader may see.
-- Cost: an index scan on the tile's envelope, then one hash aggregate over its rows; 5,000 rows take about 10 ms.
-- A row lies in exactly one tile and one cell (half-open ranges), so the counts of all tiles add up to the total.
WITH tile AS (
    SELECT ST_XMin(e) AS west, ST_YMax(e) AS north, ST_XMax(e) - ST_XMin(e) AS size
    FROM ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS e
),
placed AS (
    SELECT r.*, (ST_X(r.t_point) - tile.west) / tile.size AS u, (tile.north - ST_Y(r.t_point)) / tile.size AS v
    FROM ({rows}) AS r CROSS JOIN tile
),
-- Tile coordinates run over 0..4096, y downwards; a cluster sits where its members are, not in the middle of its cell.
cells AS (
    SELECT
        ST_MakePoint(floor(avg(u) * 4096), floor(avg(v) * 4096)) AS geom,
        {aggregates}
    FROM placed
    WHERE u >= 0 AND u < 1 AND v >= 0 AND v < 1
    GROUP BY floor(u * %(grid)s), floor(v * %(grid)s)
)
SELECT ST_AsMVT(cells, %(name)s, 4096, 'geom') FROM cells
