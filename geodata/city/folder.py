"""Reads `geodata/reference/<city>/` into plain values and says every fault at once, file and entry named."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from geodata.city.check import problems_of
from geodata.city.entries import (
    AgencyEntry,
    AreaEntry,
    CategoryEntry,
    City,
    DocumentEntry,
    EmergencyNumber,
    HolidayEntry,
    Neighbour,
    PopulationEntry,
    Reference,
    ServiceEntry,
)

T = TypeVar("T")
Row = dict[str, Any]

REFERENCE_DIR = Path(__file__).resolve().parents[1] / "reference"


class UnknownCity(CityError):
    """There is no folder of that name."""

    code, status = "unknown_city", 404
    text = _("There is no city “%(city)s”. Known are: %(known)s. A city is a folder under geodata/reference/.")


class BadCityFolder(CityError):
    """The folder says something impossible; `problems` lists all of it."""

    code, status = "bad_city_folder", 422
    text = _("The reference data of this city has faults; nothing was changed:\n%(problems)s")


def known_cities() -> list[str]:
    """Names of the folders that hold a city."""
    return sorted(path.parent.name for path in REFERENCE_DIR.glob("*/city.yaml"))


@cache
def read_city(slug: str, root: Path = REFERENCE_DIR) -> City:
    """Read only city.yaml. Raises UnknownCity, BadCityFolder."""
    faults: list[str] = []
    found = _each("city.yaml", [_yaml(_folder(slug, root) / "city.yaml")], _city, faults)
    _refuse(faults)
    return found[0]


def read_reference(slug: str, root: Path = REFERENCE_DIR) -> Reference:
    """Read and check the whole folder. Raises UnknownCity, BadCityFolder."""
    folder = _folder(slug, root)
    faults: list[str] = []
    tree = _yaml(folder / "categories.yaml")
    reference = Reference(
        city=read_city(slug, root),
        areas=_each("areas.csv", _csv(folder / "areas.csv"), _area, faults),
        population=_each("population.csv", _csv(folder / "population.csv"), _population, faults),
        agencies=_each("agencies.yaml", _yaml(folder / "agencies.yaml")["agencies"], _agency, faults),
        categories=_each("categories.yaml", _flattened(tree["categories"], tree["targets"]), _category, faults),
        holidays=_each("holidays.yaml", _yaml(folder / "holidays.yaml")["days"], _holiday, faults),
        services=_each("services.yaml", _numbered(_yaml(folder / "services.yaml")["services"]), _service, faults),
    )
    _refuse(faults or list(problems_of(reference)))
    return reference


def _folder(slug: str, root: Path) -> Path:
    if not slug.replace("-", "").isalnum() or not (root / slug / "city.yaml").is_file():
        raise UnknownCity(city=slug, known=", ".join(known_cities()))
    return root / slug


def _refuse(faults: list[str]) -> None:
    if faults:
        raise BadCityFolder(problems="\n".join(f"- {fault}" for fault in faults))


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _each(file: str, rows: Iterable[Row], make: Callable[[Row], T], faults: list[str]) -> tuple[T, ...]:
    """Turn rows into entries; what cannot be turned is told in `faults` with file, number and name."""
    entries = []
    for number, row in enumerate(rows, start=1):
        name = row.get("code") or row.get("area") or row.get("date") or ""
        try:
            entries.append(make(row))
        except KeyError as missing:
            faults.append(f"{file}, entry {number} ({name}): {missing.args[0]!r} is missing")
        except (TypeError, ValueError) as wrong:
            faults.append(f"{file}, entry {number} ({name}): {wrong}")
    return tuple(entries)


def _city(row: Row) -> City:
    view, beyond = row["map"], row["neighbours"]
    west, south, east, north = (float(degrees) for degrees in view["extent"])
    return City(
        slug=row["slug"],
        code=str(row["code"]),
        name=row["name"],
        short_name=row["short_name"],
        name_en=row["name_en"],
        province=row["province"],
        language=row["language"],
        public_code_prefix=row["public_code_prefix"],
        time_zone=row["time_zone"],
        centre=(float(view["centre"][0]), float(view["centre"][1])),
        zoom=int(view["zoom"]),
        extent=(west, south, east, north),
        metric_srid=int(view["metric_srid"]),
        emergency=tuple(EmergencyNumber(**number) for number in row["emergency"]),
        neighbours=tuple(
            Neighbour(
                name=near["name"],
                bearing_from=float(near["bearing"][0]),
                bearing_to=float(near["bearing"][1]),
                farther_than_km=float(near["farther_than_km"]),
                nearer_than_km=min(float(near["nearer_than_km"]), float(beyond["reach_km"])),
                turn_to=near["turn_to"],
                turn_to_en=near["turn_to_en"],
            )
            for near in beyond["list"]
        ),
        source=row["source"],
        farming_agency=row.get("farming_agency") or "",
    )


def _area(row: Row) -> AreaEntry:
    return AreaEntry(
        code=row["code"],
        parent=row["parent"],
        level=row["level"],
        kind=row["kind"],
        name=row["name"],
        bps_code=row["bps_code"],
        postal_code=row["postal_code"],
        area_km2=float(row["area_km2"]),
        inside=(float(row["inside_lng"]), float(row["inside_lat"])),
        source=row["source"],
    )


def _population(row: Row) -> PopulationEntry:
    return PopulationEntry(
        area=row["area"],
        on=date.fromisoformat(row["on"]),
        residents=int(row["residents"]),
        official={"yes": True, "no": False}[row["official"]],
        source=row["source"],
    )


def _agency(row: Row) -> AgencyEntry:
    return AgencyEntry(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        remit=row["remit"],
        phone=row.get("phone", ""),
        address=row.get("address", ""),
        parent=row.get("parent", ""),
        is_ours=bool(row.get("ours", True)),
        verified=bool(row["verified"]),
        source=row.get("source", ""),
    )


def _flattened(groups: list[Row], targets: dict[str, Row]) -> Iterator[Row]:
    """Walk the tree, groups before their leaves; kind, colour and target are handed down to the leaf."""
    for place, group in enumerate(groups, start=1):
        yield {**group, "parent": "", "sort": place * 100, "is_group": True, "days": 0, "target_source": ""}
        for step, leaf in enumerate(group["children"], start=1):
            target = targets.get(leaf.get("target", ""), {})
            yield {
                **{"kind": group["kind"], "colour": group["colour"]},
                **leaf,
                "parent": group["code"],
                "sort": place * 100 + step,
                "is_group": False,
                **({"days": target["days"], "target_source": target["source"]} if target else {}),
            }


def _category(row: Row) -> CategoryEntry:
    if "days" not in row:
        raise ValueError(f"the target {row.get('target')!r} is not among the targets at the top of the file")
    return CategoryEntry(
        code=row["code"],
        parent=row["parent"],
        kind=row["kind"],
        name=row["name"],
        name_en=row["name_en"],
        icon=row["icon"],
        colour=row["colour"],
        agency=row.get("agency", ""),
        target_days=int(row["days"]),
        target_source=row["target_source"],
        precision=row.get("precision", "exact"),
        is_public=bool(row.get("public", True)),
        is_open=bool(row.get("open", True)),
        emergency=bool(row.get("emergency", False)),
        guidance=row.get("guidance", ""),
        guidance_en=row.get("guidance_en", ""),
        sort=row["sort"],
        is_group=row["is_group"],
    )


def _holiday(row: Row) -> HolidayEntry:
    return HolidayEntry(on=row["date"], name=row["name"], is_working=bool(row["is_working"]), source=row["source"])


def _numbered(rows: list[Row]) -> Iterator[Row]:
    for place, row in enumerate(rows, start=1):
        yield {**row, "sort": place}


def _service(row: Row) -> ServiceEntry:
    office = row["office"]
    return ServiceEntry(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        icon=row["icon"],
        agency=row["agency"],
        what=row["what"],
        what_en=row["what_en"],
        who=row["who"],
        who_en=row["who_en"],
        days=int(row["days"]),
        fee=row["fee"],
        fee_en=row["fee_en"],
        office_name=office["name"],
        office_address=office.get("address", ""),
        office_kind=office.get("kind", ""),
        hours=office["hours"],
        hours_en=office["hours_en"],
        is_open=bool(row.get("open", True)),
        verified=bool(row["verified"]),
        source=row["source"],
        bring=tuple(DocumentEntry(one["id"], one["en"], bool(one.get("optional", False))) for one in row["bring"]),
        sort=row["sort"],
    )
