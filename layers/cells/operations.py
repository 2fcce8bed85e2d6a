"""The migration operation that keeps the cells of a table."""

from collections.abc import Mapping, Sequence

from django.db.migrations import RunSQL

from layers.cells.sql import count_cells_sql, drop_cells_sql, keep_cells_sql


def keep_cells(
    table: str,
    *,
    source: str,
    slot: str | None = None,
    slots: Sequence[str] = (),
    facets: Mapping[str, str] | None = None,
    index: bool = True,
) -> RunSQL:
    """Keep cells of a GeoFeature's table from now on, those of the rows that are there included.

    source: the name of the account. slot, slots: the counted column and its values, at most eight, in the order of the
    layer's `counted_values`. facets: name → SQL expression (text) of a row. index: by place, if the model has none.
    """
    return RunSQL(
        keep_cells_sql(table, source=source, slot=slot, slots=slots, facets=facets or {}, index=index),
        drop_cells_sql(table, source=source),
    )


def count_cells_otherwise(
    table: str,
    *,
    source: str,
    slot: str | None = None,
    slots: Sequence[str] = (),
    facets: Mapping[str, str],
    sparse: Mapping[str, str],
    before: Mapping[str, str],
) -> RunSQL:
    """Keep a table's cells by other facets from now on, and count them anew (about a minute a million rows).

    The table's writers wait meanwhile, so that none is counted by the old functions and not counted anew; a web server
    that still runs gives up on a write after the time that its statements have. facets, sparse: all
    that are kept from now on, the latter with rows that have no value. before: the facets until now, for the way back.
    """
    anew = f"SELECT layers_rebuild('{source}');"
    now = count_cells_sql(table, source=source, slot=slot, slots=slots, facets=facets, sparse=sparse)
    then = count_cells_sql(table, source=source, slot=slot, slots=slots, facets=before)
    return RunSQL(f"{now}\n{anew}", f"{then}\n{anew}")
