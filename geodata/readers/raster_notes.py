"""What is to be known of a raster before it becomes a layer: asked, mended, or only told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.readers.errors import RasterCrsBad


class Kind(StrEnum):
    """What a note wants of the reader."""

    ASKED = "asked"  # nothing goes on before it is answered
    MENDED = "mended"  # will be done without asking
    TOLD = "told"  # only so that one knows


NOTES: Mapping[str, tuple[Kind, Promise]] = MappingProxyType(
    {
        "no_crs": (
            Kind.ASKED,
            _("The raster does not say its coordinate system. Ask its maker, then name it, like EPSG:32749."),
        ),
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
