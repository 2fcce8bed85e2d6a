"""The classes of a style and what its legend says of them: one list, from which the map is drawn, too."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from layers.number_words import number_words
from layers.registry import Geometry
from layers.styles.ramps import colours
from layers.styles.style import Kind, VectorStyle

NONE = "none"


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


def entries_of(style: VectorStyle, geometry: Geometry) -> tuple[Entry, ...]:
    """Return the classes in the legend's order; what has none of its own is the last, and has the key "none"."""
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
            Entry(str(n), range_words(edges[n], edges[n + 1]), colour, size, above=edges[n], up_to=edges[n + 1])
            for n, colour in enumerate(shades)
        )
        return (*graded, Entry(NONE, _("No value"), style.others, size))
    if style.kind == Kind.SIZED:
        return _samples(style)
    return (Entry("", _("All alike"), style.colour, size),)


def _samples(style: VectorStyle) -> tuple[Entry, ...]:
    """Return three sizes of the scale: of the least, of the one half way to the largest size, and of the largest."""
    (least, most), (small, large) = style.values, style.sizes
    words = (_("%(n)s or less"), "%(n)s", _("%(n)s or more"))
    return tuple(
        Entry(
            f"size-{number}",
            words[number] % {"n": number_words(least + (most - least) * share**2)},
            style.colour,
            small + (large - small) * share,
        )
        for number, share in enumerate((0.0, 0.5, 1.0))
    )


def range_words(above: float | None, up_to: float | None) -> str:
    """Return the range of a class in the reader's language, true for every value that it holds."""
    if above is None:
        return _("up to %(n)s") % {"n": number_words(up_to or 0)}
    if up_to is None:
        return _("more than %(n)s") % {"n": number_words(above)}
    return f"{number_words(above)} – {number_words(up_to)}"


def entry_of(entries: tuple[Entry, ...], value: str | float | None) -> Entry:
    """Return the class that a value falls in, as `static/js/map/vector-look.js` does."""
    for one in entries:
        if one.key == NONE:
            return one
        if isinstance(value, str) and one.value == value:
            return one
        if isinstance(value, int | float) and one.value is None and (one.up_to is None or value <= one.up_to):
            return one
    return entries[-1]


def look_of(style: VectorStyle, geometry: Geometry) -> dict[str, Any]:
    """Return what a map draws by (`Look` in static/js/map/vector-look.js): the classes are those of the legend."""
    entries = entries_of(style, geometry)
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
        "classes": told[:-1],
        "none": told[-1] if told else None,
        "sized": scale if style.kind == Kind.SIZED else None,
        "legend": [{"key": one.key, "word": one.word, "colour": one.colour, "size": one.size} for one in entries],
    }
