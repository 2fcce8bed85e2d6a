"""How the features of a layer are drawn, as plain data: what is stored, sent to the map and explained by the legend."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from layers.styles.errors import bad
from layers.styles.ramps import MOST, ORDERED, USUAL

FEWEST, MOST_CATEGORIES, LONGEST = 2, 24, 120
ZOOMS = (0, 20)
YEAR = "year"  # kind of a column of numbers that tell kinds, too
COLOUR = re.compile(r"#[0-9a-f]{6}")


class Kind(StrEnum):
    """What decides how a feature looks."""

    SINGLE = "single"  # all alike
    CATEGORISED = "categorised"  # the value of a text column, or a year
    GRADUATED = "graduated"  # the class that a number is in
    SIZED = "sized"  # a number: the larger, the larger


class Method(StrEnum):
    """How the classes of numbers were found."""

    QUANTILE = "quantile"  # as many features in each
    NATURAL = "natural"  # values that lie close together (Jenks)
    EQUAL = "equal"  # as wide each
    MANUAL = "manual"  # as somebody wrote them


class Dash(StrEnum):
    """How a line is broken."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True)
class Category:
    """One value of a text column, its colour and what the legend calls it; word empty: the value itself."""

    value: str
    colour: str
    word: str = ""


@dataclass(frozen=True)
class VectorStyle:
    """A style. Raises BadStyle, wherever it is made, for what cannot be drawn.

    colour: of all (single, sized). opacity: of fills and lines, 0 to 1. outline: of points and polygons; empty: as the
    fill. width: of lines and outlines, px. size: radius of points, px. column: what kind goes by. others: colour of
    what has no class. breaks: the largest value of each class but the last, so classes are (…, b0], (b0, b1], (b1, …).
    values, sizes: which two values have which two sizes, px. label: the column that is written beside.
    """

    kind: Kind = Kind.SINGLE
    colour: str = "#1f78b4"
    opacity: float = 0.7
    outline: str = "#ffffff"
    width: float = 1.0
    size: float = 6.0
    dash: Dash = Dash.SOLID
    column: str = ""
    categories: tuple[Category, ...] = ()
    others: str = "#9a9a9a"
    method: Method = Method.QUANTILE
    breaks: tuple[float, ...] = ()
    ramp: str = USUAL
    reversed: bool = False
    values: tuple[float, float] = (0.0, 1.0)
    sizes: tuple[float, float] = (3.0, 18.0)
    label: str = ""
    min_zoom: int = ZOOMS[0]
    max_zoom: int = ZOOMS[1]

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        for name, (fits, allowed) in _RULES.items():
            if not fits(value := getattr(self, name)):
                raise bad(name, value, allowed)
        if self.max_zoom < self.min_zoom:
            raise bad("max_zoom", self.max_zoom, _("the smallest zoom (%(n)s) or more") % {"n": self.min_zoom})
        if self.kind != Kind.SINGLE and not self.column:
            raise bad("column", "", _("the name of a column"))
        if self.kind == Kind.GRADUATED and not self.breaks:
            raise bad("breaks", "", _BREAKS)
        if self.kind == Kind.CATEGORISED and not self.categories:
            raise bad("categories", "", _CATEGORIES)

    @property
    def classes(self) -> int:
        """How many classes of numbers there are."""
        return len(self.breaks) + 1

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON, all of it: what is usual may change later, this style does not."""
        told = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}

    @classmethod
    def from_json(cls, told: Any) -> "VectorStyle":
        """Return the style that plain JSON tells. Raises BadStyle, also for a part that no style has."""
        if not isinstance(told, Mapping):
            raise bad("style", told, _("an object"))
        known = {field.name for field in fields(cls)}
        if strange := sorted(map(str, set(told) - known)):
            raise bad(strange[0], told[strange[0]], ", ".join(sorted(known)))
        return cls(**{name: _read(name, value) for name, value in told.items()})

    def must_fit(self, columns: Mapping[str, str], *, is_polygon: bool) -> None:
        """Raise BadStyle where a layer has no such columns (name → text, number, year, date), or nothing has a size."""
        numbers = ("number", YEAR)
        wanted = {Kind.CATEGORISED: ("text", YEAR), Kind.GRADUATED: numbers, Kind.SIZED: numbers}.get(self.kind)
        if wanted and columns.get(self.column) not in wanted:
            there = ", ".join(name for name, kind in columns.items() if kind in wanted) or "—"
            raise bad("column", self.column, there)
        if self.label and self.label not in columns:
            raise bad("label", self.label, ", ".join(columns) or "—")
        if self.kind == Kind.SIZED and is_polygon:
            raise bad("kind", self.kind, ", ".join(kind for kind in Kind if kind != Kind.SIZED))


_TAKEN_AS: dict[str, Callable[[str], Any]] = {"kind": Kind, "method": Method, "dash": Dash}


def _read(name: str, value: Any) -> Any:
    """Turn what JSON has into what the style has; what does not fit is left for the rules to refuse."""
    if name in _TAKEN_AS:
        try:
            return _TAKEN_AS[name](value)
        except ValueError:
            return value
    if name == "categories" and isinstance(value, list):
        return tuple(_category(one) for one in value)
    return tuple(value) if isinstance(value, list) else value


def _category(told: Any) -> Any:
    if not isinstance(told, Mapping) or not set(told) <= {"value", "colour", "word"} or "value" not in told:
        return told
    return Category(told["value"], told.get("colour", ""), told.get("word", ""))


def is_colour(value: Any) -> bool:
    """Whether this is #rrggbb, in small letters."""
    return isinstance(value, str) and COLOUR.fullmatch(value) is not None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _within(least: float, most: float) -> Callable[[Any], bool]:
    return lambda value: _is_number(value) and least <= value <= most


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and "\x00" not in value


