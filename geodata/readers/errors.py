"""What can be wrong with a file of places or with a raster, each with the remedy."""

from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from geodata.readers.inspection import Problem


class UnreadableFile(CityError):
    """The file is missing, empty, damaged, or in a format that is not read here."""

    code, status = "unreadable_file", 422
    text = _("“%(file)s” cannot be read as a map file. Send it as %(formats)s.")


class LayerNotChosen(CityError):
    """The file holds several layers and none was named, or the named one is not there."""

    code, status = "layer_not_chosen", 422
    text = _("“%(file)s” holds these layers: %(layers)s. Name one of them with --layer.")


class UnknownCrs(CityError):
    """The file does not say in which coordinate reference system it is."""

    code, status = "unknown_crs", 422
    text = _(
        "“%(file)s” does not say its coordinate system. Ask its maker, then name it with --crs, like --crs EPSG:32749."
    )


class BadCrs(CityError):
    """The coordinate reference system that was named does not exist, or does not fit the numbers."""

    code, status = "bad_crs", 422
    text = _(
        "The coordinate system “%(crs)s” does not fit the numbers in this file. Name another, like --crs EPSG:32749."
    )


class FileTooLarge(CityError):
    """More features, bytes, memory or time than a reader may take."""

    code, status = "file_too_large", 413
    text = _("“%(file)s” is too large: at most %(limit)s. Cut it into parts or simplify it, then try again.")


class UnfitFile(CityError):
    """A file that cannot be read as it is; `problems` has all that is wrong, the text the first that is in the way."""

    code, status = "unfit_file", 422

    def __init__(self, *, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems=problems)
        self.problems = problems

    def __str__(self) -> str:
        """Return the text of what is in the way."""
        in_the_way = [p for p in self.problems if p.is_fatal] or [p for p in self.problems if not p.is_repaired]
        return in_the_way[0].text if in_the_way else str(self.text)


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
        "The server ended the reading of “%(file)s” in the middle: it ran out of memory or was busy with its own"
        " upkeep. Try again; if it happens once more, cut out the part you need."
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
