"""The stream: rows as PostgreSQL's COPY reads them, in CSV where nothing and the empty word differ."""

from collections.abc import Callable
from typing import Any, BinaryIO

from geodata.readers.child.findings import Fatal
from geodata.readers.child.flow import Flow, Shaped
from geodata.readers.child.looking import check_kind
from geodata.readers.child.points import ewkb_of_points, ewkb_of_shapes
from geodata.readers.child.values import as_text, to_dates, to_numbers


class RowsAtFaultError(Exception):
    """Rows that cannot go in were met, and nobody said that they may be left out."""


def write(flow: Flow, out: BinaryIO, progress: Callable[[int, int], None]) -> None:
    """Write all rows. Raises Fatal, and RowsAtFaultError before anything of a batch with such rows is written."""
    import pyarrow as pa
    from pyarrow import csv

    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    wanted = _wanted(flow)
    written = 0
    for batch in flow.batches():
        columns = [_column(flow, batch, source, kind) for source, kind in wanted]
        if flow.shaper:
            flow.shaper.stop_if_mixed()
        if flow.findings.faulty and not flow.choices["leaves_out"]:
            raise RowsAtFaultError
        names = [str(number) for number in range(len(columns) + 2)]
        table = pa.record_batch([_ewkb(batch), pa.array(batch.rows), *columns], names=names)
        if not batch.is_good.all():
            table = table.filter(pa.array(batch.is_good))
        csv.write_csv(table, out, options)
        written += table.num_rows
        progress(flow.read, written)


def _wanted(flow: Flow) -> list[tuple[int, str]]:
    """Return which columns are written, by position, and as which kind."""
    places = {one.source: number for number, one in enumerate(flow.opened.fields)}
    if not flow.choices["columns"]:
        return [(number, one.kind or "text") for number, one in enumerate(flow.opened.fields)]
    wanted = []
    for choice in flow.choices["columns"]:
        if choice["is_kept"]:
            if choice["source"] not in places:
                raise Fatal("no_such_column", column=choice["source"][:60])
            wanted.append((places[choice["source"]], choice["kind"]))
    return wanted


def _column(flow: Flow, batch: Shaped, number: int, kind: str) -> Any:
    source = flow.opened.fields[number].source
    values = batch.columns[number]
    if kind == "text":
        return as_text(values, source, batch.rows, flow.findings)
    if not _is_words(values):
        return (to_numbers(values, comma=flow.comma) if kind == "number" else to_dates(values))[0]
    text = as_text(values, source, batch.rows, flow.findings)
    return check_kind(text, {"source": source, "kind": kind}, batch, comma=flow.comma, findings=flow.findings)


def _is_words(values: Any) -> bool:
    import pyarrow as pa

    return bool(
        pa.types.is_string(values.type) or pa.types.is_large_string(values.type) or pa.types.is_dictionary(values.type)
    )


def _ewkb(batch: Shaped) -> Any:
    import pyarrow as pa

    if batch.xy is not None:
        return ewkb_of_points(batch.xy)
    if batch.shapes is None:
        return pa.nulls(len(batch.rows), pa.string())
    return ewkb_of_shapes(batch.shapes)
