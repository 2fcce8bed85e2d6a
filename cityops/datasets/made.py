"""What came of an import that is done, as links: to the first features of it, and to the list of the kind."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.http import QueryDict
from django.urls import reverse

from cityops.datasets.ledger import lines_of
from cityops.datasets.models import Upload
from cityops.datasets.taking_in import account_of
from cityops.features.imports import Target, What, target_named

SHOWN = 5


@dataclass(frozen=True)
class Link:
    """One feature. row: of which row of the file it was made."""

    row: int
    code: str
    address: str


@dataclass(frozen=True)
class Made:
    """The first of them, how many more there are, and the address of the list of the kind; "" where there is none.

    days: the first and the last day of that list, where it has only what came of these days and in these states.
    """

    first: list[Link]
    more: int
    listing: str
    days: tuple[date, date] | None = None


def first_made(upload: Upload) -> Made | None:
    """Return links to what was made; None of a kind that has no pages, or where nothing was made."""
    target = target_named(upload.target)
    if target is None or not upload.result:
        return None
    counts = upload.result["counts"]
    number = sum(counts.get(what, 0) for what in (What.MADE, What.CHANGED))
    made = (line for line in lines_of(account_of(upload)) if line.what in (What.MADE, What.CHANGED) and line.code)
    first = [
        Link(line.row, line.code, reverse(target.page, args=[line.code]))
        for line in islice(made, SHOWN if target.page else 0)
    ]
    listing, days = _listing(upload, target) if number else ("", None)
    return Made(first, number - len(first), listing, days) if first or listing else None


def _listing(upload: Upload, target: Target) -> tuple[str, tuple[date, date] | None]:
    """Return the list that has what was made: a list of work begins with what is open, and much here has ended."""
    name, _question, query = target.listing.partition("?")
    if not name:
        return "", None
    asked, days, result = QueryDict(query, mutable=True), None, upload.result or {}
    if target.narrowed and result.get("days"):
        states, since, until = target.narrowed
        first, last = result["days"]
        asked.setlist(states, sorted(result["states"]))
        asked[since], asked[until] = first, last
        days = date.fromisoformat(first), date.fromisoformat(last)
    return reverse(name) + (f"?{asked.urlencode()}" if asked else ""), days
