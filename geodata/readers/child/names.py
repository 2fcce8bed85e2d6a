"""Headings of columns: unique in the file, and plain names for a table."""

import re
import unicodedata
from collections.abc import Sequence

from geodata.readers.child.findings import Fatal, Findings

LONGEST = 40
LONGEST_HEADING = 100
# names that a table, its geometry or PostgreSQL itself already has
TAKEN = {"id", "pk", "geom", "row", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}


def headings(raw: Sequence[object], findings: Findings) -> list[str]:
    """Return headings that differ and are not empty; what was mended is told."""
    made: list[str] = []
    for number, cell in enumerate(raw, start=1):
        name = " ".join(str("" if cell is None else cell).replace("\0", "").split())
        if not name:
            findings.note("empty_heading", number=number)
            name = f"#{number}"
        if len(name) > LONGEST_HEADING:
            findings.note("long_heading", heading=name[:30])
            name = name[:LONGEST_HEADING]
        if name in made:
            findings.note("same_heading", heading=name[:60])
            name = next(f"{name} ({n})" for n in range(2, 10_000) if f"{name} ({n})" not in made)
        made.append(name)
    return made


def not_too_many(count: int, most: int) -> None:
    """Raise Fatal where a layer has more columns than are taken."""
    if count > most:
        raise Fatal("too_many_columns", count=count, most=most)


def plain_names(sources: Sequence[str]) -> list[str]:
    """Return a name for each heading: small letters, digits and single underscores, at most 40, all different."""
    made: list[str] = []
    for number, source in enumerate(sources, start=1):
        letters = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode().lower()
        name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_") or f"column_{number}"
        name = name if name[0].isalpha() and name not in TAKEN else f"c_{name}"
        name = name[:LONGEST].rstrip("_")
        if name in made:
            name = next(new for n in range(2, 10_000) if (new := f"{name[: LONGEST - 6]}_{n}") not in made)
        made.append(name)
    return made
