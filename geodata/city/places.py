"""Reads names of places from a table: name, latitude, longitude, and what else it says of them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

LONGEST_NAME, LONGEST_KIND = 120, 40
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A name at a place (EPSG:4326, degrees). is_approximate: only the village around it is known."""

    name: str
    kind: str
    lng: float
    lat: float
    is_approximate: bool
    source: str


@dataclass(frozen=True, slots=True)
class PlaceFields:
    """What the columns of a table are called."""

    name: str = "name"
    lat: str = "lat"
    lng: str = "lng"


class BadPlaces(CityError):
    """A table that cannot be read as places; nothing of it is taken."""

    code, status = "bad_places", 422
    text = _("The places cannot be read; nothing was changed:\n%(problems)s")


def read_places(path: Path, fields: PlaceFields = PlaceFields(), *, source: str = "") -> tuple[PlaceEntry, ...]:
    """Read a CSV with comma or semicolon, UTF-8; `kind`, `approximate` ("yes") and `source` may be among its columns.

    source: for rows that do not say it. Raises BadPlaces with the numbers of the lines.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadPlaces(problems=f"- {path.name}: {fault}") from fault
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
    if missing := [name for name in (fields.name, fields.lat, fields.lng) if name not in (rows.fieldnames or ())]:
        there = ", ".join(rows.fieldnames or ())
        raise BadPlaces(problems=f"- {path.name} has no column {', '.join(missing)}; it has: {there}")
    problems: list[str] = []
    found = tuple(_entries(rows, fields, source or path.name, problems))
    if problems:
        more = len(problems) - MOST_TOLD
        told = problems[:MOST_TOLD] + ([f"and {more} more"] if more > 0 else [])
        raise BadPlaces(problems="\n".join(f"- {path.name}, {problem}" for problem in told))
    return found


def _entries(
    rows: "csv.DictReader[str]", fields: PlaceFields, source: str, problems: list[str]
) -> Iterator[PlaceEntry]:
    for number, row in enumerate(rows, start=2):
        name = " ".join((row[fields.name] or "").split())
        kind = (row.get("kind") or "").strip()
        if not name or len(name) > LONGEST_NAME or len(kind) > LONGEST_KIND:
            problems.append(f"line {number}: the name is missing, or name or kind is too long")
            continue
        try:
            lat, lng = (float((row[column] or "").replace(",", ".")) for column in (fields.lat, fields.lng))
        except ValueError:
            problems.append(f"line {number} ({name}): no coordinates")
            continue
        if not (-90 <= lat <= 90 and -180 <= lng <= 180):
            problems.append(f"line {number} ({name}): {lat}, {lng} is no place on earth")
            continue
        yield PlaceEntry(
            name=name.title() if name.isupper() else name,
            kind=kind,
            lng=lng,
            lat=lat,
            is_approximate=row.get("approximate") == "yes",
            source=row.get("source") or source,
        )
