"""What became of the rows of an import, or would: counted, grouped by what is said of them, and written row by row."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cityops.datasets.errors import in_words, told
from cityops.errors import CityError
from cityops.features.imports import Outcome, What
from geodata.readers.errors import UnfitFile
from geodata.readers.inspection import AWAY, Problem

ROWS_NAMED = 12  # of a group
GROUPS_KEPT = 200
MOST_GROUPS = 10_000  # told apart while it is counted: where each row has words of its own, memory must end somewhere
FILE = "outcomes.jsonl.gz"


@dataclass
class Group:
    """Rows of which the same is said. told: as `errors.told` keeps it; None: nothing but what became of them."""

    what: str
    told: dict[str, Any] | None
    count: int = 0
    rows: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is said, in the reader's language."""
        if self.told is None:
            return ""
        if "problems" in self.told:  # of the reader: the same of all rows, so the first number is left away
            return " ".join(Problem(**problem).text for problem in self.told["problems"])
        return in_words(self.told)

    @property
    def more(self) -> int:
        """How many rows are not named."""
        return self.count - len(self.rows)


class Ledger:
    """Keeps the account of one run. path: where every row's line goes, for whoever wants all of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.states: Counter[str] = Counter()  # of what is made, and of what is doubtful still
        self.days: tuple[str, str] | None = None  # the first and the last of what was made
        self.rows = 0
        self.several = 0  # rows with more than one fault
        self._groups: dict[tuple[str, str], Group] = {}
        self._apart = 0  # rows that would have begun one more group
        self._known: dict[Any, tuple[str, dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        """Begin the file anew."""
        self._file = gzip.open(self.path, "wt", encoding="utf-8", compresslevel=3)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Write down what became of a row. One with several faults stands under each of them, and is counted once."""
        whys = [self._kept(why) for why in (outcome.why, *outcome.also)]
        self._count(outcome.what, 1)
        if outcome.state:
            self.states[outcome.state] += 1
        if day := outcome.day:
            first, last = self.days or (day, day)
            self.days = min(first, day), max(last, day)
        self.several += outcome.what == What.REFUSED and len(whys) > 1
        for key, kept in whys:
            self._group(outcome.what, outcome.row.number, 1, key, kept)
        self._write(outcome.what, outcome.row.number, 1, [kept for _key, kept in whys if kept], outcome.code)

    def add_problem(self, problem: Problem) -> None:
        """Write down what the reader left out: a row, or a row and more like it."""
        plain = asdict(problem) | {"row": None, "count": 1}
        kept = {"code": f"file:{problem.code}", "problems": [plain]}
        what = What.LEFT_OUT if problem.code == AWAY else What.REFUSED
        row, key = problem.row or 0, json.dumps(kept, sort_keys=True)
        self._count(what, problem.count)
        self._group(what, row, problem.count, key, kept)
        self._write(what, row, problem.count, [kept], "")

    def _count(self, what: str, count: int) -> None:
        self.counts[what] += count
        self.rows += count

    def _group(self, what: str, row: int, count: int, key: str, kept: dict[str, Any] | None) -> None:
        group = self._groups.get((what, key))
        if group is None and len(self._groups) < MOST_GROUPS:
            group = self._groups[what, key] = Group(what, kept)
        if group is None:
            self._apart += 1
        else:
            group.count += count
            if len(group.rows) < ROWS_NAMED:
                group.rows.append(row)

    def _write(self, what: str, row: int, count: int, whys: list[dict[str, Any]], code: str) -> None:
        first, also = (whys[0], whys[1:]) if whys else (None, [])
        self._file.write(json.dumps([row, what, first, code, count, also]) + "\n")

    def _kept(self, why: CityError | None) -> tuple[str, dict[str, Any] | None]:
        if why is None:
            return "", None
        known = (type(why), tuple(why.data.items()), id(why.text))
        if not isinstance(why, UnfitFile) and known in self._known:
            return self._known[known]
        kept = told(why)
        if len(self._known) >= MOST_GROUPS:
            self._known.clear()
        self._known[known] = json.dumps(kept, sort_keys=True), kept
        return self._known[known]

    def result(self, *, is_real: bool, notes: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the account as JSON can hold it: the largest groups first."""
        groups = sorted(self._groups.values(), key=lambda group: -group.count)
        said = [asdict(group) for group in groups if group.told is not None]
        return {
            "is_real": is_real,
            "rows": self.rows,
            "counts": {str(what): self.counts[what] for what in What},
            "states": dict(self.states.most_common()),
            "days": self.days,
            "groups": said[:GROUPS_KEPT],
            "more_groups": max(0, len(said) - GROUPS_KEPT) + self._apart,
            "several": self.several,
            "notes": notes,
        }


@dataclass(frozen=True)
class Line:
    """One row of the account. count: more than one where the file's reader named only the first."""

    row: int
    what: str
    told: dict[str, Any] | None
    code: str
    count: int
    also: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is said of it, in the reader's language."""
        return " ".join(Group(self.what, told).text for told in (self.told, *self.also) if told)


def lines_of(path: Path) -> Iterator[Line]:
    """Give all rows of an account, those of the reader first; nothing where it is not kept any more."""
    if not path.is_file():
        return
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield Line(*json.loads(line))
