"""Rows of a file as residents of areas, and as place names."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.areas.actions import upsert_population
from cityops.areas.models import Area, AreaPopulation
from cityops.areas.place_names import PlaceNames
from cityops.areas.policy import KIND
from cityops.areas.queries import all_areas
from cityops.errors import CityError
from cityops.features.imports import (
    Choice,
    Field,
    Lookup,
    NoCoordinates,
    NotANumber,
    NoValue,
    Outcome,
    Row,
    Target,
    What,
    register_target,
    squeezed,
)
from geodata.city.entries import PopulationEntry
from geodata.city.places import LONGEST_KIND, LONGEST_NAME, PlaceEntry

MOST_RESIDENTS = 100_000_000
YES, NO = "yes", "no"
_YES = frozenset({"yes", "ya", "y", "true", "1", "benar"})


class TwiceInFile(CityError):
    """The same figure again in the same file."""

    code, status = "twice_in_file", 422
    text = _("Row %(first)s has a figure of the same area and day already. Leave one of them out.")


class NotYet(CityError):
    """A figure of a day to come."""

    code, status = "not_yet", 422
    text = _("%(day)s is still to come. Correct the date.")


class NameTooLong(CityError):
    """A name that no label can show."""

    code, status = "name_too_long", 422
    text = _("The name or its kind is too long: at most %(name)s and %(kind)s characters.")


class IsAnArea(CityError):
    """A place name that is an area's."""

    code, status = "is_an_area", 422
    text = _("“%(name)s” is an area of the city and is found as such already.")


class SeveralAreas(CityError):
    """A name that several areas have."""

    code, status = "several_areas", 422
    text = _("Several areas are called “%(name)s”: %(codes)s. Write the code.")


def _yes_or_no() -> Sequence[Choice]:
    return ((NO, _("No")), (YES, _("Yes")))


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
    Field("official", _("Official figure"), words=("resmi", "official"), choices=_yes_or_no, usual=YES),
)
PLACE_NAMES = (
    Field("name", _("Name"), is_required=True, words=("nama", "name", "areaname", "namobj", "toponim", "tempat")),
    Field("kind", _("What it is"), words=("jenis", "kind", "type", "tipe", "kategori", "level", "remark")),
    Field(
        "source", _("Source"), is_required=True, help=_("A second import of the same source replaces the first."),
        words=("sumber", "source"),
    ),
    Field(
        "approximate", _("Only about where it is"), words=("approximate", "perkiraan"), choices=_yes_or_no, usual=NO
    ),
)  # fmt: skip


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

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Read figures, and write those that are new or different."""
        outcomes, entries = [], []
        for row in rows:
            try:
                entry = self._entry(row)
            except CityError as fault:
                outcomes.append(Outcome(row, What.REFUSED, fault))
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

    def _entry(self, row: Row) -> PopulationEntry:
        area = self._area(row.values.get("area", ""))
        residents = _whole(row.values.get("residents", ""), POPULATION[1])
        on = _day(row.values.get("on", ""), POPULATION[2])
        if not (source := row.values.get("source", "")):
            raise NoValue(field=POPULATION[3].label)
        if first := self.seen.get((area.pk, on)):
            raise TwiceInFile(first=first)
        self.seen[area.pk, on] = row.number
        return PopulationEntry(area.pk, on, residents, _is_yes(row.values.get("official", YES)), source)

    def _area(self, typed: str) -> Area:
        try:
            area: Area = self.lookup.find(typed)
        except CityError:
            if typed and (several := self.several.named.get(squeezed(typed))):
                raise SeveralAreas(name=typed, codes=", ".join(one.code for one in several)) from None
            raise
        return area


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


def _is_yes(typed: str) -> bool:
    return typed.casefold() in _YES


class PlaceNamesRun:
    """Writes names; those that the same sources had before the import go first."""

    def __init__(self, _actor: Any) -> None:
        self.names = PlaceNames()

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Read names and write them."""
        outcomes: list[Outcome] = []
        entries: list[tuple[Row, PlaceEntry]] = []
        for row in rows:
            try:
                entries.append((row, _place_entry(row)))
            except CityError as fault:
                outcomes.append(Outcome(row, What.REFUSED, fault))
        written = self.names.add([entry for _row, entry in entries])
        for (row, entry), was in zip(entries, written, strict=True):
            if was == "area":
                outcomes.append(Outcome(row, What.SAME, IsAnArea(name=entry.name)))
            else:
                outcomes.append(Outcome(row, What.MADE if was == "written" else What.SAME))
        return outcomes


def _place_entry(row: Row) -> PlaceEntry:
    name = " ".join(row.values.get("name", "").split())
    kind, source = row.values.get("kind", ""), row.values.get("source", "")
    if not name:
        raise NoValue(field=PLACE_NAMES[0].label)
    if not source:
        raise NoValue(field=PLACE_NAMES[2].label)
    if len(name) > LONGEST_NAME or len(kind) > LONGEST_KIND:
        raise NameTooLong(name=LONGEST_NAME, kind=LONGEST_KIND)
    if row.point is None:
        raise NoCoordinates(_("There are no coordinates. Fill them in."))
    return PlaceEntry(
        name=name.title() if name.isupper() else name,
        kind=kind,
        lng=row.point.x,
        lat=row.point.y,
        is_approximate=_is_yes(row.values.get("approximate", NO)),
        source=source,
    )


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
