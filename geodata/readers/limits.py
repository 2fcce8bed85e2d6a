"""How much one file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading; the child process ends where one is passed."""

    features: int = 5_000_000
    columns: int = 200
    bytes_in: int = 2_000_000_000  # unpacked
    bytes_out: int = 4_000_000_000
    memory: int = 3_000_000_000  # address space, of which the libraries reserve a good part
    seconds: int = 600  # of the processor, and of waiting for the child to say something
