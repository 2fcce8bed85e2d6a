"""Any GeoTIFF, looked at, made cloud-optimised, and slopes of it: in a child process that can do no harm."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cityops.errors import CityError
from geodata.readers import errors
from geodata.readers.raster_facts import RasterInspection
from geodata.readers.raster_reading import Progress, Stopped, answer_of
from geodata.readers.raster_source import geotiff_of
from geodata.readers.scraps import scraps


@dataclass(frozen=True, slots=True)
class RasterLimits:
    """How much one raster may cost. Sizes in bytes; memory is address space, of which libraries reserve a good part."""

    cells: int = 1_000_000_000
    bands: int = 16
    bytes_in: int = 4_000_000_000
    bytes_unpacked: int = 12_000_000_000
    bytes_out: int = 16_000_000_000
    memory: int = 3_000_000_000
    seconds_to_look: int = 120
    seconds: int = 3600
    threads: int = 2


class Terrain(StrEnum):
    """What can be made of heights."""

    SLOPE = "slope"  # degrees
    ASPECT = "aspect"  # degrees clockwise from north
    HILLSHADE = "hillshade"  # 1 to 255


def inspect_raster(
    path: Path, *, crs: str = "", name: str = "", limits: RasterLimits | None = None
) -> RasterInspection:
    """Look at a GeoTIFF, or a zip with one. crs replaces what it says about itself; name: what its sender calls it.

    Raises NotARaster, NotOneRaster, DamagedRaster, RasterTooLarge, TooManyBands, UnsupportedValues, NothingInRaster,
    NotPlaced, RasterCrsBad (the one that was given). What can be answered or will be mended is told in `problems`.
    """
    limits = limits or RasterLimits()
    with scraps() as folder:
        job = _Job(path, folder, name or path.name, limits)
        return RasterInspection.from_json(job.run("looking", {"crs": crs}, seconds=limits.seconds_to_look))


def to_cog(
    path: Path,
    target: Path,
    *,
    crs: str = "",
    name: str = "",
    limits: RasterLimits | None = None,
    progress: Progress | None = None,
) -> RasterInspection:
    """Make a cloud-optimised GeoTIFF; target is there whole or not at all. Returns what was made.

    progress: called four times a second with percents; what it raises ends the work, leaves nothing and is raised
    again. One at a time for a target: what a killed one left beside it is removed by the next. Raises as
    `inspect_raster`, and RasterCrsUnknown.
    """
    limits = limits or RasterLimits()
    with _put_whole(target) as made:
        job = _Job(path, made.parent, name or path.name, limits)
        asked = {"crs": crs, "target": str(made)}
        return RasterInspection.from_json(job.run("cog", asked, seconds=limits.seconds, progress=progress))


def derive(
    path: Path,
    target: Path,
    what: Terrain,
    *,
    azimuth: float = 315,
    altitude: float = 45,
    z_factor: float = 1,
    name: str = "",
    limits: RasterLimits | None = None,
    progress: Progress | None = None,
) -> RasterInspection:
    """Make slope, aspect or hillshade of an elevation model that `to_cog` made; as `to_cog` does.

    azimuth and altitude of the sun in degrees; z_factor: metres in a unit of height. Raises NotElevation besides.
    """
    limits = limits or RasterLimits()
    with _put_whole(target) as made:
        job = _Job(path, made.parent, name or path.name, limits)
        asked: dict[str, Any] = {"target": str(made), "what": what.value, "crs": ""}
        asked |= {"azimuth": azimuth, "altitude": altitude, "z_factor": z_factor}
        return RasterInspection.from_json(job.run("derive", asked, seconds=limits.seconds, progress=progress))


@contextmanager
def _put_whole(target: Path) -> Iterator[Path]:
    """Yield a path in a folder beside the target; what was written there becomes the target, or nothing does."""
    folder = target.parent / f".{target.name}.part"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        made = folder.resolve() / "made.tif"
        yield made
        made.replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Job:
    """One file, the folder to work in, what it is called, and what it may cost."""

    path: Path
    folder: Path
    name: str
    limits: RasterLimits

    def run(
        self, work: str, asked: Mapping[str, Any], *, seconds: int, progress: Progress | None = None
    ) -> dict[str, Any]:
        """Let the child do its work; returns what it says. Raises the faults of rasters."""
        source = geotiff_of(self.path, self.folder, name=self.name, bytes_in=self.limits.bytes_in)
        limits = asdict(self.limits) | {
            "bytes": source.stat().st_size,
            "cpu_seconds": seconds * self.limits.threads,
        }
        request = {**asked, "verb": work, "path": str(source), "limits": limits}
        try:
            said = answer_of(request, self.folder.resolve(), seconds=seconds, progress=progress)
        except Stopped as stopped:
            raise self._fault(stopped.why, {}) from stopped
        if "fault" in said:
            raise self._fault(said["fault"], said["data"])
        found: dict[str, Any] = said["said"]
        return found

    def _fault(self, code: str, data: Mapping[str, Any]) -> CityError:
        faults: dict[str, Callable[[], CityError]] = {
            "bad_crs": lambda: errors.RasterCrsBad(crs=data["crs"]),
            "damaged": lambda: errors.DamagedRaster(file=self.name),
            "ended": lambda: errors.RasterEnded(file=self.name),
            "no_crs": lambda: errors.RasterCrsUnknown(file=self.name),
            "not_elevation": lambda: errors.NotElevation(file=self.name, bands=data["bands"]),
            "not_placed": lambda: errors.NotPlaced(file=self.name),
            "nothing": lambda: errors.NothingInRaster(file=self.name),
            "too_large": self._too_large,
            "too_many_bands": lambda: errors.TooManyBands(file=self.name, bands=data["bands"], limit=self.limits.bands),
            "unsupported": lambda: errors.UnsupportedValues(file=self.name, type=data["type"]),
        }
        return faults[code]()

    def _too_large(self) -> errors.RasterTooLarge:
        cells, megabytes = self.limits.cells // 1_000_000, self.limits.bytes_in // 1_000_000
        return errors.RasterTooLarge(
            file=self.name, limit=f"{cells:,} Mpx, {megabytes:,} MB, {self.limits.seconds // 60} min"
        )
