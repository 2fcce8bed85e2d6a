"""Map files through GDAL, with the one driver that the format needs."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.opened import Batch, Field, Opened
from geodata.readers.child.wkb_types import has_curves, types_of
from geodata.readers.formats import DRIVERS_OF

OPTIONS = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing-from-the-network",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "PROJ_NETWORK": "OFF",
    "GPX_USE_EXTENSIONS": "NO",
    "GDAL_CACHEMAX": "32",
}
BATCH_BYTES, MOST_ROWS, LEAST_ROWS = 6_000_000, 50_000, 200


def start(all_drivers: list[str], format_: str) -> None:
    """Switch everything off but the driver of this format. Must come before the first import of pyogrio."""
    os.environ.update(OPTIONS)
    os.environ["GDAL_SKIP"] = ",".join(name for name in all_drivers if name != DRIVERS_OF[format_])


def open_layer(path: Path, format_: str, layer: str, encoding: str, findings: Findings) -> Opened:
    """Open one layer. Raises Fatal."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    try:
        listed = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
        layers = [name for name, kind in listed if kind is not None] or [name for name, _kind in listed]
        if format_ == "GPX":
            layers = [
                name for name in layers if pyogrio.read_info(path, layer=name, force_feature_count=True)["features"]
            ]
        chosen = layer or (layers[0] if len(layers) == 1 else "")
        if not layers:
            raise Fatal("no_rows")
        if chosen not in layers:
            raise Fatal("layer_not_chosen", layers=layers)
        info = pyogrio.read_info(path, layer=chosen, encoding=encoding or None, force_feature_count=True)
    except (
        DataSourceError,
        DataLayerError,
        FieldError,
        UnicodeDecodeError,
        ValueError,
        LookupError,
        RuntimeError,
    ) as error:
        raise Fatal("damaged") from error
    fields, left_out = _fields(info)
    if left_out:
        findings.note("binary_columns", columns=", ".join(left_out)[:200])
    rows = int(info["features"])
    opened = Opened(
        format=format_,
        layers=layers,
        layer=chosen,
        fields=[Field(name, kind, may_be_number=format_ == "KML") for name, kind in fields],
        batches=lambda: _batches(path, chosen, [name for name, _kind in fields], encoding, rows, findings),
        crs=info["crs"],
        encoding=encoding or str(info["encoding"] or ""),
        has_geometry=info["geometry_type"] is not None,
        rows=rows,
        is_degrees_by_standard=format_ in ("KML", "GPX") or (format_ in ("GeoJSON", "GeoJSONSeq") and _is_4326(info)),
    )
    return opened


def _is_4326(info: dict[str, Any]) -> bool:
    return info["crs"] in (None, "EPSG:4326", "OGC:CRS84")


def _fields(info: dict[str, Any]) -> tuple[list[tuple[str, str | None]], list[str]]:
    kept: list[tuple[str, str | None]] = []
    left_out: list[str] = []
    for name, type_, subtype in zip(info["fields"], info["ogr_types"], info["ogr_subtypes"], strict=True):
        if type_ == "OFTBinary":
            left_out.append(str(name))
        elif type_ in ("OFTDate", "OFTDateTime"):
            kept.append((str(name), "date"))
        elif type_ in ("OFTInteger", "OFTInteger64", "OFTReal") and subtype != "OFSTBoolean":
            kept.append((str(name), "number"))
        else:
            kept.append((str(name), None if type_ == "OFTString" else "text"))
    return kept, left_out


def _batches(path: Path, layer: str, names: list[str], encoding: str, rows: int, findings: Findings) -> Iterator[Batch]:
    import pyarrow as pa
    from pyogrio.errors import DataSourceError
    from pyogrio.raw import open_arrow

    size = _size(path, rows)
    done, has_met_curves = 0, False
    try:
        with open_arrow(
            path, layer=layer, columns=names, encoding=encoding or None, batch_size=size, datetime_as_string=True
        ) as (meta, stream):
            reader = pa.RecordBatchReader.from_stream(stream)
            shape = meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                held = set(batch.schema.names)
                wkb = batch.column(shape) if shape in held else None
                if wkb is not None and has_curves(types_of(wkb)):
                    has_met_curves = True
                    break
                yield Batch(_numbers(done, batch.num_rows), [batch.column(name) for name in names], wkb)
                done += batch.num_rows
    except (pa.ArrowInvalid, pa.ArrowException, DataSourceError, RuntimeError, OSError) as error:
        raise Fatal("damaged") from error
    if has_met_curves:
        findings.note("curves_linearised")
        yield from _linear_batches(path, layer, names, encoding, done, rows)
        done = rows
    if done < rows:
        raise Fatal("damaged")


def _linear_batches(path: Path, layer: str, names: list[str], encoding: str, done: int, rows: int) -> Iterator[Batch]:
    """Read without Arrow, where GDAL turns curves into lines of many corners."""
    import pyarrow as pa
    from pyogrio.raw import read

    size = _size(path, rows)
    for first in range(done, rows, size):
        _meta, _fids, shapes, columns = read(
            path,
            layer=layer,
            columns=names,
            encoding=encoding or None,
            skip_features=first,
            max_features=size,
            datetime_as_string=True,
        )
        arrays = [pa.array(list(column), from_pandas=True) for column in columns]
        yield Batch(_numbers(first, len(shapes)), arrays, pa.array(list(shapes), pa.binary()))


def _numbers(done: int, count: int) -> Any:
    import numpy as np

    return np.arange(done + 1, done + count + 1, dtype=np.int64)


def _size(path: Path, rows: int) -> int:
    """Rows a batch: few where they are heavy, so that memory depends on the batch and not on the file."""
    if path.is_dir():
        inside = list(path.iterdir())
    else:
        endings = {".shp": (".shp", ".dbf"), ".tab": (".dat", ".map")}.get(path.suffix.lower(), (path.suffix,))
        inside = [path.with_suffix(ending) for ending in endings]
    each = max(1, sum(part.stat().st_size for part in inside if part.is_file()) // max(1, rows))
    return max(LEAST_ROWS, min(MOST_ROWS, BATCH_BYTES // each))
