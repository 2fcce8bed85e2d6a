"""Layers worked out of an elevation model by the worker: slope, aspect, hillshade."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cityops.datasets import files
from cityops.datasets.models import Dataset, DatasetVersion, Upload
from cityops.datasets.progress import Reporter
from cityops.datasets.rasters import facts_of
from cityops.errors import NotFound
from geodata.readers.raster import Terrain, derive
from layers.models import Audience
from layers.rasters.ends import Ends
from layers.rasters.look import RasterLook
from layers.rasters.style import Classes, Ramp, RasterClass
from layers.styles.ramps import RAMPS, USUAL_VALUES

WORDS = {Terrain.SLOPE: _("Slope"), Terrain.ASPECT: _("Aspect"), Terrain.HILLSHADE: _("Hillshade")}
DIRECTIONS = (
    _("North"),
    _("North-east"),
    _("East"),
    _("South-east"),
    _("South"),
    _("South-west"),
    _("West"),
    _("North-west"),
)
LIT = (1, 255)  # values of a hillshade


@dataclass(frozen=True)
class Derivation:
    """What is worked out of heights, and how. azimuth, altitude: of the sun, degrees; z_factor: metres a unit."""

    what: str
    azimuth: float = 315.0
    altitude: float = 45.0
    z_factor: float = 1.0

    @property
    def word(self) -> Promise | str:
        """What is made, in the reader's language."""
        return WORDS[Terrain(self.what)]

    @property
    def is_lit(self) -> bool:
        """Whether the sun has a part in it."""
        return self.what == Terrain.HILLSHADE

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Return what `to_json` gave."""
        return cls(**said)


def proposed_names(source: Dataset) -> dict[str, str]:
    """Return what a layer of each kind would be called, in the language of who derives it."""
    longest = Dataset._meta.get_field("label").max_length
    words = {what: _("%(what)s of %(layer)s") % {"what": word, "layer": source.label} for what, word in WORDS.items()}
    return {str(what.value): name[:longest] for what, name in words.items()}


def audiences_of(source: Dataset) -> list[Audience]:
    """Return who may be shown what is worked out of a layer: nobody who does not see the layer itself."""
    few_to_all = list(Audience)
    return few_to_all[: few_to_all.index(Audience(source.audience)) + 1]


def can_be_derived_from(dataset: Dataset) -> bool:
    """Whether slopes can be made of it: heights, and not themselves worked out of heights."""
    return dataset.shown is not None and bool(dataset.shown.facts.get("is_elevation"))


def derive_raster(upload: Upload, dataset: Dataset, version: DatasetVersion, reporter: Reporter) -> None:
    """Work out the version's file of what its source shows now, and say in the version what is in it."""
    source = upload.derives
    if source is None or source.removed_at is not None or source.shown is None:
        raise NotFound
    asked = Derivation.from_json(upload.derivation or {})
    made = derive(
        files.path_of(source.shown.path),
        files.raster_path(upload, version),
        Terrain(asked.what),
        azimuth=asked.azimuth,
        altitude=asked.altitude,
        z_factor=asked.z_factor,
        name=source.label,
        progress=lambda percent: reporter.tell(round(percent), "percent"),
    )
    version.geometry, version.extent, version.rows = "raster", made.extent, made.width * made.height
    version.facts = facts_of(made, usual_look_of(Terrain(asked.what))) | {"is_elevation": False}
    version.file_name = f"{source.label}, v{source.shown.number}"[:200]
    version.derived_from, version.derivation = source.shown, asked.to_json()


def usual_look_of(what: Terrain) -> RasterLook:
    """Return how it is shown before anybody chose."""
    if what == Terrain.SLOPE:
        return RasterLook(Ramp(1, "YlOrRd", 0, 60), Ends.PERCENT)
    if what == Terrain.HILLSHADE:
        return RasterLook(Ramp(1, "Greys", *LIT, is_reversed=True))
    return RasterLook(Classes(1, _directions()))


def _directions() -> tuple[RasterClass, ...]:
    """Return eight directions, a wind rose; north is on both ends of the values."""
    part = 360 / len(DIRECTIONS)
    shades = RAMPS[USUAL_VALUES].colours(len(DIRECTIONS))
    with override(settings.LANGUAGE_CODE):
        words = [str(word) for word in DIRECTIONS]
    first = RasterClass(0, part / 2, shades[0], words[0])
    others = (RasterClass((n - 0.5) * part, (n + 0.5) * part, shades[n], words[n]) for n in range(1, len(DIRECTIONS)))
    return (first, *others, RasterClass(360 - part / 2, 360, shades[0], words[0]))
