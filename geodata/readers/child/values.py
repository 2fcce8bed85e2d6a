"""Cells: text that PostgreSQL takes, numbers with a decimal point or comma, dates; whole columns at a time."""

from collections.abc import Sequence
from typing import Any

from geodata.readers.child.dates import is_month_first, iso
from geodata.readers.child.findings import Findings

POINT = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d{1,3})?$"
COMMA = r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?$"
CODE = r"^[+-]?0\d|\d{16}"  # leading zeros, or more digits than a number keeps: a code
BY_COMMA, BY_POINT = r"^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+$", r"^[+-]?(\d{1,3}(,\d{3})+|\d+)\.\d+$"
THOUSANDS = r"^[+-]?\d{1,3}([.,]\d{3})+$"
MOST_GUESSED, FEW = 5_000, 100


def as_text(column: Any, source: str, rows: Any, findings: Findings) -> Any:
    """Return any column as words: decoded, without NUL, numbers as they are written."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        column = column.view(pa.string() if pa.types.is_binary(column.type) else pa.large_string())
    if pa.types.is_nested(column.type):
        import json

        return pa.array([None if v is None else json.dumps(v, default=str) for v in column.to_pylist()], pa.string())
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return pc.cast(column, pa.string())
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        column = _decoded(column, source, rows, findings)
    if b"\0" in memoryview(column.buffers()[2] or b"").tobytes():
        findings.note("nul_removed", column=source)
        column = pc.replace_substring(column, "\0", "")
    return column


def _decoded(column: Any, source: str, rows: Any, findings: Findings) -> Any:
    import pyarrow as pa

    made, mended = [], []
    for row, value in zip(rows, column.cast(pa.binary()).to_pylist(), strict=True):
        try:
            made.append(None if value is None else value.decode())
        except UnicodeDecodeError:
            made.append(value.decode("cp1252", "replace"))
            mended.append(row)
    findings.rows("wrong_encoding", mended, [{"column": source} for _row in mended], is_repaired=True)
    return pa.array(made, pa.string())


def trimmed(column: Any) -> Any:
    """Return words without space around; empty ones are nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(pc.binary_length(column), 0), pa.scalar(None, column.type), column)


def guess_decimal_comma(columns: Sequence[Any]) -> bool:
    """Whether a table writes 1,5 and not 1.5, by what is written most."""
    import pyarrow.compute as pc

    commas = points = 0
    for column in columns:
        some = trimmed(column.slice(0, MOST_GUESSED))
        plain = pc.invert(pc.match_substring_regex(some, THOUSANDS))
        for pattern in (BY_COMMA, BY_POINT):
            count = pc.sum(pc.and_(plain, pc.match_substring_regex(some, pattern))).as_py() or 0
            commas, points = (commas + count, points) if pattern == BY_COMMA else (commas, points + count)
    return bool(commas > points)


def to_numbers(column: Any, *, comma: bool) -> tuple[Any, Any]:
    """Return numbers, and where there was something that is none. NaN and infinity are none."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):
        is_bad = pc.fill_null(pc.invert(pc.is_finite(column)), fill_value=False)
        return pc.if_else(is_bad, pa.scalar(None, column.type), column), np.zeros(len(column), bool)
    if pa.types.is_integer(column.type) or pa.types.is_null(column.type):
        return column, np.zeros(len(column), bool)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = pc.cast(column, pa.string())
    words = trimmed(column)
    is_number = pc.and_(
        pc.match_substring_regex(words, COMMA if comma else POINT), pc.match_substring_regex(words, r"\d")
    )
    is_bad = pc.fill_null(pc.invert(is_number), fill_value=False)
    words = pc.if_else(is_bad, pa.scalar(None, words.type), words)
    words = pc.replace_substring(words, "." if comma else ",", "")
    if comma:
        words = pc.replace_substring(words, ",", ".")
    words = pc.replace_substring_regex(words, r"^\+", "")
    is_whole = not pc.any(pc.match_substring_regex(words, r"[.eE]|\d{16}")).as_py()
    numbers = pc.cast(words, pa.int64() if is_whole else pa.float64())
    return numbers, np.asarray(is_bad)


def to_dates(column: Any) -> tuple[Any, Any]:
    """Return dates as ISO text, and where there was something that is none."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return pc.cast(column, pa.string()), np.zeros(len(column), bool)
    words = trimmed(column).combine_chunks() if isinstance(column, pa.ChunkedArray) else trimmed(column)
    coded = words.dictionary_encode()
    distinct = coded.dictionary.to_pylist()
    month_first = is_month_first(distinct)
    made = pa.array([iso(value, month_first=month_first) for value in distinct], pa.string())
    dates = made.take(coded.indices)
    return dates, np.asarray(pc.and_(pc.is_valid(words), pc.is_null(dates)))


class Guess:
    """Of which kind a column of words is, after all of its rows: number if all are, date if all are, else text."""

    def __init__(self, *, may_be_number: bool) -> None:
        self.is_number, self.is_date = may_be_number, True
        self.filled = 0

    def see(self, words: Any, *, comma: bool) -> None:
        """Look at some more rows."""
        import pyarrow.compute as pc

        words = trimmed(words)
        self.filled += len(words) - words.null_count
        if self.is_number:
            _numbers, is_bad = to_numbers(words, comma=comma)
            self.is_number = not is_bad.any() and not pc.any(pc.match_substring_regex(words, CODE)).as_py()
        if self.is_date and not (self.is_number and self.filled):
            self.is_date = not to_dates(words.slice(0, FEW))[1].any() and not to_dates(words)[1].any()

    @property
    def kind(self) -> str:
        """The kind so far."""
        if not self.filled:
            return "text"
        return "number" if self.is_number else "date" if self.is_date else "text"
