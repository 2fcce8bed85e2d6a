"""All that is kept of how a raster looks: the style of its cells, how its ends were found, opacity and zooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from geodata.readers.raster_facts import RasterBand, RasterInspection
from layers.rasters.ends import Ends, fitted
from layers.rasters.style import MOST_BANDS, Classes, RasterStyle, Stretch, default_style, read_style
from layers.styles.errors import bad
from layers.styles.style import ZOOMS

AS_IT_IS = (0.0, 255.0)  # of pictures
PARTS = ("drawn", "ends", "opacity", "min_zoom", "max_zoom")


@dataclass(frozen=True, slots=True)
class RasterLook:
    """A look. Raises BadStyle, wherever it is made, for what cannot be drawn.

    drawn: the style of its cells. ends: how the ends of a ramp or picture are found, anew for each file. opacity: 0 to
    1. min_zoom, max_zoom: outside them it is not shown.
    """

    drawn: RasterStyle
    ends: Ends = Ends.HAND
    opacity: float = 1.0
    min_zoom: int = ZOOMS[0]
    max_zoom: int = ZOOMS[1]

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if isinstance(self.opacity, bool) or not isinstance(self.opacity, int | float) or not 0 <= self.opacity <= 1:
            raise bad("opacity", self.opacity, "0–1")
        for name in ("min_zoom", "max_zoom"):
            zoom = getattr(self, name)
            if type(zoom) is not int or not ZOOMS[0] <= zoom <= ZOOMS[1]:
                raise bad(name, zoom, f"{ZOOMS[0]}–{ZOOMS[1]}")
        if self.max_zoom < self.min_zoom:
            raise bad("max_zoom", self.max_zoom, _("the smallest zoom (%(n)s) or more") % {"n": self.min_zoom})

    def for_bands(self, bands: Sequence[RasterBand]) -> Self:
        """Return it with its ends found anew for these bands."""
        return replace(self, drawn=fitted(self.drawn, self.ends, bands))

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "drawn": self.drawn.to_json(),
            "ends": self.ends.value,
            "opacity": self.opacity,
            "min_zoom": self.min_zoom,
            "max_zoom": self.max_zoom,
        }

    @classmethod
    def from_json(cls, said: object, *, bands: int = MOST_BANDS) -> Self:
        """Return the look that JSON says. bands: how many the raster has. Raises BadStyle, which names the part."""
        if not isinstance(said, Mapping):
            raise bad("style", said, _("an object"))
        if strange := next((name for name in said if name not in PARTS), None):
            raise bad(str(strange), said[strange], ", ".join(PARTS))
        plain = {name: said[name] for name in PARTS[2:] if name in said}
        if (ends := said.get("ends", Ends.HAND)) not in list(Ends):
            raise bad("ends", ends, ", ".join(Ends))
        return cls(read_style(said.get("drawn"), bands=bands), Ends(ends), **plain)


def usual_look(found: RasterInspection) -> RasterLook:
    """Return how a raster is shown before anybody chose: pictures and classes as they are, numbers by their spread."""
    drawn = default_style(found)
    is_as_it_is = isinstance(drawn, Classes) or (isinstance(drawn, Stretch) and set(drawn.ranges) == {AS_IT_IS})
    return RasterLook(drawn, Ends.HAND if is_as_it_is else Ends.PERCENT)
