"""What the city's folder says, beside what an administrator has made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cityops.agencies.actions import agency_values, category_values
from cityops.agencies.models import Agency, Category
from geodata.city.entries import HolidayEntry, Reference
from geodata.city.folder import read_reference


@lru_cache(maxsize=4)
def _read(city: str, root: Path) -> Reference:
    """Read the folder once in a process: what is changed in it is loaded by a command, before a new start."""
    return read_reference(city, root)


def _reference() -> Reference:
    return _read(settings.CITY, settings.CITY_ROOT)


def reference_of_agency(code: str) -> dict[str, Any] | None:
    """Return what the folder says of an agency, by column; None where it does not name it."""
    return next((agency_values(one) for one in _reference().agencies if one.code == code), None)


def reference_of_category(code: str) -> dict[str, Any] | None:
    """Return what the folder says of a category, by column; None where it does not name it."""
    return next((category_values(one) for one in _reference().categories if one.code == code), None)


def reference_days() -> dict[str, HolidayEntry]:
    """Return the days off that the folder names, by ISO date."""
    return {one.on.isoformat(): one for one in _reference().holidays}


REFERENCE_OF: Mapping[type[Agency] | type[Category], Callable[[str], dict[str, Any] | None]] = {
    Agency: reference_of_agency,
    Category: reference_of_category,
}


@dataclass(frozen=True)
class Deviation:
    """A column that an administrator has set otherwise than the folder."""

    column: str
    ours: Any
    theirs: Any


def deviations_of(row: Agency | Category) -> list[Deviation]:
    """Return where a row differs from the folder because an administrator has changed it."""
    theirs = REFERENCE_OF[type(row)](row.pk) or {} if row.edited else {}
    return [Deviation(name, getattr(row, name), theirs[name]) for name in row.edited if name in theirs]
