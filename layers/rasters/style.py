"""How a raster looks: stretched to light and colour, along a ramp, as a shaded relief, or by a table of classes.

A style is plain JSON where it is kept and sent; `read_style` refuses what would draw nothing or something else than it
says.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from geodata.readers.raster_facts import RasterInspection
from layers.styles.errors import bad
from layers.styles.ramps import ORDERED
from layers.styles.style import is_colour

MOST_CLASSES, MOST_STEPS, MOST_BANDS = 64, 64, 16
MOST_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Stretch:
    """One band as grey, or three as red, green, blue; from black at the least of a range to full light at the most."""

    bands: tuple[int, ...]
    ranges: tuple[tuple[float, float], ...]
    gamma: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        ranges = [list(one) for one in self.ranges]
        return {"kind": "stretch", "bands": list(self.bands), "ranges": ranges, "gamma": self.gamma}


@dataclass(frozen=True, slots=True)
class Ramp:
    """One band along the colours of a ramp; steps: in how many equal parts, 0 for none."""

    band: int
    ramp: str
    min: float
    max: float
    is_reversed: bool = False
    steps: int = 0

    @property
    def bands(self) -> tuple[int, ...]:
        """The bands that are read."""
        return (self.band,)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "kind": "ramp",
            "band": self.band,
            "ramp": self.ramp,
            "min": self.min,
            "max": self.max,
            "reversed": self.is_reversed,
            "steps": self.steps,
        }


@dataclass(frozen=True, slots=True)
class Hillshade:
    """Heights lit by a sun at an azimuth (from north) and an altitude, in degrees; exaggeration makes them steeper."""

    band: int = 1
    azimuth: float = 315.0
    altitude: float = 45.0
    exaggeration: float = 1.0

    @property
    def bands(self) -> tuple[int, ...]:
        """The bands that are read."""
        return (self.band,)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "kind": "hillshade",
            "band": self.band,
            "azimuth": self.azimuth,
            "altitude": self.altitude,
            "exaggeration": self.exaggeration,
        }


@dataclass(frozen=True, slots=True)
class RasterClass:
    """Values from one up to below another, or one value where both are the same; how it is drawn and called."""

    begin: float
    end: float
    colour: str
    word: str

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        where = {"value": self.begin} if self.begin == self.end else {"from": self.begin, "to": self.end}
        return {**where, "colour": self.colour, "word": self.word}


@dataclass(frozen=True, slots=True)
class Classes:
    """One band by a table; what is in no class is not drawn."""

    band: int
    classes: tuple[RasterClass, ...]

    @property
    def bands(self) -> tuple[int, ...]:
        """The bands that are read."""
        return (self.band,)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"kind": "classes", "band": self.band, "classes": [one.to_json() for one in self.classes]}


RasterStyle = Stretch | Ramp | Hillshade | Classes


def read_style(said: object, *, bands: int = MOST_BANDS) -> RasterStyle:
    """Return the style that JSON says. bands: how many the raster has. Raises BadStyle, which names the field."""
    if not isinstance(said, Mapping):
        raise bad("style", said, _("an object"))
    asked = _Asked(said, bands)
    match said.get("kind"):
        case "stretch":
            return _stretch(asked)
        case "ramp":
            return _ramp(asked)
        case "hillshade":
            return _hillshade(asked)
        case "classes":
            return _classes(asked)
    raise bad("kind", said.get("kind"), "stretch, ramp, hillshade, classes")


def default_style(found: RasterInspection) -> RasterStyle:
    """Return how a raster looks before anybody chose: pictures as they are, classes by their colours, else a ramp."""
    first = found.bands[0]
    if first.palette and first.values:
        colours = dict(first.palette)
        used = [value for value, _n in first.values if value in colours][:MOST_CLASSES]
        return Classes(1, tuple(RasterClass(value, value, colours[value], str(value)) for value in used))
    if [band.colour for band in found.bands[:3]] == ["red", "green", "blue"]:
        return Stretch((1, 2, 3), tuple(_range_of(found, number) for number in (1, 2, 3)))
    least, most = _range_of(found, 1)
    return Ramp(1, "viridis", least, most)


def _range_of(found: RasterInspection, number: int) -> tuple[float, float]:
    band = found.bands[number - 1]
    if band.type == "uint8" and band.colour in {"red", "green", "blue"}:
        return 0.0, 255.0
    low, high = band.low or 0.0, band.high or 0.0
    return (low, high) if high > low else (low, low + 1)


class _Asked:
    """What was said, read field by field; each reading refuses what is not allowed."""

    def __init__(self, said: Mapping[str, Any], bands: int) -> None:
        self.said, self.most_bands = said, bands

    def only(self, *names: str) -> None:
        """Refuse fields that this has not: they would be lost without a word."""
        for name in self.said:
            if name not in names:
                raise bad(str(name), self.said[name], ", ".join(names))

    def number(self, name: str, least: float, most: float, default: float | None = None) -> float:
        """Return a number within bounds."""
        value = self.said.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise bad(name, value, _("a number"))
        if not least <= value <= most:
            raise bad(name, value, f"{least:g}–{most:g}")
        return float(value)

    def whole(self, name: str, allowed: Collection[int], text: str, default: int | None = None) -> int:
        """Return a whole number out of some."""
        value = self.said.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
            raise bad(name, value, text)
        return value

    def band(self) -> int:
        """Return the number of a band that there is."""
        return self.whole("band", range(1, self.most_bands + 1), f"1–{self.most_bands}", default=1)

    def rows(self, name: str, least: int, most: int) -> list[Any]:
        """Return a list that is neither too short nor too long."""
        value = self.said.get(name)
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise bad(name, value, _("a list of %(least)s to %(most)s entries") % {"least": least, "most": most})
        return value


HUGE = 1e30


def _stretch(asked: _Asked) -> Stretch:
    asked.only("kind", "bands", "ranges", "gamma")
    bands = asked.rows("bands", 1, 3)
    if len(bands) == 2 or not all(type(one) is int and 1 <= one <= asked.most_bands for one in bands):
        raise bad("bands", bands, _("one band or three, of 1 to %s") % asked.most_bands)
    ranges = asked.rows("ranges", len(bands), len(bands))
    found = tuple(_pair(f"ranges[{place}]", one) for place, one in enumerate(ranges))
    return Stretch(tuple(bands), found, asked.number("gamma", 0.1, 10, 1.0))


def _pair(name: str, said: object) -> tuple[float, float]:
    if not isinstance(said, list) or len(said) != 2:
        raise bad(name, said, _("the least value and the most"))
    ends = _Asked({f"{name}[0]": said[0], f"{name}[1]": said[1]}, 1)
    return _rising(name, ends.number(f"{name}[0]", -HUGE, HUGE), ends.number(f"{name}[1]", -HUGE, HUGE))


def _rising(name: str, least: float, most: float) -> tuple[float, float]:
    if least >= most:
        raise bad(name, most, _("more than the least value"))
    return least, most


def _ramp(asked: _Asked) -> Ramp:
    asked.only("kind", "band", "ramp", "min", "max", "reversed", "steps")
    if (name := asked.said.get("ramp")) not in ORDERED:
        raise bad("ramp", name, ", ".join(ORDERED))
    if not isinstance(is_reversed := asked.said.get("reversed", False), bool):
        raise bad("reversed", is_reversed, "true, false")
    least, most = _rising("max", asked.number("min", -HUGE, HUGE), asked.number("max", -HUGE, HUGE))
    steps = asked.whole("steps", {0, *range(2, MOST_STEPS + 1)}, f"0, 2–{MOST_STEPS}", default=0)
    return Ramp(asked.band(), str(name), least, most, is_reversed, steps)


def _hillshade(asked: _Asked) -> Hillshade:
    asked.only("kind", "band", "azimuth", "altitude", "exaggeration")
    return Hillshade(
        asked.band(),
        asked.number("azimuth", 0, 360, 315.0),
        asked.number("altitude", 0, 90, 45.0),
        asked.number("exaggeration", 0.01, 100, 1.0),
    )


def _classes(asked: _Asked) -> Classes:
    asked.only("kind", "band", "classes")
    rows = asked.rows("classes", 1, MOST_CLASSES)
    classes = tuple(_class(f"classes[{place}]", one) for place, one in enumerate(rows))
    ordered = sorted(classes, key=lambda one: (one.begin, one.end))
    for one, other in pairwise(ordered):
        if other.begin < one.end or one.begin == one.end == other.begin:
            raise bad("classes", f"{other.begin:g}", _("each value in one class only"))
    return Classes(asked.band(), classes)


def _class(name: str, said: object) -> RasterClass:
    if not isinstance(said, Mapping):
        raise bad(name, said, _("an object"))
    asked = _Asked({f"{name}.{key}": value for key, value in said.items()}, 1)
    asked.only(*(f"{name}.{key}" for key in ("value", "from", "to", "colour", "word")))
    if "value" in said:
        begin = end = asked.number(f"{name}.value", -HUGE, HUGE)
    else:
        begin, end = _rising(
            f"{name}.to", asked.number(f"{name}.from", -HUGE, HUGE), asked.number(f"{name}.to", -HUGE, HUGE)
        )
    colour, word = said.get("colour"), said.get("word", "")
    if not isinstance(colour, str) or not is_colour(colour.lower()):
        raise bad(f"{name}.colour", colour, _("a colour such as #1d6a3a"))
    if not isinstance(word, str) or len(word) > MOST_CHARACTERS:
        raise bad(f"{name}.word", word, _("at most %d characters") % MOST_CHARACTERS)
    return RasterClass(begin, end, colour.lower(), word)