def _is_zoom(value: Any) -> bool:
    return isinstance(value, int) and _within(*ZOOMS)(value)


def _are_categories(value: Any) -> bool:
    if not isinstance(value, tuple) or len(value) > MOST_CATEGORIES or not all(isinstance(c, Category) for c in value):
        return False
    fit = all(_is_text(one.value) and is_colour(one.colour) and _is_text(one.word) for one in value)
    return fit and len({one.value for one in value}) == len(value)


def _are_breaks(value: Any) -> bool:
    if not isinstance(value, tuple) or len(value) >= MOST or not all(_is_number(one) for one in value):
        return False
    return all(low < high for low, high in pairwise(value))


def _ascending(least: float | None, most: float | None) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        if not isinstance(value, tuple) or len(value) != 2 or not all(_is_number(one) for one in value):
            return False
        inside = (least is None or value[0] >= least) and (most is None or value[1] <= most)
        return inside and bool(value[0] < value[1])

    return fits


def _is_ramp(value: Any) -> bool:
    return isinstance(value, str) and value in ORDERED


def _fill(words: Promise, values: Any) -> str:
    filled: str = str(words) % values
    return filled


_filled: Callable[[Promise, Any], str] = lazy(_fill, str)  # in the language of who reads it, not of who began
_COLOUR = _("a colour such as #1d6a3a")
_BREAKS = _filled(_("1 to %(n)s numbers, each larger than the one before"), {"n": MOST - 1})
_CATEGORIES = _filled(_("1 to %(n)s different values, each with a colour such as #1d6a3a"), {"n": MOST_CATEGORIES})
_TEXT = _filled(_("at most %d characters"), LONGEST)
_RULES: dict[str, tuple[Callable[[Any], bool], Promise | str]] = {
    "kind": (lambda value: isinstance(value, Kind), ", ".join(Kind)),
    "colour": (is_colour, _COLOUR),
    "opacity": (_within(0, 1), "0–1"),
    "outline": (lambda value: value == "" or is_colour(value), _COLOUR),
    "width": (_within(0, 8), "0–8"),
    "size": (_within(1, 40), "1–40"),
    "dash": (lambda value: isinstance(value, Dash), ", ".join(Dash)),
    "column": (_is_text, _TEXT),
    "categories": (_are_categories, _CATEGORIES),
    "others": (is_colour, _COLOUR),
    "method": (lambda value: isinstance(value, Method), ", ".join(Method)),
    "breaks": (_are_breaks, _BREAKS),
    "ramp": (_is_ramp, ", ".join(ORDERED)),
    "reversed": (lambda value: isinstance(value, bool), "true, false"),
    "values": (_ascending(None, None), _("two numbers, the second larger")),
    "sizes": (_ascending(1, 40), _("two numbers from 1 to 40, the second larger")),
    "label": (_is_text, _TEXT),
    "min_zoom": (_is_zoom, "0–20"),
    "max_zoom": (_is_zoom, "0–20"),
}
