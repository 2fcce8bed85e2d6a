"""Rasters: a GeoTIFF of 10,000 × 10,000 cells made cloud-optimised, against `rio cogeo create`; its tiles, cold.

`bench_rasters.py --only convert draw tiles --side 10000 --runs 3 --tiles 300`. The file is made once, in the folder of
state. `draw`: tiles are drawn by two processes as two web processes draw them, each a tile that it never drew before,
nothing of them stored. `tiles`: the same from the real web server, for a layer that was imported as a planner's is;
each tile is asked for once.
"""

import argparse
import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from django.conf import settings
from numpy.typing import NDArray
from rasterio.transform import Affine
from rasterio.windows import Window

from cityops.datasets import files
from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset
from cityops.datasets.reading import read
from geodata.readers.raster import Terrain, derive, inspect_raster, to_cog
from geodata.readers.raster_facts import RasterInspection
from layers.rasters.look import RasterLook
from layers.rasters.style import Hillshade, Ramp, RasterStyle
from tests.bench import data, drawing, imports, running
from tests.bench.client import ask
from tests.bench.figures import Verdict, heading, ms, say, spread

PARTS = ("convert", "draw", "tiles")
PROCESSES = 2
SLOWER_THAN_RIO, TILES_A_SECOND = 2.0, 60.0
STYLES: dict[str, RasterStyle] = {"ramp": Ramp(1, "viridis", 0, 3000), "hillshade": Hillshade()}
CELL_M, WEST, NORTH = 10, 600_000, 9_180_000  # EPSG:32749
_spawn = multiprocessing.get_context("spawn")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--side", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tiles", type=int, default=300, help="of each zoom, style and run")
    options = parser.parse_args()
    folder = Path(settings.VAR_DIR) / "rasters"
    folder.mkdir(parents=True, exist_ok=True)
    source = _elevation(folder, options.side)
    heading(f"{options.side:,} × {options.side:,} cells, Int16, tiled, deflate, {source.stat().st_size / 1e6:,.0f} MB")
    verdict = Verdict()
    if "convert" in options.only:
        _conversion(source, folder, options.runs, verdict)
        _slopes(folder)
    if "draw" in options.only:
        found = to_cog(source, folder / "ours.tif")
        _drawing(folder / "ours.tif", found, options.tiles, options.runs, verdict)
    if "tiles" in options.only:
        _tiles(source, options.tiles, verdict)
    for name in ("ours.tif", "theirs.tif", "slope.tif"):
        (folder / name).unlink(missing_ok=True)
    return verdict.status()


def _elevation(folder: Path, side: int) -> Path:
    """Return a file of made-up mountains, the same each time; made once."""
    path = folder / f"elevation_{side}.tif"
    if path.is_file():
        return path
    say(f"making {path.name}, once")
    new = path.with_suffix(".new")
    place = {"crs": "EPSG:32749", "transform": Affine(CELL_M, 0, WEST, 0, -CELL_M, NORTH), "nodata": -32768}
    form = {"driver": "GTiff", "tiled": True, "compress": "deflate", "dtype": "int16", "count": 1}
    pick = np.random.default_rng(1)
    octaves = [(pick.normal(size=(n, n)), 1500 / n) for n in (8, 16, 32, 64, 128, 256, 512)]
    with rasterio.open(new, "w", width=side, height=side, **form, **place) as out:
        for top in range(0, side, 500):
            rows = np.arange(top, min(side, top + 500)) / side
            heights = sum(_between(grid, rows, side) * high * 4 for grid, high in octaves)
            heights = heights + pick.normal(size=(len(rows), side)) * 2 + 1500
            out.write(heights.astype("int16"), 1, window=Window(0, top, side, len(rows)))
    new.replace(path)
    return path


