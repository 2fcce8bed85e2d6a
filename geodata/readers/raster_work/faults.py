"""What the child says when it cannot go on: a code that its parent turns into a fault with words."""

from typing import Any


class Fault(Exception):
    """A fault of the file. code: as in `raster.py:FAULTS`."""

    def __init__(self, code: str, **data: Any) -> None:
        self.code, self.data = code, data
        super().__init__(code)
