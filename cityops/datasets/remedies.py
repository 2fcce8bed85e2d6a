"""Which field of the form mends what is wrong with a file, so that the fault and its remedy stand together."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from geodata.readers.inspection import FoundColumn, Problem

EACH = 3  # of one kind that are told one by one
ROWS_NAMED = 12
_FIELDS = {
    "layer_not_chosen": "layer",
    "archive_of_several": "layer",
    "no_crs": "crs",
    "unknown_crs": "crs",
    "bad_crs": "crs",
    "bad_prj": "crs",
    "crs_does_not_fit": "crs",
    "unknown_encoding": "encoding",
    "encoding_does_not_fit": "encoding",
    "mixed_geometry": "geometry",
    "no_such_column": "x",
    "no_places": "x",
    "no_usable_rows": "x",
}
_OF_COLUMNS = ("bad_number", "bad_date")  # mended by another kind, too


def is_of_a_row(problem: Problem) -> bool:
    """Whether a row cannot go in, and may be left out instead."""
    return problem.row is not None and not (problem.is_fatal or problem.is_repaired)


def field_of(problem: Problem, columns: Iterable[FoundColumn]) -> str:
    """Return the field that mends it: of a value that does not fit its column the kind; "" where none does."""
    if problem.code in _OF_COLUMNS:
        named = (problem.params or {}).get("column")
        return next((f"kind_{number}" for number, one in enumerate(columns) if one.source == named), "leaves_out")
    return "leaves_out" if is_of_a_row(problem) else _FIELDS.get(problem.code, "")


def can_be_chosen(codes: Iterable[str]) -> bool:
    """Whether another choice can mend what stands in the way; else it is another file that is needed."""
    return all(code in _FIELDS for code in codes)


def in_short(problems: Iterable[Problem]) -> Iterator[tuple[Problem, str]]:
    """Return problems with their words: of each kind the first rows one by one, the others by their numbers."""
    kinds: dict[tuple[Any, ...], list[Problem]] = {}
    for problem in problems:
        by = (problem.code, problem.is_repaired, (problem.params or {}).get("column"), problem.row is None)
        kinds.setdefault(by, []).append(problem)
    for alike in kinds.values():
        shown = alike if len(alike) <= EACH + 1 or alike[0].row is None else alike[:EACH]
        yield from ((problem, problem.text) for problem in shown)
        if rest := alike[len(shown) :]:
            yield rest[0], _rows(rest)


def _rows(problems: list[Problem]) -> str:
    """Return of how many more rows the same is said, and of which."""
    count = sum(problem.count for problem in problems)
    named = ", ".join(str(problem.row) for problem in problems[:ROWS_NAMED])
    more = count - min(len(problems), ROWS_NAMED)
    if not more:
        return _("The same in %(count)s more rows: %(rows)s.") % {"count": count, "rows": named}
    told = {"count": count, "rows": named, "more": more}
    return _("The same in %(count)s more rows: %(rows)s and %(more)s others.") % told