def _between(grid: NDArray[np.float64], rows: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Return a coarse grid at rows (shares of the way down) and all columns, evenly between its points."""
    n = len(grid) - 1
    down, across = rows * n, np.arange(side) / side * n
    upper, left = down.astype(int), across.astype(int)
    v, h = (down - upper)[:, None], across - left
    some = grid[upper] * (1 - v) + grid[upper + 1] * v
    return some[:, left] * (1 - h) + some[:, left + 1] * h


def _conversion(source: Path, folder: Path, runs: int, verdict: Verdict) -> None:
    rio = Path(sys.executable).with_name("rio")
    ours, theirs = folder / "ours.tif", folder / "theirs.tif"
    told: list[float] = []
    took: dict[str, list[tuple[float, float]]] = {"ours": [], "theirs": []}
    for _ in range(runs):  # in turn, so that a busy moment meets both
        took["ours"].append(_timed(lambda: to_cog(source, ours, progress=told.append)))
        words = [str(rio), "cogeo", "create", "--quiet", str(source), str(theirs)]
        took["theirs"].append(_timed(lambda words=words: subprocess.run(words, check=True)))  # type: ignore[misc]
    say("\nGeoTIFF → cloud-optimised; median [least–most] of the runs")
    for name, path in (("ours", ours), ("theirs", theirs)):
        wall, cpu = zip(*took[name], strict=True)
        label = "to_cog" if name == "ours" else "rio cogeo create"
        say(f"  {label:18} {spread(wall)} s, processor {spread(cpu)} s, {path.stat().st_size / 1e6:,.0f} MB")
    ratio = statistics.median(one[0] / other[0] for one, other in zip(took["ours"], took["theirs"], strict=True))
    say(f"  {ratio:.2f} times as long; told {len(told) // runs} times how far it is")
    verdict.at_most("to_cog against rio cogeo create", ratio, SLOWER_THAN_RIO)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took, and the processor time of the processes it started."""
    began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def _slopes(folder: Path) -> None:
    wall, cpu = _timed(lambda: derive(folder / "ours.tif", folder / "slope.tif", Terrain.SLOPE))
    say(f"  slope of it: {wall:.1f} s, processor {cpu:.1f} s")


def _drawing(path: Path, found: RasterInspection, tiles: int, runs: int, verdict: Verdict) -> None:
    say(f"\ncold tiles by {PROCESSES} processes; rate: median [least–most] of {runs} runs")
    say("   z  style                     tiles/s     p50     p95   cpu ms")
    drawn: dict[str, list[float]] = {name: [] for name in STYLES}
    for z in range(found.min_zoom + 1, found.max_zoom + 2):
        for name, style in STYLES.items():
            seconds, each, used = [], [], []
            for run in range(runs):
                some = _some(found, z, tiles, seed=run)
                with _spawn.Pool(PROCESSES) as pool:
                    parts = [(str(path), some[number::PROCESSES], style) for number in range(PROCESSES)]
                    answers = pool.starmap(drawing.drawn, parts)
                each.append(sum(len(took) / sum(took) for took, _ in answers))
                seconds += [second for took, _ in answers for second in took]
                used += [cpu_s for _, cpu_s in answers]
            drawn[name] += seconds
            say(
                f"  {z:2}  {name:10} {spread(each):>25}  {ms(seconds, 0.5):6.1f}  {ms(seconds, 0.95):6.1f}"
                f"   {1000 * sum(used) / len(seconds):6.1f}"
            )
    for name, seconds in drawn.items():
        rate = PROCESSES * len(seconds) / sum(seconds)
        verdict.at_least(f"cold tiles/s of all zooms, {name}", rate, TILES_A_SECOND)


def _tiles(source: Path, tiles: int, verdict: Verdict) -> None:
    """Ask the real web server for tiles of a layer that was made of the file, each once."""
    data.use_city()
    imports.forget_former()
    upload = imports.received(source)
    read(upload.pk)
    imports.begun(upload, "Ketinggian")
    wall, cpu = _timed(lambda: make_layer(upload.pk))
    imports.rows_of(upload)
    layer = upload.dataset
    assert layer is not None and layer.shown is not None
    found = inspect_raster(files.path_of(layer.shown.path))
    say(f"\nimported in {wall:.1f} s, processor {cpu:.1f} s; cold tiles from the web server, {PROCESSES} clients")
    say("   z  style            n   tiles/s     p50     p95   cpu ms")
    zooms = range(found.min_zoom + 1, found.max_zoom + 2)
    with running.stack() as stack:
        for name, style in STYLES.items():
            Dataset.objects.filter(pk=layer.pk).update(style=RasterLook(style).to_json())
            taken, answered = 0.0, 0
            for z in zooms:
                some = [f"/layers/{layer.name}/tiles/{z}/{x}/{y}.png" for _, x, y in _some(found, z, tiles, seed=z)]
                used = stack.cpu_s()
                answers = ask(stack.port, some, clients=PROCESSES, once=True).require(200)
                used = stack.cpu_s() - used
                taken, answered = taken + answers.elapsed_s, answered + len(some)
                say(
                    f"  {z:2}  {name:10} {len(some):7}  {answers.rate:8.1f}  {ms(answers.seconds, 0.5):6.1f}"
                    f"  {ms(answers.seconds, 0.95):6.1f}   {1000 * used / len(some):6.1f}"
                )
            verdict.at_least(f"cold tiles/s over HTTP, all zooms, {name}", answered / taken, TILES_A_SECOND)
    imports.forget(upload)


def _some(found: RasterInspection, z: int, most: int, *, seed: int) -> list[tuple[int, int, int]]:
    """Return different tiles of a zoom that lie in the raster."""
    assert found.extent
    west, south, east, north = found.extent
    (left, top), (right, bottom) = _place(west, north, z), _place(east, south, z)
    every = [(z, x, y) for x in range(int(left), int(right) + 1) for y in range(int(top), int(bottom) + 1)]
    order = np.random.default_rng(seed).permutation(len(every))[:most]
    return [every[place] for place in order]


def _place(lng: float, lat: float, z: int) -> tuple[float, float]:
    side = 2**z
    return (lng + 180) / 360 * side, float(1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * side
