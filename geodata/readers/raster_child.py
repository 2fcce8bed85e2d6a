"""The child process that opens one GeoTIFF: `raster_child.py REQUEST.json` looks at it, converts it or derives from it.

It imports nothing of the project but `raster_work` beside it, has an empty environment, and gives up network and files
(`confine.py`) before GDAL comes in. GDAL takes options and the drivers to leave out from the environment at its first
import; `raster_child.py drivers` prints all there are, so that the parent can name the rest.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def main(request_file: str) -> None:
    """Answer one request."""
    sys.path.insert(0, str(HERE.parents[1]))
    from geodata.readers import confine

    sys.path.pop(0)  # the project's root: what it holds besides is nothing to the child
    request = json.loads(Path(request_file).read_text())
    limits, folder = request["limits"], Path(request["folder"])
    confine.die_with_parent(request["parent"])
    confine.limit(memory=limits["memory"], seconds=limits["cpu_seconds"], bytes_out=limits["bytes_out"])
    confine.see_only(reads=[HERE, Path(request["path"])], writes=[folder])
    confine.stay_alone()
    Path(request["answer"]).write_text(json.dumps(answer(request)))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked; returns it, or the fault and what belongs to it."""
    from geodata.readers.raster_work.faults import Fault

    work = importlib.import_module(f"geodata.readers.raster_work.{request['work']}")
    try:
        return {"said": work.do(request)}
    except MemoryError:
        return {"fault": "too_large", "data": {}}
    except Fault as fault:
        return {"fault": fault.code, "data": fault.data}


def print_drivers() -> None:
    """Print the names of all drivers of this GDAL as a JSON list."""
    from rasterio import Env

    with Env() as env:
        sys.stdout.write(json.dumps(sorted(env.drivers())))


if __name__ == "__main__":
    if sys.argv[1] == "drivers":
        print_drivers()
    else:
        main(sys.argv[1])
