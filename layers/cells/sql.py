"""SQL that keeps the cells of one table: written once for each table, so that the database plans it once."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from layers.cells.books import DENSE_LEVELS, LEVELS, levels_of

_COUNTS = ", ".join(f"count(*) FILTER (WHERE slot = {number}) AS v{number}" for number in range(8))
_VALUES = ", ".join(f"v{number}" for number in range(8))


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
    index: bool = True,
) -> str:
    """Return the statements that attach the triggers and count what is there; names are given by programmers only."""
    bare = table.rpartition(".")[2]
    columns_to_index = {"exact": exact, "public": public}.items() if index else ()
    indexes = "".join(f"CREATE INDEX {bare}_cells_{place} ON {table} ({m});\n" for place, m in columns_to_index if m)
    functions = count_cells_sql(
        table,
        source=source,
        slot=slot,
        slots=slots,
        facets=facets,
        exact=exact,
        public=public,
        area=area,
    )
    return f"""{functions}
CREATE TRIGGER {bare}_cells_insert AFTER INSERT ON {table}
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {table}_cells();
CREATE TRIGGER {bare}_cells_delete AFTER DELETE ON {table}
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION {table}_cells();
CREATE TRIGGER {bare}_cells_update AFTER UPDATE ON {table}
REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION {table}_cells();

{indexes}
INSERT INTO layers_account (source, "table") VALUES ('{source}', '{table}');
SELECT layers_rebuild('{source}');
"""


def count_cells_sql(
    table: str,
    *,
    source: str,
    slot: str | None,
    slots: Sequence[str],
    facets: Mapping[str, str],
    sparse: Mapping[str, str] | None = None,
    exact: str | None = "m",
    public: str | None = "public_m",
    area: str = "area_id",
) -> str:
    """Return the statements that make the functions which count a table's cells, or put others in their place.

    sparse: facets of which a row may have no value (NULL); it is in none of their books then.
    """
    sparse = sparse or {}
    if len(slots) > 8:
        raise ValueError("cells count at most eight values")
    cases = " ".join(f"WHEN '{value}' THEN {number}" for number, value in enumerate(slots))
    slot_sql = f"(CASE {slot} {cases} END)::smallint" if slot else "NULL::smallint"
    pairs = ", ".join(f"'{name}', COALESCE({expression}, '')" for name, expression in facets.items())
    given = f"jsonb_build_object({pairs})"
    if sparse:
        also = ", ".join(f"'{name}', {expression}" for name, expression in sparse.items())
        given = f"({given} || jsonb_strip_nulls(jsonb_build_object({also})))"
    columns = (
        f"{exact or 'NULL::bigint'} >> 16 AS c, {public or 'NULL::bigint'} >> 16 AS pc, COALESCE({area}, '') AS area,"
        f" {slot_sql} AS slot, {given} AS facets"
    )
    places = {"exact": exact, "public": public}
    into = "INSERT INTO layers_delta (source, c, pc, area, slot, facets, d)"
    groups = "GROUP BY c, pc, area, slot, facets"
    return f"""
