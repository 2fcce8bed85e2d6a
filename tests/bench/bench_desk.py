"""The officers' desk at a million reports, from the real web server: queues, items, moves, fifty officers at once.

`bench_desk.py --rows 1000000 --only queues items moves bulk officers --seconds 1 --runs 3`. Queues are asked again and
again while nothing is written, when their counts are kept, and each right after a write. Each officer looks at a queue,
opens a report, makes one of the moves that it offers and thinks for two to five seconds; every move that was answered
with success must be in the history.
"""

import argparse
import random
import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from cityops.accounts.models import User
from cityops.desk.work_filter import all_of
from cityops.features.models import HistoryEvent
from cityops.features.work import work_kind
from cityops.reports.models import Report
from cityops.reports.queries import reports_visible_to
from cityops.reports.workflow import IN_PROGRESS, OPEN_STATES, ROUTED
from layers.cells.folding import fold
from tests.bench import data, running
from tests.bench.client import ask
from tests.bench.figures import Verdict, heading, ms, say
from tests.bench.people import dispatcher, officer, officers

QUEUE_MS, ITEM_MS, MOVE_MS, AT_ONCE_MS = 150.0, 80.0, 80.0, 300.0
CLIENTS, OFFICERS = 2, 50
THINK_S = (2.0, 5.0)
BULK, BULK_MS = 1000, 3000.0
PARTS = ("queues", "items", "moves", "bulk", "officers")
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/staff/"}
TOKEN = "b" * 32  # what protects against forged requests compares a cookie with a header
SEEN = re.compile(r'name="seen" value="(\d+)"')
OFFERED = re.compile(r'/staff/reports/[A-Z0-9-]+/(note|answer|ask|start)/"')
GIVEN = {
    "note": {"text": "Sudah dicek."},
    "answer": {"text": "Sudah kami jadwalkan pekan ini."},
    "ask": {"text": "Di sebelah mana tepatnya?"},
    "start": {},
}
UNDO = re.compile(r'action="(/staff/sekaligus/[^"]+/batal/)"')
AFTER_A_WRITE = 4  # times each queue
CODE = re.compile(r'data-code="([A-Z0-9-]+)"')


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--officers-seconds", type=float, default=60.0, help="for which the fifty work")
    options = parser.parse_args()
    data.use_reports(options.rows)
    _give_work()
    is_open = Report.objects.filter(state__in=OPEN_STATES).count()
    heading(f"{options.rows:,} made reports until {data.UNTIL}, {is_open:,} open")
    verdict = Verdict()
    people = {"dispatcher": dispatcher(), "officer": officer()}
    team = officers(OFFICERS)
    with running.stack() as stack:
        if "queues" in options.only:
            _queues(stack.port, people, options, verdict)
        if "items" in options.only:
            _items(stack.port, people, options, verdict)
        if "moves" in options.only:
            _moves(stack.port, team[0], options, verdict)
        if "bulk" in options.only:
            _bulk(stack.port, team[0], options, verdict)
        if "officers" in options.only:
            _at_once(stack.port, team, options.officers_seconds, verdict)
    return verdict.status()


