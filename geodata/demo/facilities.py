"""Facilities of the demo city: real names where a source gives them, sites that are a guess and say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

import yaml

from cityops.facilities.models import Facility, FacilityHours
from cityops.features.codes import make_code
from geodata.city.entries import AgencyEntry, Reference
from geodata.city.folder import REFERENCE_DIR
from geodata.demo.bulk import copy_rows, new_ids
from geodata.demo.terrain import Terrain

GRID_M = 12  # the offices inside the town hall stand in a grid of this width
IN_TOWN_HALL = ("kec-", "kel-", "perumdam")  # all but these
COLUMNS = (
    *("id", "code", "geom", "public_precision", "created_at", "updated_at", "kind", "name", "agency_id", "address"),
    *("hours_note", "closes_on_holidays", "source", "is_plausible"),
)


@dataclass(frozen=True)
class DemoFacility:
    """A place where the city serves its residents."""

    code: str
    kind: str
    name: str
    agency: str | None
    address: str
    source: str
    lng: float
    lat: float
    hours: Mapping[int, tuple[str, str]]
    hours_note: str
    closes_on_holidays: bool


def demo_facilities(reference: Reference, terrain: Terrain, pick: Random) -> list[DemoFacility]:
    """Return puskesmas, markets, kiosks, schools, 24 village offices, and the offices at the town hall."""
    folder = REFERENCE_DIR / reference.city.slug / "demo"
    told: dict[str, Any] = yaml.safe_load((folder / "facilities.yaml").read_text(encoding="utf-8"))
    guess = told["source"]

    def facility(
        kind: str, name: str, area: str, at: Sequence[float], agency: str, address: str, source: str
    ) -> DemoFacility:
        desa = terrain.desa[area]
        lng, lat = terrain.degrees(desa.middle.x + at[0], desa.middle.y + at[1])
        code = make_code(reference.city.public_code_prefix, pick)
        usual = told["hours"][kind]
        return DemoFacility(
            code,
            kind,
            name,
            agency or None,
            address,
            source,
            lng,
            lat,
            hours={day: (opens, closes) for day, (opens, closes) in usual["days"].items()},
            hours_note=usual.get("note", ""),
            closes_on_holidays=usual.get("holidays") != "open",
        )

    found = [
        facility(row["kind"], row["name"], row["area"], row["at"], row["agency"], "", f"{row['source']}; {guess}")
        for row in told["facilities"]
    ]
    agencies = {agency.code for agency in reference.agencies}
    for desa in terrain.desa.values():
        title = "Kantor Kelurahan" if desa.is_kelurahan else "Kantor Desa"
        own = f"kel-{desa.name.lower()}"
        found.append(
            facility(
                "village_office", f"{title} {desa.name}", desa.code, (0, 0), own if own in agencies else "", "", guess
            )
        )
    hall = told["town_hall"]
    for number, agency in enumerate(_in_town_hall(reference.agencies)):
        at = (hall["at"][0] + number % 5 * GRID_M, hall["at"][1] + number // 5 * GRID_M)
        found.append(facility("office", agency.name, hall["area"], at, agency.code, hall["address"], guess))
    return found


def _in_town_hall(agencies: Sequence[AgencyEntry]) -> list[AgencyEntry]:
    return [agency for agency in agencies if not agency.code.startswith(IN_TOWN_HALL)]


def write_facilities(facilities: Sequence[DemoFacility], since: datetime | None) -> list[int]:
    """Write them as made at `since`, with their hours; returns the keys of the rows."""
    ids = new_ids(Facility, len(facilities))
    copy_rows(
        Facility,
        COLUMNS,
        (
            (
                *(pk, f.code, f"SRID=4326;POINT({f.lng} {f.lat})", "exact", since, since),
                *(f.kind, f.name, f.agency, f.address, f.hours_note, f.closes_on_holidays, f.source, True),
            )
            for pk, f in zip(ids, facilities, strict=True)
        ),
    )
    copy_rows(
        FacilityHours,
        ("facility_id", "weekday", "opens", "closes"),
        ((pk, day, *times) for pk, f in zip(ids, facilities, strict=True) for day, times in f.hours.items()),
    )
    return ids
