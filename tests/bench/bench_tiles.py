"""Tiles over HTTP, from the real web server over a million reports: cold, filtered, scoped, cached; against plain SQL.

`bench_tiles.py --rows 1000000 --only cold filtered officer cached --zooms 8 12 16 --seconds 2 --runs 3`;
`--rows 10000000 --against 1000000` compares how an unfiltered tile grows with the city.
"""

import argparse
import statistics
from collections import defaultdict
from dataclasses import dataclass
from random import Random

import numpy as np

from tests.bench import data, running
from tests.bench.client import Answers, ask
from tests.bench.figures import Verdict, heading, ms, say, spread
from tests.bench.people import officer
from tests.bench.questions import pairs, single_filters
from tests.bench.same_sql import rate
from tests.bench.where import addresses, occupied

LAYER, STAFF_LAYER = "reports", "work-reports"
CLIENTS = 2
TILES = 100  # of a zoom
FAR = 10  # up to this zoom the whole city is in view
PARTS = ("cold", "filtered", "officer", "cached")
KB = 1024
# What is promised.
COLD_RATE, COLD_RATE_FAR, OF_SQL, FAST_ENOUGH = 120.0, 500.0, 0.5, 1000.0
COLD_P99_MS, RAW_KB, OFFICER_P95_MS, FILTERED_P95_MS, FIRST_COMMON_MS = 100.0, 300.0, 100.0, 250.0, 1000.0
CACHED_RATE, GROWTH = 1500.0, 2.0
FEWEST, PAIRS = 12, 60  # tiles for each filter, where there are so many; pairs of filters, a tile for each


