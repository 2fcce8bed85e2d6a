"""What must hold between the entries of a city folder."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import available_timezones

from geodata.city.entries import Reference

LEVELS = {"city": ("",), "kecamatan": ("city",), "desa": ("kecamatan",)}
KINDS_OF_LEVEL = {"city": {"kota", "kabupaten"}, "kecamatan": {"kecamatan"}, "desa": {"desa", "kelurahan"}}
KINDS = {"complaint", "need", "question"}
PRECISIONS = {"exact", "snapped", "area"}
PLACES = {"puskesmas", "school", "market", "kiosk", "office", "village_office"}
MOST_DAYS = 250  # working days: a year
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PREFIX = re.compile(r"[A-Z]{3,4}")
COLOUR = re.compile(r"#[0-9a-f]{6}")


def problems_of(reference: Reference) -> Iterator[str]:
    """Yield a sentence for each fault; nothing when the folder is sound."""
    yield from _city(reference)
    yield from _areas(reference)
    yield from _population(reference)
    yield from _agencies(reference)
    yield from _categories(reference)
    yield from _services(reference)


def _city(reference: Reference) -> Iterator[str]:
    prefix = reference.city.public_code_prefix
    if not PREFIX.fullmatch(prefix):
        yield f"city.yaml: the public_code_prefix {prefix!r} is not three or four capital letters"
    if reference.city.time_zone not in available_timezones():
        yield f"city.yaml: there is no time zone {reference.city.time_zone!r}"
    farming = reference.city.farming_agency
    if farming and farming not in {agency.code for agency in reference.agencies}:
        yield f"city.yaml: the farming_agency {farming!r} is not in agencies.yaml"


def _twice(codes: Iterable[str]) -> list[str]:
    return sorted(code for code, times in Counter(codes).items() if times > 1)


def _areas(reference: Reference) -> Iterator[str]:
    areas = {area.code: area for area in reference.areas}
    for code in _twice(area.code for area in reference.areas):
        yield f"areas.csv: the code {code} stands there twice"
    for area in reference.areas:
        if area.kind not in KINDS_OF_LEVEL.get(area.level, set()):
            yield f"areas.csv: {area.code} cannot have the kind {area.kind!r} at the level {area.level!r}"
            continue
        parent_level = areas[area.parent].level if area.parent in areas else ""
        if parent_level not in LEVELS[area.level] or (area.parent and area.parent not in areas):
            yield f"areas.csv: {area.code} hangs under {area.parent!r}, which is not the level above {area.level}"
        if area.parent and not area.code.startswith(area.parent + "."):
            yield f"areas.csv: {area.code} does not begin with the code of its parent {area.parent}"
        west, south, east, north = reference.city.extent
        if not (west <= area.inside[0] <= east and south <= area.inside[1] <= north):
            yield f"areas.csv: the inside point of {area.code} lies outside the extent in city.yaml"
    if [area.code for area in reference.areas if area.level == "city"] != [reference.city.code]:
        yield f"areas.csv: exactly one entry must have the level city and the code {reference.city.code}"


def _population(reference: Reference) -> Iterator[str]:
    areas = {area.code for area in reference.areas}
    for row in reference.population:
        if row.area not in areas:
            yield f"population.csv: there is no area {row.area}"
        if row.residents < 0:
            yield f"population.csv: {row.area} cannot have {row.residents} residents"


def _agencies(reference: Reference) -> Iterator[str]:
    codes = [agency.code for agency in reference.agencies]
    for code in _twice(codes):
        yield f"agencies.yaml: the code {code} stands there twice"
    for agency in reference.agencies:
        if not SLUG.fullmatch(agency.code):
            yield f"agencies.yaml: the code {agency.code!r} may hold small letters, digits and hyphens only"
        if agency.parent and agency.parent not in codes:
            yield f"agencies.yaml: {agency.code} hangs under {agency.parent!r}, which is not in the file"


def _categories(reference: Reference) -> Iterator[str]:
    agencies = {agency.code for agency in reference.agencies}
    groups = {category.code: category for category in reference.categories if category.is_group}
    for code in _twice(category.code for category in reference.categories):
        yield f"categories.yaml: the code {code} stands there twice"
    for category in reference.categories:
        name = f"categories.yaml: {category.code}"
        if not SLUG.fullmatch(category.code):
            yield f"{name}: the code may hold small letters, digits and hyphens only"
        if category.kind not in KINDS:
            yield f"{name}: the kind {category.kind!r} is not one of {', '.join(sorted(KINDS))}"
        if category.precision not in PRECISIONS:
            yield f"{name}: the precision {category.precision!r} is not one of {', '.join(sorted(PRECISIONS))}"
        if not COLOUR.fullmatch(category.colour):
            yield f"{name}: the colour {category.colour!r} is not written like #1a2b3c"
        if category.agency and category.agency not in agencies:
            yield f"{name}: the agency {category.agency!r} is not in agencies.yaml"
        if not category.is_group and category.kind != groups[category.parent].kind:
            yield f"{name}: the kind differs from that of its group {category.parent}"
        if not category.is_open and not category.guidance:
            yield f"{name}: a closed category must say in its guidance who is responsible"
        if bool(category.guidance) != bool(category.guidance_en):
            yield f"{name}: guidance and guidance_en must both be there or both be missing"


def _services(reference: Reference) -> Iterator[str]:
    agencies = {agency.code: agency for agency in reference.agencies}
    for code in _twice(service.code for service in reference.services):
        yield f"services.yaml: the code {code} stands there twice"
    for service in reference.services:
        name = f"services.yaml: {service.code}"
        if not SLUG.fullmatch(service.code):
            yield f"{name}: the code may hold small letters, digits and hyphens only"
        if service.agency not in agencies:
            yield f"{name}: the agency {service.agency!r} is not in agencies.yaml"
        elif not agencies[service.agency].is_ours:
            yield f"{name}: {service.agency} is no agency of the city; requests would reach nobody"
        if not 1 <= service.days <= MOST_DAYS:
            yield f"{name}: {service.days} working days are not between 1 and {MOST_DAYS}"
        if service.office_kind and service.office_kind not in PLACES:
            yield f"{name}: the office's kind {service.office_kind!r} is not one of {', '.join(sorted(PLACES))}"
        if not service.office_kind and not service.office_address:
            yield f"{name}: an office that is no kind of facility needs an address"
        if not service.bring:
            yield f"{name}: say what to bring, even if it is only the KTP"
        if not service.source:
            yield f"{name}: the source is missing"
