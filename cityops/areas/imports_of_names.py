"""Rows of a file as place names for the search box."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cityops.areas.place_names import PlaceNames
from cityops.areas.yes_or_no import NO, YES, names_of_yes_and_no, yes_or_no
from cityops.errors import CityError
from cityops.features.imports import Field, NoCoordinates, NoValue, Outcome, Row, What
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
            try:
                entries.append((row, self._place_entry(row)))
            except CityError as fault:
                outcomes.append(Outcome(row, What.REFUSED, fault))
        written = self.names.add([entry for _row, entry in entries])
        for (row, entry), was in zip(entries, written, strict=True):
            if was == "area":
                outcomes.append(Outcome(row, What.SAME, IsAnArea(name=entry.name)))
            else:
                outcomes.append(Outcome(row, What.MADE if was == "written" else What.SAME))
        return outcomes

    def _place_entry(self, row: Row) -> PlaceEntry:
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
            is_approximate=self.yes_or_no.find(row.values.get("approximate", NO)) == YES,
            source=source,
        )
