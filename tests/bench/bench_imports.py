"""Files into layers: how long against `ogr2ogr` by COPY and a join, in how much memory, what others feel of four.

`bench_imports.py --only points memory web --rows 200000 --runs 5 --megabytes 1000`. Ours is all that the worker does
after the button: reading and checking each row in the locked child, COPY, area, tile place, indexes, cells, the layer
on the map. Theirs is `ogr2ogr` by COPY into the same database and one statement that joins the areas. Both in turn.
"""

import argparse
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import psutil

from cityops.datasets.importing import make_layer
from cityops.datasets.models import State, Upload
from cityops.datasets.reading import read
from tests.bench import data, imports, running, where
from tests.bench.client import ask
from tests.bench.figures import Verdict, heading, ms, say, spread
from tests.bench.people import dispatcher
from tests.bench.processor import Processor
from tests.bench.questions import single_filters

PARTS = ("points", "memory", "web")
FORMS = ("gpkg", "csv", "geojson")
TIMES_OGR2OGR, MEMORY_MB, P95_MS = 2.0, 500.0, 300.0
AT_ONCE, ROWS_EACH = 4, 1_000_000
REPORTS = 100_000
THEIRS, JOINED = "bench_theirs", "bench_theirs_with_areas"
CLIENTS = 2
Kinds = dict[str, tuple[list[str], dict[str, str]]]  # addresses and headers by what they are


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--each", type=int, default=ROWS_EACH, help="points of each of the four at once")
    parser.add_argument("--reports", type=int, default=REPORTS, help="that people look at meanwhile")
    options = parser.parse_args()
    data.use_reports(options.reports)
    imports.forget_former()
    heading(f"{options.rows:,} points in files; a city with {options.reports:,} made reports")
    verdict = Verdict()
    if "points" in options.only:
        _points(options.rows, options.runs, verdict)
    if "memory" in options.only:
        _memory(options.megabytes, verdict)
    if "web" in options.only:
        _web(options.each, verdict)
    return verdict.status()


def _points(rows: int, runs: int, verdict: Verdict) -> None:
    say(f"\n{rows:,} points; median [least–most] of {runs} runs, in turn; s. processor: with the database's")
    columns = f"{'import':>20}{'processor':>20}{'ogr2ogr + join':>20}{'processor':>20}{'times':>8}{'by it':>8}"
    say(f"{'':10}{'look':>20}{columns}")
    for form in FORMS:
        path = imports.points_file(imports.room(), rows, form)
        looks, ours, theirs = [], [], []
        for _ in range(runs):
            upload = imports.received(path)
            looks.append(_timed(lambda upload=upload: read(upload.pk))[0])  # type: ignore[misc]
            imports.begun(upload, f"Titik {form}")
            ours.append(_timed(lambda upload=upload: make_layer(upload.pk)))  # type: ignore[misc]
            if imports.rows_of(upload) != rows:
                raise SystemExit("some rows are missing")
            imports.forget(upload)
            theirs.append(_timed(lambda path=path: _ogr2ogr(path)))  # type: ignore[misc]
        ratio, by_processor = (
            statistics.median(one[n] / other[n] for one, other in zip(ours, theirs, strict=True)) for n in (0, 1)
        )
        found = [looks, *zip(*ours, strict=True), *zip(*theirs, strict=True)]
        say(f"  {form:8}" + "".join(f"{spread(column):>20}" for column in found) + f"{ratio:8.2f}{by_processor:8.2f}")
        if form == "gpkg":
            verdict.at_most("import of a GeoPackage against ogr2ogr and a join, times", ratio, TIMES_OGR2OGR)
    imports.run_sql(f"DROP TABLE IF EXISTS {THEIRS}", f"DROP TABLE IF EXISTS {JOINED}")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took, and the processor time of all that took part."""
    with Processor() as processor:
        began = time.monotonic()
        work()
        took = time.monotonic() - began
    return took, processor.used_s


def _ogr2ogr(path: Path) -> None:
    where_to = " ".join(f"{word}='{value}'" for word, value in data.owner().items())
    words = ["ogr2ogr", "-f", "PostgreSQL", f"PG:{where_to}", str(path), "-nln", THEIRS, "-overwrite"]
    words += ["-lco", "GEOMETRY_NAME=geom", "-a_srs", "EPSG:4326", "--config", "PG_USE_COPY", "YES"]
    if path.suffix == ".csv":
        words += ["-oo", "X_POSSIBLE_NAMES=bujur", "-oo", "Y_POSSIBLE_NAMES=lintang", "-oo", "AUTODETECT_TYPE=YES"]
    subprocess.run(words, check=True, stderr=subprocess.DEVNULL)
    imports.run_sql(f"DROP TABLE IF EXISTS {JOINED}", imports.desa_join(THEIRS, JOINED))


def _memory(megabytes: int, verdict: Verdict) -> None:
    path = imports.large_file(imports.room(), megabytes)
    with running.stack() as stack:
        worker = psutil.Process(stack.pids[1])
        with Peak(worker) as peak:
            began = time.monotonic()
            upload = imports.received(path)
            imports.wait_for([upload], State.READ)
            looked = time.monotonic()
            imports.begun(upload, "Bidang")
            imports.wait_for([upload], State.DONE)
            ended = time.monotonic()
    rows = imports.rows_of(upload)
    imports.forget(upload)
    say(
        f"\n{path.name}, {path.stat().st_size / 1e6:,.0f} MB, {rows:,} polygons: look {looked - began:.0f} s, import"
        f" {ended - looked:.0f} s ({rows / (ended - looked):,.0f} rows/s)"
    )
    say(f"  resident memory at most, by the kernel: worker {peak.worker_mb:,.0f} MB, child {peak.child_mb:,.0f} MB")
    verdict.at_most(f"MB of worker and child for a file of {megabytes} MB", peak.worker_mb + peak.child_mb, MEMORY_MB)


class Peak(threading.Thread):
    """Watches how much a worker and the processes it starts ever held, by the kernel's own mark of the highest."""

    def __init__(self, worker: psutil.Process) -> None:
        super().__init__(daemon=True)
        self.worker, self.ended = worker, threading.Event()
        self.worker_mb = self.child_mb = 0.0

    def run(self) -> None:
        """Look again and again: the mark of a process goes with it."""
        while not self.ended.wait(0.1):
            self.worker_mb = max(self.worker_mb, _highest_mb(self.worker.pid))
            for child in self.worker.children(recursive=True):
                self.child_mb = max(self.child_mb, _highest_mb(child.pid))

    def __enter__(self) -> "Peak":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.join()


