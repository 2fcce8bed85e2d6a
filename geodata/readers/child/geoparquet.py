"""GeoParquet through Arrow alone: geometry as WKB, its coordinate system from the metadata."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.names import not_too_many
from geodata.readers.child.opened import Batch, Field, Opened

BATCH_BYTES, MOST_ROWS, LEAST_ROWS = 6_000_000, 50_000, 200


def open_parquet(path: Path, most_columns: int, findings: Findings) -> Opened:
    """Open a file with geometry, or a table without. Raises Fatal."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        schema = file.schema_arrow
        meta = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        shape, said = _geometry(meta)
    except (pa.ArrowException, OSError, ValueError) as bad:
        raise Fatal("damaged") from bad
    if shape and (shape not in schema.names or said.get("encoding", "WKB") != "WKB"):
        raise Fatal("parquet_encoding", encoding=str(said.get("encoding"))[:40])
    not_too_many(len(schema), most_columns)
    fields, left_out = [], []
    others = {name for name in meta.get("columns", {}) if name != shape} | {"bbox"}
    for column in schema:
        if column.name == shape or (column.name in others and pa.types.is_nested(column.type)):
            continue
        if column.name in others or pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
            left_out.append(column.name)
        else:
            fields.append(Field(column.name, _kind(column.type)))
    if left_out:
        findings.note("binary_columns", columns=", ".join(left_out)[:200])
    return Opened(
        format="GeoParquet",
        layers=[path.stem],
        layer=path.stem,
        fields=fields,
        batches=lambda: _batches(path, [field.source for field in fields], shape),
        crs=_crs(said) if shape else None,
        has_geometry=bool(shape),
        rows=file.metadata.num_rows,
    )


def _geometry(meta: Any) -> tuple[str, dict[str, Any]]:
    if not isinstance(meta, dict) or not meta:
        return "", {}
    shape = meta.get("primary_column")
    said = meta.get("columns", {}).get(shape)
    if not isinstance(shape, str) or not isinstance(said, dict):
        raise ValueError
    return shape, said


def _crs(said: dict[str, Any]) -> str | None:
    if "crs" not in said:
        return "OGC:CRS84"
    return None if said["crs"] is None else said["crs"] if isinstance(said["crs"], str) else json.dumps(said["crs"])


def _kind(type_: Any) -> str | None:
    import pyarrow as pa

    if pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_):
        return "number"
    if pa.types.is_date(type_) or pa.types.is_timestamp(type_):
        return "date"
    return "text"


def _batches(path: Path, names: list[str], shape: str) -> Iterator[Batch]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    done = 0
    try:
        file = pq.ParquetFile(path)
        each = max(1, sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups)))
        size = max(LEAST_ROWS, min(MOST_ROWS, BATCH_BYTES * max(1, file.metadata.num_rows) // each))
        for batch in file.iter_batches(batch_size=size, columns=[*names, *([shape] if shape else [])]):
            columns = []
            for name in names:
                column = batch.column(batch.schema.get_field_index(name))
                if pa.types.is_timestamp(column.type):
                    column = pc.strftime(column, format="%Y-%m-%dT%H:%M:%S" + ("%z" if column.type.tz else ""))
                columns.append(column)
            wkb = batch.column(batch.schema.get_field_index(shape)) if shape else None
            yield Batch(np.arange(done + 1, done + batch.num_rows + 1, dtype=np.int64), columns, wkb)
            done += batch.num_rows
    except (pa.ArrowException, OSError, KeyError) as bad:
        raise Fatal("damaged") from bad
