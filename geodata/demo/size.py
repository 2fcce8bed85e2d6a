"""How large a demo is wanted, of which city, and until when."""

from dataclasses import dataclass
from datetime import date

from geodata.city.entries import Reference


@dataclass(frozen=True)
class DemoSize:
    """Which city, until which day (not included), and how large: 1.0 is the full demo, less is for tests."""

    reference: Reference
    until: date
    share: float
