"""SQL that keeps the cells of one table: written once for each table, so that the database plans it once."""

from collections.abc import Mapping, Sequence

from layers.cells.books import DEEP_LEVELS, FACET_LEVELS, LEVELS

_COUNTS = ", ".join(f"count(*) FILTER (WHERE slot = {number})" for number in range(8))


def keep_cells_sql(
    table: str,
    *,
    source: str,
    slot: str | None,
    slots: Sequence[str],
    facets: Mapping[str, str],
    exact: str | None = "m",
    public: str | None = "public_m",
    area: str = "area_id",
) -> str:
    """Return the statements that attach the triggers and count what is there; names are given by programmers only."""
    if len(slots) > 8:
        raise ValueError("cells count at most eight values")
    bare = table.rpartition(".")[2]
    cases = " ".join(f"WHEN '{value}' THEN {number}" for number, value in enumerate(slots))
    slot_sql = f"(CASE {slot} {cases} END)::smallint" if slot else "NULL::smallint"
    pairs = ", ".join(f"'{name}', COALESCE({expression}, '')" for name, expression in facets.items())
    columns = (
        f"{exact or 'NULL::bigint'} >> 16 AS c, {public or 'NULL::bigint'} >> 16 AS pc, COALESCE({area}, '') AS area,"
        f" {slot_sql} AS slot, jsonb_build_object({pairs}) AS facets"
    )
    into = "INSERT INTO layers_delta (source, c, pc, area, slot, facets, d)"
    groups = "GROUP BY c, pc, area, slot, facets"
    return f"""
CREATE FUNCTION {table}_cells() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {into} SELECT '{source}', *, count(*) FROM (SELECT {columns} FROM new_rows) AS given {groups};
    ELSIF TG_OP = 'DELETE' THEN
        {into} SELECT '{source}', *, -count(*) FROM (SELECT {columns} FROM old_rows) AS given {groups};
    ELSE
        -- What stays in its cell is written all the same, as a change by nothing: the tile there is drawn anew.
        {into} SELECT '{source}', c, pc, area, slot, facets, sum(d)
        FROM (SELECT {columns}, 1 AS d FROM new_rows UNION ALL SELECT {columns}, -1 FROM old_rows) AS given {groups};
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {bare}_cells_insert AFTER INSERT ON {table}
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {table}_cells();
CREATE TRIGGER {bare}_cells_delete AFTER DELETE ON {table}
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION {table}_cells();
CREATE TRIGGER {bare}_cells_update AFTER UPDATE ON {table}
REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION {table}_cells();

{_recount_sql(table, source=source, slot=slot_sql, facets=facets, places={"exact": exact, "public": public}, area=area)}
SELECT layers_rebuild('{source}', '{table}_recount', '{table}');
"""


def _recount_sql(
    table: str,
    *,
    source: str,
    slot: str,
    facets: Mapping[str, str],
    places: Mapping[str, str | None],
    area: str,
) -> str:
    """Return the function that counts all cells from the rows."""
    parts = []
    for place, m in places.items():
        if not m:
            continue
        rows = f"SELECT {m} AS m, COALESCE({area}, '')::text AS area, {slot} AS slot FROM {table} WHERE {m} IS NOT NULL"
        for g in DEEP_LEVELS:
            only_deep = "" if g in LEVELS else f" WHERE depth >= {DEEP_LEVELS[-1]}"
            cell = f"m >> {60 - 2 * g}"
            parts.append(
                f"SELECT layers_book('{source}', '{place}', '', ''), {g}, {cell}, area, count(*), {_COUNTS}"
                f" FROM ({rows}) AS r{only_deep} GROUP BY {cell}, area"
            )
        for name, expression in facets.items():
            rows_of = rows.replace(" AS slot FROM", f" AS slot, COALESCE({expression}, '') AS value FROM", 1)
            parts += [
                f"SELECT layers_book('{source}', '{place}', '{name}', value), {g}, m >> {60 - 2 * g}, area, count(*),"
                f" {_COUNTS} FROM ({rows_of}) AS r GROUP BY value, m >> {60 - 2 * g}, area"
                for g in FACET_LEVELS
            ]
    body = "\n    UNION ALL ".join(parts)
    return f"""
CREATE FUNCTION {table}_recount(depth int)
RETURNS TABLE (book bigint, g int, c bigint, area text, n bigint,
    v0 bigint, v1 bigint, v2 bigint, v3 bigint, v4 bigint, v5 bigint, v6 bigint, v7 bigint)
LANGUAGE sql STABLE AS $$
    {body}
$$;"""


def drop_cells_sql(table: str, *, source: str) -> str:
    """Return the statements that take the triggers and the account away."""
    return f"""
DROP TRIGGER {table}_cells_insert ON {table};
DROP TRIGGER {table}_cells_delete ON {table};
DROP TRIGGER {table}_cells_update ON {table};
DROP FUNCTION {table}_cells();
DROP FUNCTION {table}_recount(int);
DELETE FROM layers_delta WHERE source = '{source}';
DELETE FROM layers_cell WHERE source = '{source}';
DELETE FROM layers_touch WHERE source = '{source}';
DELETE FROM layers_depth WHERE source = '{source}';
"""
