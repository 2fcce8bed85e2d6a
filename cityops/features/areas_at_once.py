"""In which desa very many places lie, by the rule of `area_at` (`sql/0001_locate.sql`), in one statement.

A call for each place costs some 70 µs, since each looks at its areas as if for the first time. Here each area is taken
once and all places in it are found by their index; what lies in none is looked at one by one where an area is near.
"""

# Of a row that was joined with `lies`. The nearest area within 25 m is never farther than 0.0003 degrees.
AREA_AT_ONCE = """COALESCE(lies.code, CASE WHEN EXISTS (
    SELECT FROM areas_area AS near WHERE near.level = 'desa' AND ST_DWithin(near.geom, _place, 0.0003)
) THEN area_at(_place) END)"""


def areas_at_once(table: str) -> str:
    """Return what stands behind WITH: `lies` (id, code), the area of each row that lies in one.

    table: has `id`, unique, and `_place`, a point in EPSG:4326 with an index. Costs about 5 µs a row.
    """
    return f"""lies AS MATERIALIZED (
    SELECT inside.id, min(area.code) AS code
    FROM (SELECT code, geom FROM areas_area WHERE level = 'desa' AND geom IS NOT NULL OFFSET 0) AS area
    CROSS JOIN LATERAL (
        SELECT id FROM {table} AS row WHERE ST_Covers(area.geom, row._place) OFFSET 0
    ) AS inside
    GROUP BY inside.id
)"""
