"""Spreadsheets: values that stand in one sheet. Formulas are not computed, macros not run, other files not asked."""

import itertools
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from geodata.readers.child.archives import look_through
from geodata.readers.child.delimited import ROWS, batch_of
from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.guards import DOCTYPE
from geodata.readers.child.names import headings, not_too_many
from geodata.readers.child.opened import Batch, Field, Opened


def open_sheet(path: Path, sheet: str, most_columns: int, most_bytes: int, findings: Findings) -> Opened:
    """Open the chosen sheet, or the first with rows. Raises Fatal."""
    _guard(path, look_through(path, most_bytes), findings)
    sheets = [name for name, hidden in _sheets(path) if not hidden]
    if sheet and sheet not in sheets:
        raise Fatal("layer_not_chosen", layers=sheets)
    for name in [sheet] if sheet else sheets:
        first = next(_records(path, name, most_columns), None)
        if first is not None:
            break
    else:
        raise Fatal("no_rows")
    number, cells = first
    while cells and cells[-1] is None:
        cells = cells[:-1]
    not_too_many(len(cells), most_columns)
    fields = headings(cells, findings)
    return Opened(
        format="XLSX",
        layers=sheets,
        layer=name,
        fields=[Field(heading) for heading in fields],
        batches=lambda: _batches(path, name, number, len(fields), most_columns, findings),
        has_geometry=False,
    )


def _guard(path: Path, members: list[str], findings: Findings) -> None:
    if "xl/workbook.xml" not in members:
        raise Fatal("lies_about_type", suffix=".xlsx", found="zip")
    if any(name.startswith("xl/externalLinks/") for name in members):
        findings.note("external_links_ignored")
    if any(name.lower().endswith("vbaproject.bin") for name in members):
        findings.note("macros_ignored")
    with zipfile.ZipFile(path) as archive:
        for name in members:
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    end = b""
                    while piece := part.read(1 << 20):
                        if DOCTYPE.search(end + piece):
                            raise Fatal("xml_entities")
                        end = piece[-40:]


def _workbook(path: Path) -> Any:
    import warnings

    from openpyxl import load_workbook

    warnings.simplefilter("ignore")
    try:
        return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as bad:  # the package raises whatever its parts do
        raise Fatal("damaged") from bad


def _sheets(path: Path) -> list[tuple[str, bool]]:
    book = _workbook(path)
    try:
        return [(sheet.title, sheet.sheet_state != "visible") for sheet in book.worksheets]
    finally:
        book.close()


def _records(path: Path, name: str, most_columns: int) -> Iterator[tuple[int, list[str | None]]]:
    book = _workbook(path)
    try:
        sheet = book[name]
        sheet.reset_dimensions()  # what a sheet says of its size is only what it says
        for number, cells in enumerate(sheet.iter_rows(max_col=most_columns + 1, values_only=True), start=1):
            record = [_words(cell) for cell in cells]
            if any(record):
                yield number, record
    except (Fatal, MemoryError, GeneratorExit):
        raise
    except Exception as bad:  # as above
        raise Fatal("damaged") from bad
    finally:
        book.close()


def _batches(path: Path, name: str, heading: int, width: int, most_columns: int, findings: Findings) -> Iterator[Batch]:
    records = (numbered for numbered in _records(path, name, most_columns) if numbered[0] > heading)
    while some := list(itertools.islice(records, ROWS)):
        yield batch_of(some, width, findings)


def _words(cell: Any) -> str | None:
    """Return a cell as it would be written: numbers without .0, dates in ISO 8601."""
    match cell:
        case None:
            return None
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case str() if cell.startswith("#") and cell.rstrip("!?").isupper():
            return None  # #N/A, #REF!, #VALUE!
        case _:
            return str(cell)
