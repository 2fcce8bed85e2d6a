"""Lists with their counts by area, and the search box, from the real web server: p95 by filter.

`bench_lists.py --rows 100000 1000000 --seconds 1 --runs 3`. What is promised is promised at a million; other sizes are
shown.
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import quote

from django.db import connection

from cityops.reports.models import Report
from tests.bench import data, running
from tests.bench.client import Answers, ask
from tests.bench.figures import Verdict, heading, ms, say
from tests.bench.people import dispatcher, officer
from tests.bench.questions import single_filters

MILLION = 1_000_000
LIST_P95_MS, SEARCH_P95_MS = 150.0, 100.0
CLIENTS = 2
PARTS = ("lists", "search")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", nargs="+", type=int, default=[100_000, MILLION])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each run")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    verdict = Verdict()
    for rows in options.rows:
        data.use_reports(rows)
        heading(f"{rows:,} made reports until {data.UNTIL}")
        promises = verdict if rows == MILLION else Verdict()
        with running.stack() as stack:
            if "lists" in options.only:
                _lists(stack.port, options, promises)
            if "search" in options.only:
                _searches(stack.port, options, promises)
    return verdict.status()


def _lists(port: int, options: argparse.Namespace, promises: Verdict) -> None:
    """Measure a page of a list with the counts by area that stand beside it."""
    filters = {"no filter": "", **single_filters()}
    everything, one_agency = {"Cookie": dispatcher()}, {"Cookie": officer()}
    lists: dict[str, tuple[str, Mapping[str, str]]] = {
        "public list": ("/laporan/?{}", {}),
        "rows": ("/layers/reports/items/?{}&size=50", {}),
        "counts": ("/layers/reports/counts/?{}", {}),
        "work map": ("/staff/?{}", everything),
        "officer's": ("/staff/?{}", one_agency),
    }
    for path, headers in lists.values():  # so many connections that every process has begun its work
        ask(port, [path.format("")], clients=8, seconds=1, headers=headers)
    say(f"\nlists, {CLIENTS} clients, {options.runs} runs; p50 / p95 ms")
    say(f"{'':22}" + "".join(f"{name:>16}" for name in lists))
    for name, query in filters.items():
        told = ""
        for which, (path, headers) in lists.items():
            runs = _runs(port, [path.format(query)], options, headers)
            seconds = [second for run in runs for second in run.seconds]
            told += f"{ms(seconds, 0.5):8.0f} /{ms(seconds, 0.95):6.0f}"
            promises.at_most(f"{which} by {name}, p95 ms", ms(seconds, 0.95), LIST_P95_MS)
        say(f"  {name:20}{told}")


def _searches(port: int, options: argparse.Namespace, promises: Verdict) -> None:
    """Measure the search box, for strangers and for staff, each letter typed being a question of its own."""
    code = Report.objects.order_by("pk").values_list("code", flat=True)[5000]
    connection.close()
    typed = {
        "a place": ["Tem", "Temas", "Sumberejo", "Bumi"],
        "a street": ["Jl", "Jl. Dip", "diponegoro"],
        "a facility": ["puskesmas", "pasar", "SDN"],
        "a code": [code, code[:8], code.lower().replace("-", "")],
        "coordinates": ["-7.871, 112.526"],
        "nothing there": ["xqzwvkj", "zzzzzz zzzz"],
    }
    say(f"\nsearch box, {CLIENTS} clients; p50 / p95 ms")
    who: dict[str, Mapping[str, str]] = {"stranger": {}, "staff": {"Cookie": dispatcher()}}
    found: dict[str, list[float]] = defaultdict(list)
    for what, words in typed.items():
        told = ""
        for name, headers in who.items():
            runs = _runs(port, [f"/cari/?q={quote(word)}" for word in words], options, headers)
            seconds = [second for run in runs for second in run.seconds]
            found[name] += seconds
            told += f"{ms(seconds, 0.5):8.0f} /{ms(seconds, 0.95):6.0f}"
            promises.at_most(f"search for {what} by {name}, p95 ms", ms(seconds, 0.95), SEARCH_P95_MS)
        say(f"  {what:20}{told}")


def _runs(port: int, paths: list[str], options: argparse.Namespace, headers: Mapping[str, str]) -> list[Answers]:
    ask(port, paths, clients=CLIENTS, seconds=0.1, headers=headers)
    return [
        ask(port, paths, clients=CLIENTS, seconds=options.seconds, headers=headers).require(200)
        for _ in range(options.runs)
    ]