def _highest_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return float(line.split()[1]) / 1024


def _web(rows: int, verdict: Verdict) -> None:
    """Let four imports run in the worker while others use the city; what counts is what these wait for."""
    path = imports.points_file(imports.room(), rows, "gpkg")
    seen = where.occupied("public_m")
    pick = np.random.default_rng(2)
    staff = {"Cookie": dispatcher()}
    tiles = [tile for z in (12, 14, 16) for tile in seen[z].sample(60, pick)]
    kinds: Kinds = {
        "public map": (["/"], {}),
        "public list": ([f"/laporan/?{query}" for query in single_filters().values()], {}),
        "tiles": (where.addresses("reports", tiles), {}),
        "work map": (["/staff/"], staff),
        "its tiles": (where.addresses("reports", tiles, "status=in_progress"), staff),
    }
    with running.stack(jobs_at_once=AT_ONCE) as stack:
        quiet = _asked(stack.port, kinds)
        uploads = [imports.received(path) for _ in range(AT_ONCE)]
        imports.wait_for(uploads, State.READ)
        for number, upload in enumerate(uploads):
            imports.begun(upload, f"Titik {number}")
        imports.wait_for(uploads, State.IMPORTING)
        began = time.monotonic()
        busy: dict[str, list[float]] = {name: [] for name in kinds}
        while _all_run(uploads):
            for name, seconds in _asked(stack.port, kinds, lambda: _all_run(uploads)).items():
                busy[name] += seconds
        took = time.monotonic() - began
        imports.wait_for(uploads, State.DONE)
    for upload in uploads:
        imports.forget(upload)
    say(f"\nothers while {AT_ONCE} imports of {rows:,} points run, {took:.0f} s; ms")
    say(f"{'':14}{'answers':>9}{'p50':>8}{'p95':>8}{'most':>8}{'p95 when quiet':>17}")
    for name, seconds in busy.items():
        say(
            f"  {name:12}{len(seconds):9}{ms(seconds, 0.5):8.0f}{ms(seconds, 0.95):8.0f}{ms(seconds, 1):8.0f}"
            f"{ms(quiet[name], 0.95):17.0f}"
        )
        verdict.at_most(f"{name} beside {AT_ONCE} imports, p95 ms", ms(seconds, 0.95), P95_MS)


def _all_run(uploads: Sequence[Upload]) -> bool:
    """Whether none of them has ended."""
    keys = [upload.pk for upload in uploads]
    return Upload.objects.filter(pk__in=keys, state=State.IMPORTING).count() == len(keys)


def _asked(port: int, kinds: Kinds, goes_on: Callable[[], bool] = lambda: True) -> dict[str, list[float]]:
    """Ask for each kind of page for a second, as long as it goes on; returns how long each answer took."""
    return {
        name: ask(port, paths, clients=CLIENTS, seconds=1.0, headers=headers).require(200).seconds if goes_on() else []
        for name, (paths, headers) in kinds.items()
    }
