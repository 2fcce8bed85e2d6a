"""What can be wrong with a raster, each with the remedy: faults that refuse it, notes on what is asked or mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from geodata.readers.errors import BadCrs, FileTooLarge, UnknownCrs


class NotARaster(CityError):
    """The file is something else than a GeoTIFF, whatever its name says."""

    code, status = "not_a_raster", 422
    text = _(
        "“%(file)s” is not a GeoTIFF but %(kind)s. Export it as GeoTIFF (in QGIS: Export, Save as), then send that."
    )


class DamagedRaster(CityError):
    """The file begins like a GeoTIFF and cannot be read to its end."""

    code, status = "damaged_raster", 422
    text = _("“%(file)s” is damaged or was cut off on its way. Send it again; if that does not help, export it anew.")


class RasterTooLarge(FileTooLarge):
    """More cells, bytes, memory or time than a raster may take."""

    text = _("“%(file)s” is too large: at most %(limit)s. Cut out the part you need, or take larger cells.")


class RasterEnded(CityError):
    """Somebody else than we ended the reading."""

    code, status = "reading_ended", 503
    text = _(
        "The server ended the reading of “%(file)s” in the middle: it ran out of memory or was busy with its own upkeep."
        " Try again; if it happens once more, cut out the part you need."
    )


class TooManyBands(CityError):
    """More bands than a layer can have."""

    code, status = "too_many_bands", 422
    text = _("“%(file)s” has %(bands)s bands, at most %(limit)s are taken. Export only those that you need.")


class UnsupportedValues(CityError):
    """Values of a type that no layer draws: complex ones, integers of 64 bits, bands of different types."""

    code, status = "unsupported_values", 422
    text = _("The values of “%(file)s” are of type %(type)s, which is not drawn. Export it as Int16, Float32 or Byte.")


class NothingInRaster(CityError):
    """Not one cell has a value."""

    code, status = "nothing_in_raster", 422
    text = _(
        "“%(file)s” holds no data: all its cells are marked as empty. Check the value for “no data” and export it anew."
    )


class NotPlaced(CityError):
    """A picture without a place on the map."""

    code, status = "not_placed", 422
    text = _("“%(file)s” does not say where on the map it lies. Place it first (in QGIS: Layer, Georeferencer).")


class NotOneRaster(CityError):
    """An archive that does not hold exactly one GeoTIFF."""

    code, status = "not_one_raster", 422
    text = _("“%(file)s” holds %(n)s GeoTIFF files. Send one of them alone, or a zip with exactly one.")


class RasterCrsUnknown(UnknownCrs):
    """The raster does not say in which coordinate reference system it is."""

    text = _("“%(file)s” does not say its coordinate system. Ask its maker, then name it, like EPSG:32749.")


class RasterCrsBad(BadCrs):
    """The system that was named does not exist, or does not fit where the raster lies."""

    text = _("The coordinate system “%(crs)s” does not fit the place of this raster. Name another, like EPSG:32749.")


class NotElevation(CityError):
    """Slopes are wanted of something that is no elevation."""

    code, status = "not_elevation", 422
    text = _(
        "“%(file)s” is no elevation model: it has colours or %(bands)s bands. Choose a raster with one band of heights."
    )


class Kind(StrEnum):
    """What a note wants of the reader."""

    ASKED = "asked"  # nothing goes on before it is answered
    MENDED = "mended"  # will be done without asking
    TOLD = "told"  # only so that one knows


NOTES: Mapping[str, tuple[Kind, Promise]] = MappingProxyType(
    {
        "no_crs": (Kind.ASKED, RasterCrsUnknown.text),
        "bad_crs": (Kind.ASKED, RasterCrsBad.text),
        "turned": (
            Kind.MENDED,
            _("The raster is turned or upside down. It will be laid north up; a value moves by at most one cell."),
        ),
        "control_points": (
            Kind.MENDED,
            _("The raster is placed by control points only. It will be fitted to them; check that it lies right."),
        ),
        "bad_nodata": (
            Kind.MENDED,
            _("“No data” is said to be %(nodata)s, a value that cells of type %(type)s cannot have. It is left out."),
        ),
        "not_numbers": (Kind.MENDED, _("Cells that hold no number will count as empty.")),
        "scaled": (Kind.TOLD, _("Cells hold packed numbers: values are shown times %(scale)s plus %(offset)s.")),
        "points_elsewhere": (
            Kind.MENDED,
            _("The file points at other files for its overviews. They are not read; new ones will be made."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class RasterNote:
    """One thing about a raster that is asked, will be mended, or is only told."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """What it wants of the reader."""
        return NOTES[self.code][0]

    @property
    def text(self) -> str:
        """What it says, in the active language."""
        text = str(NOTES[self.code][1])
        return text % self.data if self.data else text
