"""By which column the rows of a described table are called, and the column in which the search box looks for it."""

from collections.abc import Sequence
from typing import Any

from layers.models import ColumnKind

CALLED = "called"
INDEXED_FROM = 2_000  # rows; fewer are read as fast
_NAMES = ("nama", "name", "namobj", "nama_objek", "label", "judul", "title")


def naming_column(columns: Sequence[Any]) -> str | None:
    """Return the column that names rows: one that says so, else the first with words; None: there is none.

    columns: with name and kind as in ColumnKind.
    """
    texts = [column.name for column in columns if column.kind == ColumnKind.TEXT]
    for wanted in _NAMES:
        if wanted in texts:
            return wanted
    begins = (name for name in texts if name.startswith(("nama_", "name_")))
    return next(begins, texts[0] if texts else None)


def called_columns(columns: Sequence[Any]) -> tuple[str, ...]:
    """Return the column of names as they are compared, as SQL declares it; none where nothing names the rows.

    It is kept and not only indexed: an index of three letters finds too many, and to spell each anew takes 10 µs.
    """
    column = naming_column(columns)
    return (f'{CALLED} text GENERATED ALWAYS AS (layers_called("{column}")) STORED',) if column else ()
