"""What came of an import that is done, as links: to the first features of it, and to the list of the kind."""

from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from cityops.datasets.ledger import lines_of
from cityops.datasets.models import Upload
from cityops.datasets.taking_in import account_of
from cityops.features.imports import What, target_named

SHOWN = 5


@dataclass(frozen=True)
class Link:
    """One feature. row: of which row of the file it was made."""

    row: int
    code: str
    address: str


@dataclass(frozen=True)
class Made:
    """The first of them, how many more there are, and the address of the list of the kind; "" where there is none."""

    first: list[Link]
    more: int
    listing: str


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
    name, question, query = target.listing.partition("?")
    listing = f"{reverse(name)}{question}{query}" if name and number else ""
    return Made(first, number - len(first), listing) if first or listing else None