def main() -> int:
    options = _options()
    data.use_reports(options.rows)
    bench = Bench(options.seconds, options.runs, options.zooms, options.clients)
    heading(f"{options.rows:,} made reports until {data.UNTIL}")
    with running.stack(cold=True) as stack:
        bench.stack = stack
        p50 = bench.cold(with_sql=not options.against) if "cold" in options.only else {}
        if "officer" in options.only:
            bench.officer()
        if "filtered" in options.only:
            bench.filtered()
    if "cached" in options.only:
        with running.stack() as stack:
            bench.stack = stack
            bench.cached()
    if options.against:
        bench.grown(p50, options.against)
    return bench.verdict.status()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--against", type=int, help="how many reports a smaller city has, to compare with")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--zooms", nargs="+", type=int, default=list(range(8, 19)))
    parser.add_argument("--seconds", type=float, default=2.0, help="of each run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    return parser.parse_args()


@dataclass
class Bench:
    """The measurements."""

    seconds: float
    runs: int
    zooms: list[int]
    clients: int

    def __post_init__(self) -> None:
        self.verdict = Verdict()
        self.stack: running.Running
        self.cpu_ms = 0.0  # of web server and database, for each answer of the last runs

    def _runs(self, paths: list[str], headers: dict[str, str] | None = None) -> list[Answers]:
        ask(self.stack.port, paths, clients=self.clients, seconds=0.3, headers=headers)  # connections, plans
        before = self.stack.cpu_s()
        runs = [
            ask(self.stack.port, paths, clients=self.clients, seconds=self.seconds, headers=headers).require(200)
            for _ in range(self.runs)
        ]
        self.cpu_ms = (self.stack.cpu_s() - before) * 1000 / sum(len(run.seconds) for run in runs)
        return runs

    def cold(self, *, with_sql: bool = True) -> dict[int, float]:
        """Measure unfiltered tiles; returns zoom → p50 in ms."""
        say(f"\ncold unfiltered tiles, {self.clients} clients; rate: median [least–most] of {self.runs} runs")
        say("   z  tiles               tiles/s   of SQL     p50     p95     p99   cpu ms   most kB raw   gz")
        p50, rates = {}, {}
        for z, tiles in occupied("public_m").items():
            if z not in self.zooms:
                continue
            chosen = tiles.sample(TILES, np.random.default_rng(z))
            runs = self._runs(addresses(LAYER, chosen))
            seconds = [second for run in runs for second in run.seconds]
            rates[z] = statistics.median(run.rate for run in runs)
            alone = rate(LAYER, chosen, clients=self.clients, seconds=self.seconds) if with_sql else float("nan")
            raw, packed = (max(max(getattr(run, name)) for run in runs) / KB for name in ("raw", "sizes"))
            p50[z] = ms(seconds, 0.5)
            say(
                f"  {z:2} {len(tiles.n):6} {spread(run.rate for run in runs):>21}   {rates[z] / alone:6.2f}"
                f"  {p50[z]:6.1f}  {ms(seconds, 0.95):6.1f}  {ms(seconds, 0.99):6.1f}   {self.cpu_ms:6.1f}"
                f"      {raw:8.1f} {packed:6.1f}"
            )
            self.verdict.at_least(f"cold z{z} tiles/s", rates[z], COLD_RATE_FAR if z <= FAR else COLD_RATE)
            if with_sql and rates[z] < FAST_ENOUGH:
                self.verdict.at_least(f"cold z{z} of plain SQL", rates[z] / alone, OF_SQL)
            self.verdict.at_most(f"cold z{z} p99 ms", ms(seconds, 0.99), COLD_P99_MS)
            self.verdict.at_most(f"cold z{z} kB raw", raw, RAW_KB)
        far, near = ([rates[z] for z in rates if (z <= FAR) is is_far] for is_far in (True, False))
        if far and near:
            self.verdict.at_least("slowest tile from afar against the fastest near by", min(far) / max(near), 1.0)
        return dict(sorted(p50.items()))

    def officer(self) -> None:
        """Measure tiles of somebody who sees one agency's reports in one kecamatan."""
        say(f"\nan officer's tiles (one agency, one kecamatan), cold, {self.clients} clients")
        say("   z               tiles/s      p50     p95     p99   cpu ms")
        cookie = {"Cookie": officer()}
        for z, tiles in sorted(occupied("m").items()):
            if z not in self.zooms:
                continue
            runs = self._runs(addresses(STAFF_LAYER, tiles.sample(TILES, np.random.default_rng(z))), cookie)
            seconds = [second for run in runs for second in run.seconds]
            say(
                f"  {z:2} {spread(run.rate for run in runs):>21}   {ms(seconds, 0.5):6.1f}  {ms(seconds, 0.95):6.1f}"
                f"  {ms(seconds, 0.99):6.1f}   {self.cpu_ms:6.1f}"
            )
            self.verdict.at_most(f"officer z{z} p95 ms", ms(seconds, 0.95), OFFICER_P95_MS)

    def filtered(self) -> None:
        """Measure each filter alone and random pairs at each zoom: p95 over the tiles of a zoom."""
        singles = single_filters()
        pick = Random(1)
        both = pairs(singles, pick, PAIRS)
        self._first_common(singles, both)
        tiles = {z: where.sample(TILES, np.random.default_rng(z)) for z, where in occupied("public_m").items()}
        say(f"\ncold filtered tiles, {self.clients} clients, {self.runs} runs; p95 ms by zoom")
        say(f"{'':26}" + "".join(f"{f'z{z}':>7}" for z in self.zooms))
        found: dict[tuple[str, int], list[float]] = defaultdict(list)
        for z in self.zooms:
            # The same number of each, so that a slow one does not take the time of the others.
            some = [(name, query, tiles[z][:FEWEST]) for name, query in singles.items()]
            some += [(name, query, [pick.choice(tiles[z])]) for name, query in both.items()]
            asked = [(name, path) for name, query, where in some for path in addresses(LAYER, where, query)]
            for _ in range(self.runs):
                run = ask(self.stack.port, [path for _, path in asked], clients=self.clients, once=True).require(200)
                for number, second in zip(run.asked, run.seconds, strict=True):
                    name, _ = asked[number]
                    found[name if name in singles else "a pair", z].append(second)
        for name in [*singles, "a pair"]:
            p95 = [ms(found[name, z], 0.95) for z in self.zooms]
            say(f"  {name:24}" + "".join(f"{value:7.0f}" for value in p95))
            for z, value in zip(self.zooms, p95, strict=True):
                self.verdict.at_most(f"filtered by {name} z{z} p95 ms", value, FILTERED_P95_MS)

    def _first_common(self, singles: dict[str, str], both: dict[str, str]) -> None:
        """Measure how long somebody waits who is the first to look for a very common word, alone or with more."""
        (name,) = [name for name in singles if "28 %" in name]
        with_more = [query for pair, query in both.items() if name in pair.split(" + ")]
        paths = [f"/layers/{LAYER}/tiles/10/832/534.mvt?{query}" for query in (singles[name], *with_more)]
        took = ask(self.stack.port, paths, clients=1, once=True).require(200).seconds
        more = spread([1000 * second for second in took[1:]])
        say(f"\nfirst tile with {name}: {1000 * took[0]:.0f} ms; and something else: {more} ms")
        self.verdict.at_most("first tile of a common word, ms", 1000 * max(took), FIRST_COMMON_MS)

    def cached(self) -> None:
        """Measure tiles that were drawn before: sent again, and found unchanged."""
        places = occupied("public_m")
        paths = [path for z in self.zooms for path in addresses(LAYER, places[z].sample(20, np.random.default_rng(z)))]
        etags = ask(self.stack.port, paths, clients=self.clients, once=True).require(200).etags
        say(f"\ncached tiles, {2 * self.clients} clients, {len(paths)} different ones of all zooms")
        for status, known in ((200, None), (304, etags)):
            runs = [
                ask(self.stack.port, paths, clients=2 * self.clients, seconds=self.seconds, etags=known).require(status)
                for _ in range(self.runs)
            ]
            seconds = [second for run in runs for second in run.seconds]
            say(f"  {status}: {spread(run.rate for run in runs)} tiles/s, p95 {ms(seconds, 0.95):.1f} ms")
            self.verdict.at_least(
                f"cached tiles/s ({status})", statistics.median(run.rate for run in runs), CACHED_RATE
            )

    def grown(self, larger: dict[int, float], rows: int) -> None:
        """Measure the smaller city and compare the middle tile."""
        data.use_reports(rows)
        say(f"\nthe same with {rows:,} reports")
        with running.stack(cold=True) as stack:
            self.stack = stack
            smaller = self.cold(with_sql=False)
        say("\np50 against the smaller city: " + ", ".join(f"z{z} {larger[z] / smaller[z]:.2f}" for z in smaller))
        for z in smaller:
            self.verdict.at_most(f"growth of p50 at z{z}", larger[z] / smaller[z], GROWTH)
