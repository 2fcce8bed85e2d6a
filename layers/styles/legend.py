"""The classes of a style and what its legend says of them: one list, from which the map is drawn, too."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from layers.number_words import number_words
from layers.registry import Geometry
from layers.styles.ramps import colours
from layers.styles.style import Kind, VectorStyle

NONE = "none"
DIGITS, MOST_DIGITS = 3, 300  # of a number in the legend of sizes; behind its point


@dataclass(frozen=True)
class Entry:
    """One class: what is in it, how it is drawn, and its word in the reader's language.

    value: of a text column; above, up_to: of a number, open at the lower end (None: no end). size: radius of a point or
    width of a line, px. count: how many features are in it, where that was asked for.
    """

    key: str
    word: str
    colour: str
    size: float
    value: str | None = None
    above: float | None = None
    up_to: float | None = None
    count: int | None = None

    @property
    def radius(self) -> float:
        """The radius of a sample in a list, which is not as high as the largest points."""
        return min(self.size, 9)


def entries_of(style: VectorStyle, geometry: Geometry, *, of_years: bool = False) -> tuple[Entry, ...]:
    """Return the classes in the legend's order; what has none of its own is the last, and has the key "none".

    of_years: the column that the style goes by holds years.
    """
    size = style.width if geometry == Geometry.LINE else style.size
    if style.kind == Kind.CATEGORISED:
        named = (
            Entry(str(number), one.word or one.value, one.colour, size, value=one.value)
            for number, one in enumerate(style.categories)
        )
        return (*named, Entry(NONE, _("Others"), style.others, size))
    if style.kind == Kind.GRADUATED:
        edges: list[float | None] = [None, *style.breaks, None]
        shades = colours(style.ramp, style.classes, style.reversed)
        graded = (
            Entry(str(n), range_words(low, high, is_year=of_years), colour, size, above=low, up_to=high)
            for n, (colour, (low, high)) in enumerate(zip(shades, pairwise(edges), strict=True))
        )
        return (*graded, Entry(NONE, _("No value"), style.others, size))
    if style.kind == Kind.SIZED:
        return _samples(style, of_years)
    return (Entry("", _("All alike"), style.colour, size),)


def _samples(style: VectorStyle, of_years: bool) -> tuple[Entry, ...]:
    """Return three sizes of the scale: of the least, of the one half way to the largest size, and of the largest.

    Numbers are short, and true: the ends are rounded outwards, and the middle is as large as its number is drawn.
    """
    (least, most), (small, large) = style.values, style.sizes
    spread = most - least
    middle = in_short(least + spread / 4, spread)
    share = math.sqrt(min(1.0, max(0.0, (middle - least) / spread))) if spread else 0.5
    samples = (
        (_("%(n)s or less"), in_short(least, spread, math.floor), small),
        ("%(n)s", middle, small + (large - small) * share),
        (_("%(n)s or more"), in_short(most, spread, math.ceil), large),
    )
    return tuple(
        Entry(f"size-{number}", word % {"n": number_words(value, is_year=of_years)}, style.colour, size)
        for number, (word, value, size) in enumerate(samples)
    )


def in_short(value: float, spread: float, rounded: Callable[[float], float] = round) -> float:
    """Return a number of three digits, or of more where values that lie so close would not be told apart."""
    sizes = [abs(one) for one in (value, spread) if one and math.isfinite(one)]
    if not sizes:
        return value
    digits = min(DIGITS - 1 - min(math.floor(math.log10(one)) for one in sizes), MOST_DIGITS)
    scaled = float(f"{value * 10.0**digits:.12g}")  # without what arithmetic made up
    return float(f"{rounded(scaled) / 10.0**digits:.12g}")


def range_words(above: float | None, up_to: float | None, *, is_year: bool = False) -> str:
    """Return the range of a class in the reader's language, true for every value that it holds."""
    if above is None:
        return _("up to %(n)s") % {"n": number_words(up_to or 0, is_year=is_year)}
    if up_to is None:
        return _("more than %(n)s") % {"n": number_words(above, is_year=is_year)}
    return f"{number_words(above, is_year=is_year)} – {number_words(up_to, is_year=is_year)}"


def entry_of(entries: tuple[Entry, ...], value: str | float | None) -> Entry:
    """Return the class that a value falls in, as `static/js/map/vector-look.js` does."""
    for one in entries:
        if one.key == NONE:
            return one
        if one.value is not None and value is not None and one.value == value_key(value):
            return one
        if isinstance(value, int | float) and one.value is None and (one.up_to is None or value <= one.up_to):
            return one
    return entries[-1]


def value_key(value: str | float) -> str:
    """Return by what a category knows a value: a year among numbers is "2011"."""
    return value if isinstance(value, str) else f"{value:.15g}"


def look_of(
    style: VectorStyle, geometry: Geometry, *, of_years: bool = False, has_year_labels: bool = False
) -> dict[str, Any]:
    """Return what a map draws by (`Look` in static/js/map/vector-look.js): the classes are those of the legend."""
    entries = entries_of(style, geometry, of_years=of_years)
    has_classes = style.kind in {Kind.CATEGORISED, Kind.GRADUATED}
    told = [
        {"key": one.key, "word": one.word, "colour": one.colour, "value": one.value, "upTo": one.up_to}
        for one in entries
        if has_classes
    ]
    (least, most), (small, large) = style.values, style.sizes
    scale = {"least": least, "most": most, "from": small, "to": large}
    return {
        "kind": style.kind.value,
        "colour": style.colour,
        "opacity": style.opacity,
        "outline": style.outline,
        "width": style.width,
        "size": style.size,
        "dash": style.dash.value,
        "label": style.label,
        "column": style.column,
        **({"hasYearLabels": True} if has_year_labels else {}),
        "classes": told[:-1],
        "none": told[-1] if told else None,
        "sized": scale if style.kind == Kind.SIZED else None,
        "legend": [{"key": one.key, "word": one.word, "colour": one.colour, "size": one.size} for one in entries],
    }
