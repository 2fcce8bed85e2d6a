"""What cells, history and areas cost a write, and that no count is ever lost: pgbench against the real table.

Each load is made bare (no trigger of ours), with cells alone, and with everything, in turn; folds run as
in the worker. After each load all cells are counted anew. `bench_writes.py --only insert hot --seconds 5 --runs 3`.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO

import psycopg
from django.core.management import CommandError, call_command

from layers.cells import folding
from layers.cells.folding import Folding
from tests.bench import data
from tests.bench.figures import Verdict, heading, say, spread
from tests.bench.same_sql import pgbench

TABLE, SOURCE = "reports_report", "reports"
PLACES = 10_000
BARE, CELLS, ALL = "bare", "cells alone", "everything"
CELLS_LEAST, ALL_LEAST, AT_ONCE_MOST = 0.7, 0.5, 2.0
AT_ONCE = 200_000
MARK = "B-"  # how codes of what was written here begin
COLUMNS = (
    "geom, public_precision, public_geom, tile_geom, public_tile_geom, area_id, lost_area, is_public, created_at,"
    " updated_at, kind, category_id, agency_id, state, hidden_reason, outcome, secret_salt"
)
PREPARE = f"""
CREATE TABLE bench_place AS
    SELECT row_number() OVER () - 1 AS number, id, {COLUMNS}
    FROM (SELECT * FROM {TABLE} WHERE state = 'new' OR state = 'closed' ORDER BY md5(code) LIMIT {PLACES}) AS chosen;
