"""The policy as a table that people read: a line a verb, a column a role, in each cell how far the role may go."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import override

from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import verbs

WORDS: dict[Reach, str] = {
    Reach.AGENCY_AREA: "agency+area",
    Reach.AGENCY: "agency",
    Reach.AREA: "area",
    Reach.ANY: "all",
}
NONE = "–"


def policy_tables() -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each kind with its rows, the heading first. In English, like the code."""
    with override("en"):
        for kind, lines in groupby(verbs(), key=lambda line: line.kind):
            heading = ["verb", "what", *(str(role) for role in Role)]
            yield kind, [heading, *(_row(line) for line in lines)]


def _row(line: Verb) -> list[str]:
    cells = (WORDS[line.reach[role]] if role in line.reach else NONE for role in Role)
    return [line.name, str(line.label), *cells]


def as_markdown() -> str:
    """Return docs/policy.md."""
    parts = [INTRODUCTION]
    for kind, rows in policy_tables():
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
        ]
        rule = "| " + " | ".join("-" * width for width in widths) + " |"
        parts.append("\n".join([f"## {kind.capitalize()}", "", lines[0], rule, *lines[1:]]))
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """\
# Who may do what where

Written by `script/manage policy --markdown > docs/policy.md` from the lines that the apps register; a test keeps the
two alike. A role reaches

- **all**: every feature of the city,
- **area**: those in the areas of the membership, whichever agency has them (without an area: none),
- **agency**: those of the membership's agency, wherever they lie,
- **agency+area**: those of the agency in the areas of the membership (without an area: the whole city),
- **–**: none.

Somebody with several memberships may do what one of them allows. Strangers and people without a role may do nothing
here; what a resident may do with an own report hangs on the report's secret link (`cityops/features/secrets.py`), and
what strangers see is said by `reports_public` (`cityops/reports/queries.py`).\
"""
