"""Tables as text: CSV, TSV and their kin, whatever the delimiter and the encoding."""

import codecs
import csv
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.names import headings, not_too_many
from geodata.readers.child.opened import Batch, Field, Opened

CHUNK = 4_000_000
LONGEST_LINE = 1_000_000
DELIMITERS = (",", ";", "\t", "|")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LIKELY = ["cp1252", "latin_1", "cp850", "cp437", "mac_roman", "utf_16_le", "utf_16_be"]
ROWS = 20_000


def open_table(path: Path, encoding: str, most_columns: int, findings: Findings) -> Opened:
    """Open a table. Raises Fatal."""
    encoding = encoding or _encoding(path, findings)
    count = _look_over(path, encoding)
    csv.field_size_limit(LONGEST_LINE)
    delimiter = _delimiter(path, encoding)
    rows = _records(path, encoding, delimiter)
    number, first = next(rows, (1, []))
    if len(first) > 1 and all(_is_number(cell) for cell in first):
        raise Fatal("no_heading")
    not_too_many(len(first), most_columns)
    fields = headings(first, findings)
    return Opened(
        format="CSV",
        layers=[path.stem],
        layer=path.stem,
        fields=[Field(name) for name in fields],
        batches=lambda: _batches(path, encoding, delimiter, number, len(fields), findings),
        encoding=encoding.removesuffix("-sig"),
        has_geometry=False,
        rows=count,
    )


def _encoding(path: Path, findings: Findings) -> str:
    with path.open("rb") as file:
        head = file.read(CHUNK)
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return encoding
    if head[:400].count(0) > len(head[:400]) // 3:
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        lines = [line for line in head.splitlines()[:5000] if not line.isascii()][:200] or [head[:2000]]
        best = from_bytes(b"\n".join(lines), cp_isolation=LIKELY).best()
        # where both read the same words, the name that everyone knows
        used = "cp1252" if best is None or best.encoding in ("latin_1", "cp1252", "ascii") else best.encoding
        findings.note("encoding_guessed", used=used)
        return used
    return "utf-8"


def _look_over(path: Path, encoding: str) -> int:
    """Count the lines, and refuse what no table of words holds. Raises Fatal."""
    lines, length = 0, 0
    is_wide = encoding.startswith("utf-16")
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            if not is_wide and b"\0" in piece:
                row = lines + piece[: piece.index(b"\0")].count(b"\n") + 1
                raise Fatal("nul_in_text", row=row)
            parts = piece.split(b"\n")
            for part in parts[:-1]:
                length += len(part)
                lines += 1
                if length > LONGEST_LINE:
                    raise Fatal("line_too_long", row=lines)
                length = 0
            length += len(parts[-1])
            if length > LONGEST_LINE:
                raise Fatal("line_too_long", row=lines + 1)
    return lines


def _delimiter(path: Path, encoding: str) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = list(itertools.islice(file, 50))

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        return (sum(width == widths[0] for width in widths) * (widths[0] > 1), widths[0]) if widths else (0, 0)

    return max(DELIMITERS, key=fit)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give the records that are not empty, numbered as a spreadsheet program would. Raises Fatal."""
    number = 0
    with path.open(encoding=encoding, errors="replace" if encoding == "cp1252" else "strict", newline="") as file:
        try:
            for number, record in enumerate(csv.reader(file, delimiter=delimiter, skipinitialspace=True), start=1):
                if any(record):
                    yield number, record
        except csv.Error as bad:
            raise Fatal("line_too_long", row=number + 1) from bad
        except UnicodeError as bad:
            raise Fatal("encoding_does_not_fit", encoding=encoding, row=number + 1) from bad


def _batches(
    path: Path, encoding: str, delimiter: str, heading: int, width: int, findings: Findings
) -> Iterator[Batch]:
    records = (numbered for numbered in _records(path, encoding, delimiter) if numbered[0] > heading)
    while some := list(itertools.islice(records, ROWS)):
        yield batch_of(some, width, findings)


def batch_of(numbered: list[tuple[int, Any]], width: int, findings: Findings) -> Batch:
    """Make columns out of records; one with more cells than headings, or fewer, is told."""
    import numpy as np
    import pyarrow as pa

    longer = [(number, len(record)) for number, record in numbered if len(record) > width and any(record[width:])]
    findings.rows("too_many_cells", [n for n, _l in longer], [{"count": c, "columns": width} for _n, c in longer])
    rows = [
        record if len(record) == width else [*record[:width], *[None] * (width - len(record))]
        for _n, record in numbered
    ]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    made = Batch(np.array([number for number, _record in numbered], dtype=np.int64), columns)
    made.faulty = {number for number, _l in longer}
    return made


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True
