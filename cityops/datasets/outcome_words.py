"""What became of the rows of an import, or would, in words: for its page, and as a table to take away."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cityops.datasets.ledger import Group, lines_of
from cityops.datasets.models import Upload
from cityops.datasets.taking_in import account_of
from cityops.datasets.words import word_key
from cityops.features.imports import UnknownValue, What, target_named
from geodata.readers.inspection import Problem

WORDS = {
    What.MADE: gettext_lazy("New"),
    What.CHANGED: gettext_lazy("Changed"),
    What.SAME: gettext_lazy("There already"),
    What.DOUBTFUL: gettext_lazy("Doubtful place"),
    What.LEFT_OUT: gettext_lazy("Left out"),
    What.REFUSED: gettext_lazy("Refused"),
}
HINTS = {
    What.MADE: "",
    What.CHANGED: "",
    What.SAME: gettext_lazy("nothing is done with them"),
    What.DOUBTFUL: gettext_lazy("go to a list, where you choose the place"),
    What.LEFT_OUT: gettext_lazy("as you chose"),
    What.REFUSED: gettext_lazy("are left out, for the reasons below"),
}
TONES = {
    What.MADE: "ok",
    What.CHANGED: "ok",
    What.SAME: "plain",
    What.DOUBTFUL: "doubtful",
    What.LEFT_OUT: "plain",
    What.REFUSED: "refused",
}


@dataclass(frozen=True)
class Count:
    """How many rows became one of the things that rows become."""

    what: str
    label: Any
    hint: Any
    tone: str
    number: int


@dataclass(frozen=True)
class StateCount:
    """In how many rows the features come in with a state, and what that means for the work of others."""

    label: Any
    hint: Any
    number: int


@dataclass(frozen=True)
class Result:
    """A result for its page. is_real: it was done, and not only tried out. takes: how many rows something comes of."""

    is_real: bool
    rows: int
    counts: list[Count]
    states: list[StateCount]
    groups: list[Group]
    more_groups: int
    several: int
    notes: list[str]
    takes: int
    doubtful: int


def result_of(
    upload: Upload, asked: frozenset[tuple[str, str]] = frozenset(), *, besides: Collection[str] = ()
) -> Result | None:
    """Return the result of an upload; None where there is none.

    asked: words that its page asks about anyway, each with its field. besides: codes of what it tells elsewhere.
    """
    told = upload.result
    if not told:
        return None
    numbers = {what: int(told["counts"].get(what, 0)) for what in What}
    all_groups = [Group(**one) for one in told["groups"]]
    groups = [group for group in all_groups if not _is_asked(group, asked)]
    waiting = sum(group.count for group in all_groups) - sum(group.count for group in groups)
    hints = HINTS | {What.REFUSED: _why_refused(waiting, numbers[What.REFUSED])}
    counts = [
        Count(what, WORDS[what], hints[what], TONES[what], numbers[what])
        for what in What
        if numbers[what] or what in (What.MADE, What.REFUSED)
    ]
    order = {What.REFUSED: 0, What.DOUBTFUL: 1}
    return Result(
        is_real=told["is_real"],
        rows=told["rows"],
        counts=counts,
        states=_states(upload),
        groups=sorted(
            (group for group in groups if (group.told or {}).get("code") not in besides),
            key=lambda group: order.get(What(group.what), 2),
        ),
        more_groups=told["more_groups"],
        several=told.get("several", 0),
        notes=[Problem(**note).text for note in told["notes"]],
        takes=numbers[What.MADE] + numbers[What.CHANGED] + numbers[What.DOUBTFUL],
        doubtful=numbers[What.DOUBTFUL],
    )


def _states(upload: Upload) -> list[StateCount]:
    target = target_named(upload.target)
    counted: dict[str, int] = (upload.result or {}).get("states", {})
    known = target.states if target else {}
    found = [StateCount(*known[code], number) for code, number in counted.items() if code in known]
    return sorted(found, key=lambda one: -one.number)


def _why_refused(waiting: int, refused: int) -> Any:
    """Return the hint of what is refused. waiting: of these the rows whose word is asked about on the same page."""
    if not waiting:
        return HINTS[What.REFUSED]
    if waiting >= refused:
        return _("until you say what their words mean")
    return _("%(n)s of them until you say what their words mean, the others for the reasons below") % {
        "n": intcomma(waiting)
    }


def _is_asked(group: Group, asked: frozenset[tuple[str, str]]) -> bool:
    told = group.told or {}
    if told.get("code") != UnknownValue.code:
        return False
    field = told["data"]["field"]
    return (field["text"] if isinstance(field, dict) else field, word_key(told["data"]["value"])) in asked


def rows_as_csv(upload: Upload) -> Iterator[bytes]:
    """Give the account of all rows as a CSV file that spreadsheet programs open: with a mark for UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_("Row"), _("What becomes of it"), _("Why, and what to do"), _("Code")])
    yield b"\xef\xbb\xbf"
    for line in lines_of(account_of(upload)):
        more = _("and %(n)s more rows") % {"n": line.count - 1} if line.count > 1 else ""
        writer.writerow([line.row or "", WORDS[What(line.what)], " ".join(filter(None, (line.text, more))), line.code])
        if buffer.tell() > 50_000:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    words = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return words.encode()
