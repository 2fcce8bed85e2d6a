"""Where a row of a file belongs: by its coordinates, and by what it says of its place."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from cityops.areas.matching import Meant
from cityops.areas.queries import all_areas
from cityops.errors import CityError
from cityops.features.imports import Candidate, NoCoordinates, Row
from layers.search import joined


class PlaceContradicts(CityError):
    """Coordinates that lie elsewhere than the name says."""

    code, status = "place_contradicts", 422
    text = _("The coordinates lie in %(there)s, and the row says “%(place)s”. Choose which of them is right.")


class ReadOtherwise(CityError):
    """Words that are spelled otherwise than the name that they surely mean: no fault, but to be said."""

    code, status = "read_otherwise", 422
    text = _("“%(place)s” is read as %(read)s.")

    def __init__(self, place: str, read: str) -> None:
        self.place, self.read = place, read
        super().__init__(place=place, read=read)


class DoubtedPlace(CityError):
    """Words of which somebody said that they are not to be read so."""

    code, status = "doubted_place", 422
    text = _("“%(place)s” would be read as %(read)s, and somebody doubted that. Choose where it is.")


@dataclass(frozen=True)
class Sited:
    """Where a row belongs: a point (EPSG:4326) and its desa; or why not, with the places to choose from.

    is_desa: the point stands for the whole desa. is_doubtful: a person can settle it. said: `Said.same`, where it is
    these words that are in doubt. read: that it is by a name which is spelled otherwise.
    """

    point: Point | None = None
    area: str | None = None
    is_desa: bool = False
    fault: CityError | None = None
    candidates: tuple[Candidate, ...] = ()
    is_doubtful: bool = False
    said: str = ""
    read: CityError | None = None


def site(row: Row, meant: Meant | None, outside: CityError) -> Sited:
    """Return where a row belongs, by its coordinates and by what it says of the place (None: nothing).

    outside: what is said of coordinates outside the city.
    """
    point = row.point
    if row.is_settled or meant is None:
        if point is None:
            return Sited(fault=outside)
        return Sited(point, row.area, row.is_only_desa) if row.area else Sited(fault=outside)
    if point is None:
        return _by_name(row, meant)
    if meant.sure is None or meant.sure.area == row.area:
        return Sited(point, row.area) if row.area else Sited(fault=outside)
    if row.area is None:
        return Sited(fault=outside, candidates=(meant.sure.as_candidate(),), is_doubtful=True)
    area = next((one for one in all_areas() if one.pk == row.area), None)
    fault = PlaceContradicts(there=str(area or row.area), place=meant.said.place[:60])
    own = Candidate(str(_("The coordinates of the row, in %(area)s") % {"area": area}), point.x, point.y, 1.0)
    return Sited(fault=fault, candidates=(own, meant.sure.as_candidate()), is_doubtful=True)


def _by_name(row: Row, meant: Meant) -> Sited:
    read = read_otherwise(row, meant)
    is_doubted = read is not None and joined(read.place) in row.doubted
    if meant.sure and not is_doubted:
        return Sited(meant.sure.point, meant.sure.area, meant.sure.is_desa, read=read)
    fault = DoubtedPlace(place=read.place, read=read.read) if read else meant.fault
    candidates = tuple(place.as_candidate() for place in meant.alike)
    return Sited(fault=fault, candidates=candidates, is_doubtful=True, said=meant.said.same)


def placed_by(row: Row, meant: Meant | None, outside: CityError) -> Sited:
    """Return where a row belongs, or that a person can settle it. Raises NoCoordinates, and what nobody can settle."""
    if row.point is None and meant is None:
        raise NoCoordinates
    sited = site(row, meant, outside)
    if sited.fault and not sited.is_doubtful:
        raise sited.fault
    return sited


def read_otherwise(row: Row, meant: Meant | None) -> ReadOtherwise | None:
    """Return what is to be said where a row lies by a name that it spells otherwise; None where it does not."""
    sure = meant.sure if meant and row.point is None else None
    return ReadOtherwise(sure.written, sure.label) if sure and sure.written else None
