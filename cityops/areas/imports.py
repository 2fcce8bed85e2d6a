"""Rows of a file as residents of areas; as place names: `imports_of_names.py`."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.areas.actions import upsert_population
from cityops.areas.imports_of_names import PLACE_NAMES, PlaceNamesRun
from cityops.areas.models import Area, AreaPopulation
from cityops.areas.policy import KIND
from cityops.areas.queries import all_areas
from cityops.areas.yes_or_no import NO, YES, names_of_yes_and_no, yes_or_no
from cityops.errors import CityError
from cityops.features.imports import (
    Faults,
    Field,
    Lookup,
    NotANumber,
    NoValue,
    Outcome,
    Row,
    Target,
    UnknownValue,
    What,
    register_target,
    squeezed,
)
from geodata.city.entries import PopulationEntry

MOST_RESIDENTS = 100_000_000


class TwiceInFile(CityError):
    """The same figure again in the same file."""

    code, status = "twice_in_file", 422
    text = _("Row %(first)s has a figure of the same area and day already. Leave one of them out.")


class NotYet(CityError):
    """A figure of a day to come."""

    code, status = "not_yet", 422
    text = _("%(day)s is still to come. Correct the date.")


class SeveralAreas(CityError):
    """A name that several areas have."""

    code, status = "several_areas", 422
    text = _("Several areas are called “%(name)s”: %(codes)s. Write the code.")


class UnknownArea(UnknownValue):
    """Words that are no area's code or name."""

    text = _("No area has the code or the name “%(value)s”. Correct it in the file.")


AREA = Field(
    "area",
    _("Area, by code or name"),
    help=_("Such as 35.79.01.1001 or Temas."),
    is_required=True,
    words=(
        "kodewilayah",
        "kodedesa",
        "kode",
        "code",
        "bpscode",
        "desa",
        "kelurahan",
        "namadesa",
        "nama",
        "name",
        "area",
    ),
)
POPULATION = (
    AREA,
    Field(
        "residents",
        _("Residents"),
        kind="number",
        is_required=True,
        words=("penduduk", "jumlahpenduduk", "jiwa", "residents", "population", "populasi", "jumlah", "total"),
    ),
    Field(
        "on",
        _("Day of the figure, or the year"),
        is_required=True,
        words=("tanggal", "date", "tahun", "year", "per"),
        help=_("A year stands for its last day."),
    ),
    Field("source", _("Source"), is_required=True, words=("sumber", "source"), help=_("Who counted, and how.")),
    Field(
        "official",
        _("Official figure"),
        words=("resmi", "official"),
        choices=yes_or_no,
        names=names_of_yes_and_no,
        usual=YES,
    ),
)


class PopulationRun:
    """Writes figures; one that is there is changed."""

    def __init__(self, _actor: Any) -> None:
        self.lookup = Lookup(AREA.label)
        named: dict[str, list[Area]] = {}
        for area in all_areas():
            self.lookup.add(area, area.code, area.bps_code)
            for name in {area.name, str(area)}:
                named.setdefault(name, []).append(area)
        self.several = Lookup(AREA.label)
        for name, areas in named.items():
            (self.lookup if len(areas) == 1 else self.several).add(areas[0] if len(areas) == 1 else areas, name)
        self.seen: dict[tuple[str, date], int] = {}
        self.yes_or_no = POPULATION[4].lookup()

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Read figures, and write those that are new or different."""
        outcomes, entries = [], []
        for row in rows:
            faults = Faults()
            entry = self._entry(row, faults)
            if entry is None:
                outcomes.append(faults.refused(row))
            else:
                entries.append((row, entry))
        there = {
            (one.area_id, one.on): (one.residents, one.source, one.is_official)
            for one in AreaPopulation.objects.filter(on__in={entry.on for _row, entry in entries})
        }
        writes = []
        for row, entry in entries:
            was = there.get((entry.area, entry.on))
            if was == (entry.residents, entry.source, entry.official):
                outcomes.append(Outcome(row, What.SAME))
                continue
            writes.append(entry)
            outcomes.append(Outcome(row, What.CHANGED if was else What.MADE, code=entry.area))
        upsert_population(writes)
        return outcomes

    def _entry(self, row: Row, faults: Faults) -> PopulationEntry | None:
        area = faults.of(self._area, row.values.get("area", ""))
        residents = faults.of(_whole, row.values.get("residents", ""), POPULATION[1])
        on = faults.of(_day, row.values.get("on", ""), POPULATION[2])
        source = faults.of(_source, row)
        official = faults.of(self.yes_or_no.find, row.values.get("official") or NO)
        if area and on and (first := self.seen.get((area.pk, on))):
            faults.found.append(TwiceInFile(first=first))
        if faults.found or area is None or residents is None or on is None or source is None:
            return None
        self.seen[area.pk, on] = row.number
        return PopulationEntry(area.pk, on, residents, official == YES, source)

    def _area(self, typed: str) -> Area:
        try:
            area: Area = self.lookup.find(typed)
        except UnknownValue:
            if several := self.several.named.get(squeezed(typed)):
                raise SeveralAreas(name=typed, codes=", ".join(one.code for one in several)) from None
            raise UnknownArea(field=AREA.label, value=typed[:60]) from None
        return area


def _source(row: Row) -> str:
    if not (source := row.values.get("source", "")):
        raise NoValue(field=POPULATION[3].label)
    return source


def _whole(typed: str, about: Field) -> int:
    if not typed:
        raise NoValue(field=about.label)
    try:
        number = float(typed)
        is_whole = number == int(number)
    except (ValueError, OverflowError):  # also what float() takes for a number: nan, inf
        raise NotANumber(field=about.label, value=typed[:40]) from None
    if not is_whole or not 0 <= number <= MOST_RESIDENTS:
        raise NotANumber(field=about.label, value=typed[:40])
    return int(number)


def _day(typed: str, about: Field) -> date:
    """Return a day that was typed, the last one of a year. Raises NoValue, NotANumber, NotYet."""
    if not typed:
        raise NoValue(field=about.label)
    try:
        year = int(float(typed)) if len(typed) in (4, 6) else None
        day = date(year, 12, 31) if year else date.fromisoformat(typed[:10])
    except (ValueError, OverflowError):
        raise NoDay(value=typed[:40], field=about.label) from None
    if day > timezone.localdate() and not (year and year == timezone.localdate().year):
        raise NotYet(day=day.isoformat())
    return day


class NoDay(CityError):
    """Words that are no day."""

    code, status = "no_day", 422
    text = _("“%(value)s” in “%(field)s” is no date. Write it like 2024-12-31, or a year like 2024.")


def register_targets() -> None:
    """Offer both."""
    register_target(
        Target(
            name="population",
            label=_("Residents by area"),
            icon="users",
            kind=KIND,
            verb="import_population",
            about=_("One figure for an area and a day. A figure of the same day that is there already is changed."),
            fields=POPULATION,
            begin=PopulationRun,
            shape="none",
            order=40,
        )
    )
    register_target(
        Target(
            name="place-names",
            label=_("Place names for the search box"),
            icon="map-pin",
            kind=KIND,
            verb="import_places",
            about=_("Names that are found in the search box of all maps. Those of the same source are replaced."),
            fields=PLACE_NAMES,
            begin=PlaceNamesRun,
            order=50,
        )
    )
