"""What can be wrong with a file of geodata, each with the remedy."""

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
