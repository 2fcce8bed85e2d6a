"""Kinds of rows that the demo city has beside reports and facilities: what each is, and who writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from geodata.city.entries import Reference


@dataclass(frozen=True)
class DemoSize:
    """Which city, until which day (not included), and how large: 1.0 is the full demo, less is for tests."""

    reference: Reference
    until: date
    share: float


@dataclass(frozen=True)
class OtherKind:
    """One more kind. write: writes its rows and returns their ids; the same size gives the same rows."""

    model: type[Model]
    write: Callable[[DemoSize], list[int]]


# In the order in which they are written; they are taken out in reverse, before reports and facilities.
OTHERS: tuple[OtherKind, ...] = ()
