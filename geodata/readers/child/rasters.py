"""Errands of rasters: look at one, make it cloud-optimised, derive another of it."""

import importlib
import json
from typing import Any, BinaryIO, TextIO

from geodata.readers.raster_work.faults import Fault
from geodata.readers.raster_work.telling import tell_to


def run(request: dict[str, Any], _out: BinaryIO, telling: TextIO) -> None:
    """Do what is asked. Told are percents, and at last what was found, or the fault and what belongs to it."""
    tell_to(telling)
    try:
        work = importlib.import_module(f"geodata.readers.raster_work.{request['verb']}")
        last = {"said": work.do(request)}
    except (MemoryError, ImportError, OSError):  # a limit, of memory also where a library could not be loaded
        last = {"fault": "too_large", "data": {}}
    except Fault as fault:
        last = {"fault": fault.code, "data": fault.data}
    telling.write(json.dumps(last) + "\n")
