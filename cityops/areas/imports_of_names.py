"""Rows of a file as place names for the search box."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from cityops.areas.place_names import PlaceNames
from cityops.areas.yes_or_no import NO, YES, names_of_yes_and_no, yes_or_no
from cityops.errors import CityError
from cityops.features.imports import Faults, Field, NoCoordinates, NoValue, Outcome, Row, What
from geodata.city.places import LONGEST_KIND, LONGEST_NAME, PlaceEntry


class NameTooLong(CityError):
    """A name that no label can show."""

    code, status = "name_too_long", 422
    text = _("The name or its kind is too long: at most %(name)s and %(kind)s characters.")


class IsAnArea(CityError):
    """A place name that is an area's."""

    code, status = "is_an_area", 422
    text = _("“%(name)s” is an area of the city and is found as such already.")


PLACE_NAMES = (
    Field("name", _("Name"), is_required=True, words=("nama", "name", "areaname", "namobj", "toponim", "tempat")),
    Field("kind", _("What it is"), words=("jenis", "kind", "type", "tipe", "kategori", "level", "remark")),
    Field(
        "source", _("Source"), is_required=True, help=_("A second import of the same source replaces the first."),
        words=("sumber", "source"),
    ),
    Field(
        "approximate", _("Only about where it is"), words=("approximate", "perkiraan"), choices=yes_or_no,
        names=names_of_yes_and_no, usual=NO,
    ),
)  # fmt: skip


class PlaceNamesRun:
    """Writes names; those that the same sources had before the import go first."""

    def __init__(self, _actor: Any) -> None:
        self.names = PlaceNames()
        self.yes_or_no = PLACE_NAMES[3].lookup()

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Read names and write them."""
        outcomes: list[Outcome] = []
        entries: list[tuple[Row, PlaceEntry]] = []
        for row in rows:
            faults = Faults()
            entry = self._place_entry(row, faults)
            if entry is None:
                outcomes.append(faults.refused(row))
            else:
                entries.append((row, entry))
        written = self.names.add([entry for _row, entry in entries])
        for (row, entry), was in zip(entries, written, strict=True):
            if was == "area":
                outcomes.append(Outcome(row, What.SAME, IsAnArea(name=entry.name)))
            else:
                outcomes.append(Outcome(row, What.MADE if was == "written" else What.SAME))
        return outcomes

    def _place_entry(self, row: Row, faults: Faults) -> PlaceEntry | None:
        name, source, point = faults.of(_name, row), faults.of(_source, row), faults.of(_point, row)
        approximate = faults.of(self.yes_or_no.find, row.values.get("approximate") or NO)
        if name is None or source is None or point is None or approximate is None:
            return None
        return PlaceEntry(
            name=name.title() if name.isupper() else name,
            kind=row.values.get("kind", ""),
            lng=point.x,
            lat=point.y,
            is_approximate=approximate == YES,
            source=source,
        )


def _name(row: Row) -> str:
    name = " ".join(row.values.get("name", "").split())
    if not name:
        raise NoValue(field=PLACE_NAMES[0].label)
    if len(name) > LONGEST_NAME or len(row.values.get("kind", "")) > LONGEST_KIND:
        raise NameTooLong(name=LONGEST_NAME, kind=LONGEST_KIND)
    return name


def _source(row: Row) -> str:
    if not (source := row.values.get("source", "")):
        raise NoValue(field=PLACE_NAMES[2].label)
    return source


def _point(row: Row) -> Point:
    if row.point is None:
        raise NoCoordinates(_("There are no coordinates. Fill them in."))
    return row.point
