"""The child process: opens one file with GDAL, brings it to EPSG:4326 and writes it down as JSON.

Run as a script, alone and without the project's modules, so that a hostile file meets no secret and no database:
`child.py REQUEST.json`. GDAL takes the drivers to leave out from the environment at its first import; `child.py
drivers` prints all there are, so that the parent can name them.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

OPTIONS = {
    "CPL_CURL_VERBOSE": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing-from-the-network",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
    "PROJ_NETWORK": "OFF",
    "OPENBLAS_NUM_THREADS": "1",
}


def main(request_file: str) -> None:
    """Answer one request."""
    os.environ.update(OPTIONS)
    request = json.loads(Path(request_file).read_text())
    limits = request["limits"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["bytes_out"], limits["bytes_out"]))
    try:
        answer = read(request)
    except MemoryError:
        answer = {"fault": "too_large"}
    Path(request["answer"]).write_text(json.dumps(answer))


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Read the layer; returns rows, or the fault and what belongs to it."""
    import pyogrio
    from pyogrio.errors import DataSourceError
    from pyogrio.raw import read as read_raw

    path = request["path"]
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        layer = request["layer"] or (layers[0] if len(layers) == 1 else None)
        if layer not in layers:
            return {"fault": "layer", "layers": layers} if layers else {"fault": "unreadable"}
        if pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"] > request["limits"]["features"]:
            return {"fault": "too_large"}
        meta, _index, shapes, columns = read_raw(path, layer=layer, force_2d=True, datetime_as_string=True)
    except (DataSourceError, ValueError) as error:
        return {"fault": "unreadable", "detail": str(error)}
    return _in_degrees(meta, shapes, columns, request["crs"])


def _in_degrees(meta: dict[str, Any], shapes: Any, columns: Any, named_crs: str | None) -> dict[str, Any]:
    import numpy as np
    import shapely
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError, ProjError

    if not (named := named_crs or meta["crs"]):
        return {"fault": "no_crs"}
    try:
        crs = CRS.from_user_input(named)
        outlines = shapely.from_wkb(shapes)
        if not crs.equals(CRS.from_epsg(4326), ignore_axis_order=True):
            project = Transformer.from_crs(crs, 4326, always_xy=True)
            outlines = shapely.transform(
                outlines, lambda xy: np.column_stack(project.transform(xy[:, 0], xy[:, 1], errcheck=True))
            )
    except (CRSError, ProjError):
        return {"fault": "bad_crs", "crs": str(named)[:80]}
    coordinates = shapely.get_coordinates(outlines)
    if not np.isfinite(coordinates).all() or (np.abs(coordinates) > [180, 90]).any():
        return {"fault": "bad_crs", "crs": crs.to_string()[:80]}
    fields = [str(name) for name in meta["fields"]]
    values = [[_plain(value) for value in column] for column in columns]
    wkb = shapely.to_wkb(outlines)
    return {
        "crs": crs.to_string()[:200],
        "fields": fields,
        "rows": [
            {"wkb": None if shape is None else shape.hex(), "values": dict(zip(fields, row, strict=True))}
            for shape, row in zip(wkb, zip(*values, strict=True) if values else [()] * len(wkb), strict=True)
        ],
    }


def _plain(value: Any) -> Any:
    """Turn a cell into what JSON knows; not-a-number is nothing."""
    value = value.item() if hasattr(value, "item") else value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value else None  # noqa: PLR0124
    return str(value)


def print_drivers() -> None:
    """Print the names of all drivers of this GDAL as a JSON list."""
    import pyogrio

    sys.stdout.write(json.dumps(sorted(pyogrio.list_drivers())))


if __name__ == "__main__":
    if sys.argv[1] == "drivers":
        print_drivers()
    else:
        main(sys.argv[1])