CREATE OR REPLACE FUNCTION {table}_cells() RETURNS trigger LANGUAGE plpgsql AS $$
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
{_recount_sql(table, source=source, slot=slot_sql, facets=facets, sparse=sparse, places=places, area=area)}
{_deep_sql(table, slot=slot_sql, places=places, area=area)}"""


def _recount_sql(
    table: str,
    *,
    source: str,
    slot: str,
    facets: Mapping[str, str],
    sparse: Mapping[str, str],
    places: Mapping[str, str | None],
    area: str,
) -> str:
    """Return the function that counts all cells: the deepest level from the rows, each other from a deeper one.

    The rows are read once, in the order they lie in, and kept: a scan for each book would follow whichever index covers
    its columns, and with it fetch the rows in the order of that index.
    """
    marks = ", ".join(f"{m} AS {place}_m" for place, m in places.items() if m)
    values = "".join(f", COALESCE({expression}, '') AS {name}_value" for name, expression in facets.items())
    values += "".join(f", {expression} AS {name}_value" for name, expression in sparse.items())
    given = f"SELECT {marks}, COALESCE({area}, '')::text AS area, {slot} AS slot{values} FROM {table}"
    parts, counted = [f"given AS MATERIALIZED ({given})"], []

    def keep(name: str, book: str, level: int) -> None:
        counted.append(f"SELECT {book}, {level}, c, area, n, {_VALUES} FROM {name}")

    for place, m in places.items():
        if not m:
            continue
        rows = f"FROM given WHERE {place}_m IS NOT NULL"
        of_all = f"layers_book('{source}', '{place}', '', '')"
        deepest = LEVELS[-1]
        parts.append(
            f"{place}_{deepest} AS (SELECT {place}_m >> {60 - 2 * deepest} AS c, area, count(*) AS n, {_COUNTS}"
            f" {rows} GROUP BY 1, 2)"
        )
        keep(f"{place}_{deepest}", of_all, deepest)
        for deeper, g in pairwise(reversed(LEVELS)):
            parts.append(_summed(f"{place}_{g}", f"{place}_{deeper}", f"c >> {2 * (deeper - g)}"))
            keep(f"{place}_{g}", of_all, g)
        for name in (*facets, *sparse):
            of_value = f" AND {name}_value IS NOT NULL" if name in sparse else ""
            of_facet = f"layers_book('{source}', '{place}', '{name}', value)"
            base = levels_of(name)[-1]
            parts.append(
                f"{place}_{name}_{base} AS (SELECT {name}_value AS value, {place}_m >> {60 - 2 * base} AS c, area,"
                f" count(*) AS n, {_COUNTS} {rows}{of_value} GROUP BY 1, 2, 3)"
            )
            keep(f"{place}_{name}_{base}", of_facet, base)
            for deeper, g in pairwise(reversed(levels_of(name))):
                shifted = f"c >> {2 * (deeper - g)}"
                parts.append(_summed(f"{place}_{name}_{g}", f"{place}_{name}_{deeper}", shifted, by="value, "))
                keep(f"{place}_{name}_{g}", of_facet, g)
    with_parts = ",\n    ".join(parts)
    body = "\n    UNION ALL ".join(counted)
    return f"""
CREATE OR REPLACE FUNCTION {table}_recount()
RETURNS TABLE (book bigint, g int, c bigint, area text, n bigint,
    v0 bigint, v1 bigint, v2 bigint, v3 bigint, v4 bigint, v5 bigint, v6 bigint, v7 bigint)
LANGUAGE sql STABLE AS $$
    WITH {with_parts}
    {body}
$$;"""


def _deep_sql(table: str, *, slot: str, places: Mapping[str, str | None], area: str) -> str:
    """Return the function that counts the cells of the dense levels in tiles of zoom 15.

    A column of the table may be called as a parameter is, so that these go by number; none is called `tile__`.
    """
    parts = []
    for place, m in places.items():
        if not m:
            continue
        rows = f"SELECT {m} AS m, COALESCE({area}, '')::text AS area, {slot} AS slot FROM unnest($2) AS tile__"
        within = f"JOIN {table} ON {m} >= tile__ << 30 AND {m} < (tile__ + 1) << 30 WHERE $1 = '{place}'"
        parts += [
            f"SELECT {g}, m >> {60 - 2 * g}, area, count(*), {_COUNTS} FROM ({rows} {within}) AS r GROUP BY 2, 3"
            for g in DENSE_LEVELS
        ]
    body = "\n    UNION ALL ".join(parts)
    return f"""
CREATE OR REPLACE FUNCTION {table}_deep(seen text, tiles bigint[])
RETURNS TABLE (g int, c bigint, area text, n bigint,
    v0 bigint, v1 bigint, v2 bigint, v3 bigint, v4 bigint, v5 bigint, v6 bigint, v7 bigint)
LANGUAGE sql STABLE AS $$
    {body}
$$;"""


def _summed(name: str, deeper: str, c: str, by: str = "") -> str:
    sums = ", ".join(f"sum(v{number})::bigint AS v{number}" for number in range(8))
    groups = "1, 2, 3" if by else "1, 2"
    return f"{name} AS (SELECT {by}{c} AS c, area, sum(n)::bigint AS n, {sums} FROM {deeper} GROUP BY {groups})"


def drop_cells_sql(table: str, *, source: str) -> str:
    """Return the statements that take the triggers and the account away."""
    bare = table.rpartition(".")[2]
    return f"""
DROP TRIGGER {bare}_cells_insert ON {table};
DROP TRIGGER {bare}_cells_delete ON {table};
DROP TRIGGER {bare}_cells_update ON {table};
DROP INDEX IF EXISTS {table}_cells_exact;
DROP INDEX IF EXISTS {table}_cells_public;
DROP FUNCTION {table}_cells();
DROP FUNCTION {table}_recount();
DROP FUNCTION {table}_deep(text, bigint[]);
DELETE FROM layers_delta WHERE source = '{source}';
DELETE FROM layers_cell WHERE source = '{source}';
DELETE FROM layers_touch WHERE source = '{source}';
DELETE FROM layers_dense WHERE source = '{source}';
DELETE FROM layers_account WHERE source = '{source}';
"""