ALTER TABLE bench_place ADD PRIMARY KEY (number);
CREATE SEQUENCE bench_code CACHE 100;
ANALYZE bench_place;
"""
INSERT = f"""INSERT INTO {TABLE} (code, {COLUMNS})
    SELECT '{MARK}' || nextval('bench_code'), {COLUMNS} FROM bench_place WHERE number = :k RETURNING id"""
UPDATE = f"""UPDATE {TABLE}
    SET state = CASE state WHEN 'new' THEN 'routed' WHEN 'routed' THEN 'in_progress' ELSE 'new' END,
    version = version + 1, updated_at = now() WHERE id = (SELECT id FROM bench_place WHERE number = :k) RETURNING id"""
EVENT = """INSERT INTO features_historyevent (kind, object_id, verb, from_state, to_state, is_public, data)
    SELECT 'reports.Report', id, 'send', '', 'new', true, '{"category": "road-damage", "area": "35.79.01.1001"}'
    FROM written"""
ANYWHERE = f"\\set k random(0, {PLACES - 1})\n"
ONE_PLACE = "\\set k 0\n"


@dataclass(frozen=True)
class Load:
    """Writers, what each does again and again, and how many writes a transaction."""

    label: str
    clients: int
    statement: str = INSERT
    where: str = ANYWHERE
    each: int = 1

    def script(self, *, with_history: bool) -> str:
        """Return the script for pgbench."""
        one = f"WITH written AS ({self.statement}) {EVENT}" if with_history else self.statement
        writes = "".join(f"{self.where}{' '.join(one.split())};\n" for _ in range(self.each))
        return f"BEGIN;\n{writes}END;\n" if self.each > 1 else writes


LOADS = {
    "insert": [Load(f"inserts, {n} writer{'s' if n > 1 else ''}", n) for n in (1, 2, 8)],
    "hot": [Load("inserts, 8 writers, one hot cell", 8, where=ONE_PLACE)],
    "several": [Load("3 inserts a transaction, 8 writers", 8, each=3)],
    "update": [Load("updates, 2 writers", 2, UPDATE), Load("updates, 8 writers", 8, UPDATE)],
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000, help="that are there before")
    parser.add_argument("--only", nargs="+", choices=[*LOADS, "copy"], default=[*LOADS, "copy"])
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    data.use_new(options.rows)
    heading(f"{options.rows:,} made reports are there; {options.runs} runs of {options.seconds} s, in turn")
    verdict = Verdict()
    with psycopg.connect(**data.owner(), autocommit=True) as link:
        link.execute(PREPARE)
        table = Table(link)
        say(f"triggers of cells: {', '.join(table.of_cells)}; others: {', '.join(table.others)}")
        with folded_meanwhile():
            say(f"\n{'':36}{'bare, writes/s':>28}{'cells alone':>14}{'everything':>12}")
            for name in options.only:
                for load in LOADS.get(name, ()):
                    _measure(load, table, options, verdict)
        if "copy" in options.only:
            _at_once(table, options.runs, verdict)
    return verdict.status()


class Table:
    """The table that is written to, with some of its triggers at a time."""

    def __init__(self, link: "psycopg.Connection[tuple[object, ...]]") -> None:
        self.link = link
        rows = link.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal ORDER BY 1", [TABLE]
        )
        names = [str(name) for (name,) in rows]
        self.of_cells = [name for name in names if "_cells_" in name]
        self.others = [name for name in names if "_cells_" not in name]

    @contextmanager
    def with_triggers(self, variant: str) -> Iterator[None]:
        """Let only those of the variant fire; what was written without cells is taken out without them, too."""
        if variant == BARE:
            self.clear()  # what the run before wrote with cells is taken out with them
        # Nobody pays for another's writes; and a fold that finds a tile dense would count rows no cell is to know of.
        while folding.fold():
            continue
        off = {BARE: self.of_cells + self.others, CELLS: self.others, ALL: []}[variant]
        self._switch("DISABLE", off)
        try:
            yield
            if variant == BARE:
                self.clear()
        finally:
            self._switch("ENABLE", off)

    def _switch(self, how: str, names: list[str]) -> None:
        for name in names:
            self.link.execute(f"ALTER TABLE {TABLE} {how} TRIGGER {name}")

    def clear(self) -> None:
        """Take out what was written here; who reads figures next finds no dead rows."""
        self.link.execute(f"DELETE FROM {TABLE} WHERE code LIKE '{MARK}%'")
        self.link.execute(f"VACUUM {TABLE}")

    def count_anew(self) -> None:
        """Set the cells right."""
        call_command("rebuild_cells", SOURCE, stdout=StringIO())

    def counts_are_right(self) -> bool:
        """Compare all cells with the rows."""
        try:
            call_command("rebuild_cells", SOURCE, check=True, stdout=StringIO())
        except CommandError:
            return False
        return True


@contextmanager
def folded_meanwhile() -> Iterator[None]:
    """Fold as the worker does."""
    thread = Folding()
    thread.start()
    yield
    thread.ended.set()
    thread.join()


def _measure(load: Load, table: Table, options: argparse.Namespace, verdict: Verdict) -> None:
    rates: dict[str, list[float]] = {BARE: [], CELLS: [], ALL: []}
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        for _ in range(options.runs):
            for variant, found in rates.items():
                file.seek(0)
                file.truncate()
                file.write(load.script(with_history=variant == ALL))
                file.flush()
                with table.with_triggers(variant):
                    done = pgbench(["-f", file.name], clients=load.clients, seconds=options.seconds)
                found.append(done * load.each)
                if variant == BARE and load.statement == UPDATE:
                    table.count_anew()  # bare updates left states behind that no cell knows of
    verdict.is_so(f"{load.label}: all counts are right", table.counts_are_right())
    table.clear()
    bare = statistics.median(rates[BARE])
    cells, everything = (statistics.median(rates[variant]) / bare for variant in (CELLS, ALL))
    say(f"  {load.label:34}{spread(rates[BARE]):>28}{cells:>14.2f}{everything:>12.2f}")
    verdict.at_least(f"{load.label}, cells alone", cells, CELLS_LEAST)
    verdict.at_least(f"{load.label}, everything", everything, ALL_LEAST)


def _at_once(table: Table, runs: int, verdict: Verdict) -> None:
    """Bring in very many rows by one COPY, and then fold them."""
    source = (
        f"COPY (SELECT '{MARK}' || number + many * {PLACES}, {COLUMNS} FROM bench_place, generate_series(1,"
        f" {AT_ONCE // PLACES}) AS many) TO STDOUT (FORMAT binary)"
    )
    with table.link.cursor().copy(source) as copy:
        rows = list(copy)
    took: dict[str, list[float]] = {BARE: [], CELLS: [], ALL: []}
    folds = []
    for _ in range(runs):
        for variant, found in took.items():
            with table.with_triggers(variant):
                began = time.perf_counter()
                with table.link.cursor().copy(f"COPY {TABLE} (code, {COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
                    for row in rows:
                        copy.write(row)
                found.append(time.perf_counter() - began)
            if variant != BARE:
                began = time.perf_counter()
                folding.fold()
                folds.append(time.perf_counter() - began)
                table.clear()
                folding.fold()
    verdict.is_so(f"{AT_ONCE} at once: all counts are right", table.counts_are_right())
    say(f"\n{AT_ONCE:,} rows by one COPY, s: " + "; ".join(f"{name} {spread(found)}" for name, found in took.items()))
    say(f"the fold after it: {spread(folds)} s")
    bare = statistics.median(took[BARE])
    verdict.at_most(f"{AT_ONCE} at once, cells against bare", statistics.median(took[CELLS]) / bare, AT_ONCE_MOST)