def _give_work() -> None:
    """Let two in five of what is open be somebody's, and a few be reopened, as in a city at work."""
    officers(OFFICERS)
    if Report.objects.filter(assignee__isnull=False).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reports_report AS report"
            " SET assignee_id = members.users[1 + report.id % cardinality(members.users)]"
            " FROM (SELECT agency_id, array_agg(user_id ORDER BY user_id) AS users FROM agencies_membership"
            " WHERE role = 'officer' GROUP BY 1) AS members WHERE members.agency_id = report.agency_id"
            " AND report.state IN ('in_progress', 'waiting') AND report.id % 10 < 8"
        )
        cursor.execute(
            "UPDATE reports_report SET reopened_at = updated_at"
            " WHERE state IN ('routed', 'in_progress') AND id % 40 = 7"
        )
        cursor.execute(
            "UPDATE reports_report SET escalated = CASE WHEN due_at < now() - interval '7 days' THEN 2 ELSE 1 END"
            " WHERE state = ANY(%s) AND due_at < now()",
            [list(OPEN_STATES)],
        )
        fold()
        for table in ("reports_report", "layers_cell", "layers_delta"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _queues(port: int, people: dict[str, str], options: argparse.Namespace, promises: Verdict) -> None:
    """Measure every queue with the counts of all of them: the fragment that a press on it brings."""
    say(f"\nqueues with their counts, {CLIENTS} clients, {options.runs} runs; p50 / p95 ms")
    for who, cookie in people.items():
        user = User.objects.get(username=f"bench-{who}")
        kind = work_kind("reports", user)
        told = []
        for queue in kind.queues:
            if not queue.concerns(user):
                continue
            path = all_of(kind, user).with_values(**queue.values).url()
            ask(port, [path], clients=CLIENTS, seconds=0.1, headers={"Cookie": cookie, **HTMX})
            runs = [
                ask(port, [path], clients=CLIENTS, seconds=options.seconds, headers={"Cookie": cookie, **HTMX})
                for _ in range(options.runs)
            ]
            seconds = [second for run in runs for second in run.require(200).seconds]
            told.append(f"{queue.name} {ms(seconds, 0.5):.0f} / {ms(seconds, 0.95):.0f}")
            promises.at_most(f"{who}'s queue {queue.name}, p95 ms", ms(seconds, 0.95), QUEUE_MS)
        say(f"  {who:12}{'   '.join(told)}")
    say("\nqueues with their counts, each right after a write, one client; p50 / p95 ms")
    for who, cookie in people.items():
        user = User.objects.get(username=f"bench-{who}")
        kind, worker = work_kind("reports", user), Worker(port, cookie)
        written = list(Report.objects.filter(state__in=OPEN_STATES).values_list("pk", flat=True)[: AFTER_A_WRITE * 20])
        for queue in [one for one in kind.queues if one.concerns(user)] * AFTER_A_WRITE:
            Report.objects.filter(pk=written.pop()).update(updated_at=timezone.now())
            worker.get("queue", all_of(kind, user).with_values(**queue.values).url())
        seconds = worker.took["queue"]
        say(f"  {who:12}{ms(seconds, 0.5):.0f} / {ms(seconds, 0.95):.0f}  ({len(seconds)})")
        promises.at_most(f"{who}'s queues after a write, p95 ms", ms(seconds, 0.95), QUEUE_MS)
        promises.is_so(f"no queue failed {worker.faults[:2]}", not worker.faults)


def _items(port: int, people: dict[str, str], options: argparse.Namespace, promises: Verdict) -> None:
    """Measure opening an item beside the list."""
    say(f"\nopening an item, {CLIENTS} clients; p50 / p95 ms")
    for who, cookie in people.items():
        user = User.objects.get(username=f"bench-{who}")
        visible = reports_visible_to(user).filter(state__in=OPEN_STATES).order_by("-pk")
        paths = [f"/staff/reports/{code}/" for code in visible.values_list("code", flat=True)[:400]]
        seconds: list[float] = []
        for _ in range(options.runs):
            answers = ask(port, paths, clients=CLIENTS, seconds=options.seconds, headers={"Cookie": cookie, **HTMX})
            seconds += answers.require(200).seconds
        say(f"  {who:12}{ms(seconds, 0.5):.0f} / {ms(seconds, 0.95):.0f}  ({len(seconds)} opened)")
        promises.at_most(f"{who}'s item, p95 ms", ms(seconds, 0.95), ITEM_MS)


@dataclass
class Worker:
    """An officer with a browser of their own: one connection, one cookie."""

    port: int
    cookie: str
    took: dict[str, list[float]] = field(default_factory=lambda: {"queue": [], "open": [], "move": []})
    moved: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Connect."""
        self.link = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, what: str, path: str) -> str:
        """Ask for a fragment."""
        return self._send(what, "GET", path, None)

    def move(self, code: str, verb: str, given: dict[str, str]) -> None:
        """Make a move; what was answered with success is remembered."""
        before = len(self.faults)
        self._send("move", "POST", f"/staff/reports/{code}/{verb}/", urlencode(given))
        if len(self.faults) == before:
            self.moved.append((code, verb))

    def post(self, path: str, given: dict[str, str]) -> str:
        """Send a form of a page."""
        return self._send("move", "POST", path, urlencode(given))

    def _send(self, what: str, method: str, path: str, body: str | None) -> str:
        headers = {"Cookie": f"{self.cookie}; csrftoken={TOKEN}", **HTMX}
        if body is not None:
            headers |= {"X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
        sent = time.perf_counter()
        try:
            self.link.request(method, path, body, headers)
            answer = self.link.getresponse()
            text = answer.read().decode()
        except OSError as fault:
            self.faults.append(f"{method} {path}: {fault}")
            return ""
        self.took[what].append(time.perf_counter() - sent)
        if answer.status != 200:
            self.faults.append(f"{method} {path}: {answer.status}")
        return text


def _moves(port: int, cookie: str, options: argparse.Namespace, promises: Verdict) -> None:
    """Measure moves: begun, asked, answered, noted, each with history, what it can be undone by, and mail where due."""
    worker = Worker(port, cookie)
    user = User.objects.get(username="bench-officer-0")
    mine = reports_visible_to(user).filter(state=IN_PROGRESS).order_by("pk")
    for code, version in mine.values_list("code", "version")[: 60 * options.runs]:
        worker.move(code, "note", {"seen": str(version), "text": "Aspal habis, menunggu kiriman."})
        worker.move(code, "answer", {"seen": str(version + 1), "text": "Sudah kami jadwalkan pekan ini."})
        worker.move(code, "ask", {"seen": str(version + 2), "text": "Di sebelah mana tepatnya?"})
        worker.move(code, "start", {"seen": str(version + 3)})
    seconds = worker.took["move"]
    say(f"\nmoves, one after another: p50 / p95 {ms(seconds, 0.5):.0f} / {ms(seconds, 0.95):.0f} ms ({len(seconds)})")
    promises.at_most("a move, p95 ms", ms(seconds, 0.95), MOVE_MS)
    promises.is_so(f"no move failed {worker.faults[:2]}", not worker.faults)


def _bulk(port: int, cookie: str, options: argparse.Namespace, promises: Verdict) -> None:
    """Measure one move of a thousand: looked at before, made in one transaction, taken back."""
    worker = Worker(port, cookie)
    user = User.objects.get(username="bench-officer-0")
    say(f"\none move of {BULK:,} reports: look ahead, make, take back; s")
    states = {"start": ROUTED, "answer": IN_PROGRESS, "resolve": IN_PROGRESS}
    given = {"answer": {"text": "Sudah kami jadwalkan."}, "resolve": {"outcome": "partly", "text": "Sebagian."}}
    for verb, state in states.items():
        took: list[float] = []
        for _ in range(options.runs):
            rows = reports_visible_to(user).filter(state=state).order_by("pk").values_list("code", "version")[:BULK]
            chosen = ",".join(f"{code}:{version}" for code, version in rows)
            path = f"/staff/sekaligus/?status={state}&verb={verb}"
            worker.took["move"].clear()
            form = {"seen": "0", **given.get(verb, {})}
            worker.post(path, form)
            page = worker.post(path, {**form, "make": "1", "chosen": chosen})
            undo = UNDO.search(page)
            promises.is_so(f"{verb}: {BULK:,} were moved", bool(undo) and _in_one_batch(BULK))
            worker.post(undo[1] if undo else "/", {})
            took.append(worker.took["move"][1])
            say(f"  {verb:8}" + "  ".join(f"{second:.2f}" for second in worker.took["move"]))
        promises.at_most(f"{verb}: one move of {BULK:,}, slowest, ms", 1000 * max(took), BULK_MS)
    promises.is_so(f"none failed {worker.faults[:2]}", not worker.faults)


def _in_one_batch(number: int) -> bool:
    """Whether the last move was one of so many reports."""
    last = HistoryEvent.objects.order_by("-pk")[0]
    return (
        HistoryEvent.objects.filter(pk__gt=last.pk - 2 * number, data__batch=last.data.get("batch")).count() == number
    )


def _at_once(port: int, team: list[str], seconds: float, promises: Verdict) -> None:
    """Measure fifty officers at work; nothing that they did may be lost."""
    until = time.monotonic() + seconds
    workers = [Worker(port, cookie) for cookie in team]
    last = HistoryEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]
    connection.close()

    def work(worker: Worker, dice: random.Random) -> None:
        time.sleep(dice.uniform(0, THINK_S[1]))
        while time.monotonic() < until:
            queue = dice.choice(["", "assignee=me", "unaccepted=1", "soon=1", "status=in_progress"])
            codes = CODE.findall(worker.get("queue", f"/staff/?{queue}"))
            if codes:
                code = dice.choice(codes[:20])
                item = worker.get("open", f"/staff/reports/{code}/")
                if seen := SEEN.search(item):
                    verb = dice.choice(sorted(set(OFFERED.findall(item))) or ["note"])
                    worker.move(code, verb, {"seen": seen[1], **GIVEN[verb]})
            time.sleep(dice.uniform(*THINK_S))

    threads = [threading.Thread(target=work, args=(one, random.Random(n))) for n, one in enumerate(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(f"\n{len(team)} officers at once for {seconds:.0f} s; p50 / p95 ms")
    everything: list[float] = []
    for what in ("queue", "open", "move"):
        took = [second for worker in workers for second in worker.took[what]]
        everything += took
        say(f"  {what:8}{ms(took, 0.5):6.0f} / {ms(took, 0.95):6.0f}  ({len(took)})")
    promises.at_most("fifty officers, p95 ms", ms(everything, 0.95), AT_ONCE_MS)
    # Two may move the same report: the second is told (409), which is no fault and no change.
    faults = [fault for worker in workers for fault in worker.faults if not fault.endswith("409")]
    promises.is_so(f"no errors {faults[:2]}", not faults)
    moved = sum(len(worker.moved) for worker in workers)
    written = HistoryEvent.objects.filter(pk__gt=last, verb__in=GIVEN).count()
    promises.is_so(f"no change lost: {moved} made, {written} in the history", moved == written)
