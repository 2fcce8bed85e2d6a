"""Any GeoTIFF → a cloud-optimised one: tiled, with overviews, empty cells marked by one value or one mask, checked.

Block by block into a file of tiles, overviews of that, then one ordered copy; rio-cogeo checks it. Its
`cog_translate` does the same behind a warp and tells nobody how far it is; here each block is seen, so that its empty
cells are written the same way whatever they were in the source.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio._err import CPLE_BaseError  # what copying raises; its like is nowhere else
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.rio.overview import get_maximum_overview_level
from rasterio.shutil import copy
from rasterio.windows import Window

from geodata.readers.raster_work.faults import Fault
from geodata.readers.raster_work.looking import has_a_value, look, read_window
from geodata.readers.raster_work.opening import Empty, empty_of, laid_north_up, opened, placed
from geodata.readers.raster_work.telling import tell, tell_growing

BLOCK = 512
PIECE_BYTES = 32 * 1024 * 1024  # read at once
TILES_DONE, OVERVIEWS_DONE, COPIED = 45.0, 60.0, 98.0
WITH_OVERVIEWS = 4 / 3
PIXEL_BY_PIXEL = 4  # up to so many bands lie pixel by pixel, more one after the other
FORMATS = {"i": "2", "u": "2", "f": "3"}


def do(request: dict[str, Any]) -> dict[str, Any]:
    """Convert; returns what the new file is, as `looking.look` says it."""
    folder, target = Path(request["folder"]), Path(request["target"])
    tiles = folder / "tiles.tif"
    with opened(request) as source:
        where, empty = placed(source, request["crs"]), empty_of(source)
        if where.crs is None:
            raise Fault("no_crs")
        if where.is_bad:
            raise Fault("bad_crs", crs=where.crs.to_string()[:80])
        if not has_a_value(source, empty):
            raise Fault("nothing")
        is_of_classes = _is_of_classes(source)
        with laid_north_up(source, where, empty, request) as (upright, empty_there):
            _write_tiles(upright, where.crs, tiles, empty_there)
    return finish(tiles, target, request, is_of_classes=is_of_classes)


def finish(tiles: Path, target: Path, request: dict[str, Any], *, is_of_classes: bool) -> dict[str, Any]:
    """Give a file of tiles its overviews, copy it in order, check it; returns what it is."""
    try:
        _add_overviews(tiles, is_of_classes=is_of_classes)
        _copy_in_order(tiles, target)
    except (RasterioError, CPLE_BaseError) as error:
        raise Fault("too_large", detail=str(error)[:200]) from error  # the disk or a limit
    tiles.unlink()
    from rio_cogeo.cogeo import cog_validate  # takes as long to import as all else together

    is_valid, faults, _ = cog_validate(target, quiet=True)
    if not is_valid:
        raise Fault("damaged", detail="; ".join(faults)[:200])
    made = {**request, "path": str(target), "crs": ""}
    made["limits"] = {**request["limits"], "bytes": target.stat().st_size}
    with opened(made) as source:
        return look(source, made)


def profile_of(kind: str, bands: int) -> dict[str, Any]:
    """Return how a file of a type is written: packed without loss, quick to unpack."""
    profile: dict[str, Any] = {"driver": "GTiff", "tiled": True, "compress": "ZSTD", "zstd_level": "1"}
    profile |= {
        "blockxsize": BLOCK,
        "blockysize": BLOCK,
        "predictor": FORMATS[np.dtype(kind).kind],
        "bigtiff": "IF_SAFER",
    }
    return profile | {"interleave": "pixel" if bands <= PIXEL_BY_PIXEL else "band"}


def _is_of_classes(source: Any) -> bool:
    """Whether cells are names of something, of which no mean can be made."""
    return bool(source.colorinterp[0] == ColorInterp.palette)


def _write_tiles(source: Any, crs: Any, tiles: Path, empty: Empty) -> None:
    numbers = [band for band in range(1, source.count + 1) if band != empty.alpha]
    at = [number - 1 for number in numbers]
    needs_mask = empty.alpha is not None or empty.has_mask
    profile = profile_of(source.dtypes[0], len(numbers)) | {
        "width": source.width,
        "height": source.height,
        "count": len(numbers),
        "dtype": source.dtypes[0],
        "crs": crs,
        "transform": source.transform,
        "nodata": empty.nodata,
    }
    if _are_colours(source, numbers):
        profile["photometric"] = "RGB"
    windows = list(_windows(source))
    with rasterio.open(tiles, "w", **profile) as out:
        _dress(source, out, numbers)
        for done, window in enumerate(windows, 1):
            values, full = read_window(source, window, empty)
            values = _with_empty_marked(values, full, empty)
            out.write(values[at], window=window)
            if needs_mask:
                out.write_mask(np.where(full[at].any(axis=0), np.uint8(255), np.uint8(0)), window=window)
            tell(TILES_DONE * done / len(windows))


def _are_colours(source: Any, numbers: list[int]) -> bool:
    three = [source.colorinterp[number - 1] for number in numbers[:3]]
    return three == [ColorInterp.red, ColorInterp.green, ColorInterp.blue] and source.dtypes[0] in {"uint8", "uint16"}


def _dress(source: Any, out: Any, numbers: list[int]) -> None:
    """Hand on what bands mean; nothing else of what the sender wrote into the file."""
    colours = [source.colorinterp[number - 1] for number in numbers]
    if colours == [ColorInterp.palette] and source.dtypes[0] in {"uint8", "uint16"}:
        out.write_colormap(1, source.colormap(1))
    elif not _are_colours(source, numbers):
        out.colorinterp = [ColorInterp.gray, *[ColorInterp.undefined] * (len(numbers) - 1)]
    out.scales = [source.scales[number - 1] for number in numbers]
    out.offsets = [source.offsets[number - 1] for number in numbers]
    for place, number in enumerate(numbers, 1):
        if source.descriptions[number - 1]:
            out.set_band_description(place, source.descriptions[number - 1][:80])


def _with_empty_marked(values: Any, full: Any, empty: Empty) -> Any:
    if empty.nodata is None or values.dtype.kind != "f":
        return values
    return np.where(full & np.isfinite(values), values, values.dtype.type(empty.nodata))


def _windows(source: Any) -> Iterator[Window]:
    """Return the parts to be read: a row of tiles high, as wide as memory allows."""
    each = sum(np.dtype(kind).itemsize for kind in source.dtypes)
    wide = max(BLOCK, PIECE_BYTES // (BLOCK * each) // BLOCK * BLOCK)
    for top in range(0, source.height, BLOCK):
        for left in range(0, source.width, wide):
            yield Window(left, top, min(wide, source.width - left), min(BLOCK, source.height - top))


def _add_overviews(tiles: Path, *, is_of_classes: bool) -> None:
    size = tiles.stat().st_size
    tell_growing(tiles, int(size * WITH_OVERVIEWS), begin=TILES_DONE, end=OVERVIEWS_DONE)
    with rasterio.Env(COMPRESS_OVERVIEW="ZSTD", ZSTD_LEVEL_OVERVIEW="1"), rasterio.open(tiles, "r+") as out:
        deepest = get_maximum_overview_level(out.width, out.height, minsize=BLOCK)
        if deepest:
            means = Resampling.nearest if is_of_classes else Resampling.average
            out.build_overviews([2**level for level in range(1, deepest + 1)], means)


def _copy_in_order(tiles: Path, target: Path) -> None:
    tell_growing(target, tiles.stat().st_size, begin=OVERVIEWS_DONE, end=COPIED)
    with rasterio.open(tiles) as source:
        profile = profile_of(source.dtypes[0], source.count)
        copy(source, target, copy_src_overviews=True, **{name: str(value) for name, value in profile.items()})
