"""Numbers as somebody types them: with a comma or a point, whichever the language of the page has."""

import math
import re

from django.http import QueryDict
from django.utils.formats import get_format

from layers.filters import Least
from layers.registry import Layer

BY_HAND = "by-hand"  # in the address of a form that was sent without a script; no column can be called so
LONGEST = 40  # characters; what is longer is no number that anybody means
_TYPED = re.compile(r"([-+]?)([\d.,]+)(?:e([-+]?\d{1,3}))?", re.ASCII | re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3}(?:\1\d{3})*)?", re.ASCII)


def read_number(typed: str) -> float | None:
    """Return what somebody typed; None where that is no number. `static/js/lib/typed-number.js` reads the same.

    The last of two kinds of marks is the decimal one. A single mark before exactly three digits may be either: then the
    language of the page tells.
    """
    typed = typed.strip()
    found = _TYPED.fullmatch(typed.replace("−", "-")) if len(typed) <= LONGEST else None
    if found is None:
        return None
    sign, figures, power = found.groups()
    if not figures.strip(".,"):
        return None
    point = _decimal_mark(figures)
    whole, decimals = figures.rsplit(point, 1) if point else (figures, "")
    if not whole.isdigit() and whole:
        if not _GROUPED.fullmatch(whole):
            return None
        whole = re.sub("[.,]", "", whole)
    number = float(f"{sign}{whole or 0}.{decimals or 0}e{power or 0}")
    return number if math.isfinite(number) else None


def _decimal_mark(figures: str) -> str:
    marks = [mark for mark in figures if mark in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) != 1:
        return ""
    is_grouping = marks[0] != get_format("DECIMAL_SEPARATOR") and _GROUPED.fullmatch(figures)
    return "" if is_grouping else marks[0]


def as_typed(number: float) -> str:
    """Return a number as it is filled into a field: with the language's own mark, without any that groups."""
    return repr(float(number)).removesuffix(".0").replace(".", str(get_format("DECIMAL_SEPARATOR")))


def numbers_read(query: QueryDict, layer: Layer) -> tuple[QueryDict, dict[str, str]]:
    """Return what a form sent as an address has it, and what could not be read in it, by its key."""
    read, unread = query.copy(), {}
    read.pop(BY_HAND, None)
    for name, field in layer.filters.items():
        typed = read.get(name, "").strip()
        if not isinstance(field, Least) or not typed:
            continue
        number = read_number(typed)
        if number is None:
            unread[name] = typed
            del read[name]
        else:
            read[name] = repr(number)
    return read, unread
