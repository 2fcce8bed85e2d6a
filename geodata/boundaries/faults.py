"""Why a boundary file is refused: every fault of the file at once, each with a list and the remedy."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

MOST_NAMES = 12

TEXTS: dict[str, Promise] = {
    "no_shape": _("These rows have no area on the map: %(list)s. Delete them, or draw them as polygons."),
    "bad_code": _("These codes are not Kemendagri codes like 35.79.01.1001: %(list)s. Choose another --code-field."),
    "bps_code": _("These codes are codes of BPS, not of Kemendagri: %(list)s. Run it again with --codes bps."),
    "not_desa": _(
        "These areas are not desa or kelurahan of this city: %(list)s."
        " Only desa are taken; leave the others out with --skip-others."
    ),
    "no_parent": _(
        "These desa are in no kecamatan of this city: %(list)s."
        " Add the kecamatan to areas.csv of the city and run load_reference."
    ),
    "twice": _("These codes occur more than once: %(list)s. Join the parts of each into one (“dissolve” in QGIS)."),
    "missing": _(
        "These desa are not in the file: %(list)s."
        " Add them, or say --without CODE for each that has no outline any more."
    ),
    "swapped": _(
        "Longitude and latitude seem to be swapped (%(list)s). Swap them in the file, or run it with --swap-axes."
    ),
    "far_away": _(
        "These areas lie far from the city: %(list)s. Is the coordinate system right? Name another with --crs."
    ),
    "empty": _("These outlines are empty once repaired: %(list)s. Draw them again."),
}


class BadBoundaries(CityError):
    """The file cannot be taken; `faults` are the keys of TEXTS that apply."""

    code, status = "bad_boundaries", 422
    text = _("This boundary file cannot be taken; nothing was changed.\n%(problems)s")


class UnknownField(CityError):
    """The file has no field of that name."""

    code, status = "unknown_field", 422
    text = _("There is no field “%(field)s” in the file. It has: %(fields)s.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault and all that have it."""

    key: str
    who: tuple[str, ...]

    def __str__(self) -> str:
        """Return the sentence, with not too long a list."""
        shown = ", ".join(self.who[:MOST_NAMES])
        more = len(self.who) - MOST_NAMES
        return str(TEXTS[self.key]) % {"list": f"{shown} … (+{more})" if more > 0 else shown}


def refuse(faults: list[Fault]) -> None:
    """Raise BadBoundaries if there is any fault."""
    if faults:
        problems = "\n".join(f"- {fault}" for fault in faults)
        raise BadBoundaries(problems=problems, faults=[fault.key for fault in faults])
