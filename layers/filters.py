"""The one filter language: parsed from a query string, kept in the URL, built into one condition.

A key that is repeated, or holds several values with commas, means "any of"; different keys mean "and". What does not
parse is refused by name, so that a map, a list and a count can never silently show different things.
"""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Protocol, TypeGuard, runtime_checkable
from urllib.parse import urlencode

from django.contrib.gis.geos import Polygon
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from layers.listed import Listed
from layers.spelling import parts_of, spelled, unescaped

# Keys that say where.
PLACES = ("polygon", "bbox")
# What a page keeps in the same query string without it being a filter.
NOT_FILTERS = frozenset({"z", "lat", "lng", "page", "rows", "size", "report", "layers", "view", "grid"})


class BadFilter(CityError):
    """A filter that does not exist, or a value that it does not take."""

    code, status = "bad_filter", 400
    text = _("The filter “%(field)s” does not take “%(value)s”. Allowed: %(allowed)s.")


class FilterField(Protocol):
    """One key of the language.

    is_volatile: what it lets through can change without a write to the row: with time, or with words kept elsewhere.
    """

    @property
    def is_volatile(self) -> bool:
        """See above."""
        ...

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Return the values in their one canonical form. Raises BadFilter."""
        ...

    def build(self, values: tuple[str, ...]) -> Q:
        """Return the condition for parsed values."""
        ...


@runtime_checkable
class Personal(Protocol):
    """A field whose values may mean whoever asks."""

    def build_for(self, values: tuple[str, ...], user: Any) -> Q:
        """Return the condition for somebody who asks."""


@dataclass(frozen=True)
class AnyOf:
    """Values from a list; `allowed` may ask the database."""

    is_volatile: ClassVar[bool] = False
    column: str
    allowed: Callable[[], Collection[str]]

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse a value that is not in the list."""
        allowed = self.allowed()
        for value in values:
            if value not in allowed:
                raise BadFilter(field=name, value=value, allowed=", ".join(sorted(allowed)))
        return tuple(sorted(set(values)))

    def build(self, values: tuple[str, ...]) -> Q:
        """Any of the values."""
        return Q(**{f"{self.column}__in": values})


@dataclass(frozen=True)
class AnyBelow:
    """Dotted codes of a hierarchy: an area, and all that lies in it."""

    is_volatile: ClassVar[bool] = False
    column: str
    allowed: Callable[[], Collection[str]]

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse a code that does not exist; drop one that lies in another."""
        codes = AnyOf(self.column, self.allowed).parse(name, values)
        return tuple(code for code in codes if not any(code.startswith(f"{other}.") for other in codes))

    def build(self, values: tuple[str, ...]) -> Q:
        """Any of the codes, or of those that begin with one and a dot."""
        return Q(**{f"{self.column}__in": self.leaves(values)})

    def leaves(self, values: Collection[str]) -> tuple[str, ...]:
        """Return the codes and all that lie in them."""
        beginnings = tuple(f"{code}." for code in values)
        return tuple(sorted(code for code in self.allowed() if code in values or code.startswith(beginnings)))


@dataclass(frozen=True)
class Day:
    """A day in local time, as the first or the last of a range."""

    is_volatile: ClassVar[bool] = False
    column: str
    is_last: bool = False
    is_date: bool = False  # the column holds days, not moments

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse what is not one date."""
        try:
            day = parse_date(values[-1])
        except ValueError:
            day = None
        if day is None or not date(1970, 1, 1) <= day <= date(2999, 12, 31):
            raise BadFilter(field=name, value=values[-1], allowed=_("a date such as 2026-03-31"))
        return (day.isoformat(),)

    def build(self, values: tuple[str, ...]) -> Q:
        """From the first moment of the day, or up to its last."""
        if self.is_date:
            return Q(**{f"{self.column}__{'lte' if self.is_last else 'gte'}": values[0]})
        lookup = "lt" if self.is_last else "gte"
        return Q(**{f"{self.column}__{lookup}": self.moment(values[0], after=self.is_last)})

    @staticmethod
    def moment(value: str, *, after: bool = False) -> datetime:
        """Return the first moment of a day in local time, or of the day after it."""
        return _midnight(date.fromisoformat(value) + timedelta(days=after))


@dataclass(frozen=True)
class Flag:
    """Yes, or not asked."""

    condition: Callable[[], Q]
    is_volatile: bool = False

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Take 1 only."""
        if set(values) != {"1"}:
            raise BadFilter(field=name, value=values[-1], allowed="1")
        return ("1",)

    def build(self, values: tuple[str, ...]) -> Q:
        """The condition as it stands at this moment."""
        return self.condition()


@dataclass(frozen=True)
class Text:
    """Words to look for, each of them somewhere.

    condition: what finds a word. listed: all rows that hold it, where lists of words are kept; None: it is in no list.
    """

    is_volatile: ClassVar[bool] = True
    condition: Callable[[str], Q]
    listed: Callable[[str], Listed | None] = lambda _: None
    longest: int = 100
    most_words: int = 12  # each is a look-up of its own

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse what is too long or holds a NUL."""
        text = " ".join(values[-1].split())
        if len(text) > self.longest or "\x00" in text:
            raise BadFilter(field=name, value=text[:40], allowed=_("at most %d characters") % self.longest)
        if len(text.split()) > self.most_words:
            raise BadFilter(field=name, value=text[:40], allowed=_("at most %d words") % self.most_words)
        return (text,)

    def build(self, values: tuple[str, ...]) -> Q:
        """All of the words."""
        condition = Q()
        for word in values[0].split():
            condition &= self.condition(word)
        return condition

    def all_listed(self, values: tuple[str, ...]) -> Listed | None:
        """Return all rows that hold all of the words; None where there is no list of one of them."""
        found = None
        for word in values[0].split():
            rows = self.listed(word)
            if rows is None:
                return None
            found = rows if found is None else found & rows
        return found


@dataclass(frozen=True)
class Least:
    """The least value of a number."""

    is_volatile: ClassVar[bool] = False
    column: str

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse what is not one number: a comma parts values, and none of the parts is what was meant."""
        try:
            number = float(values[0]) if len(values) == 1 else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise BadFilter(field=name, value=",".join(values)[:40], allowed=_("a number such as 1.5"))
        return (str(number),)

    def build(self, values: tuple[str, ...]) -> Q:
        """That value, or more."""
        return Q(**{f"{self.column}__gte": float(values[0])})


@dataclass(frozen=True)
class Most(Least):
    """The largest value of a number."""

    def build(self, values: tuple[str, ...]) -> Q:
        """That value, or less."""
        return Q(**{f"{self.column}__lte": float(values[0])})


@dataclass(frozen=True)
class BBox:
    """West, south, east, north in degrees (EPSG:4326)."""

    is_volatile: ClassVar[bool] = False
    column: str

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse what is not four numbers in order."""
        try:
            west, south, east, north = (round(float(part), 6) for part in values)
        except ValueError:
            west, south, east, north = 1.0, 1.0, 0.0, 0.0
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise BadFilter(field=name, value=",".join(values), allowed=_("west,south,east,north in degrees"))
        return tuple(_degrees(part) for part in (west, south, east, north))

    def build(self, values: tuple[str, ...]) -> Q:
        """What the box touches."""
        return Q(**{f"{self.column}__intersects": self.shape(values)})

    def shape(self, values: tuple[str, ...]) -> Polygon:
        """Return the box."""
        west, south, east, north = (float(part) for part in values)
        box = Polygon.from_bbox((west, south, east, north))
        box.srid = 4326
        return box


@dataclass(frozen=True)
class PolygonOf:
    """Corners of a polygon in degrees (EPSG:4326), closed by itself: west to east, south to north, lng,lat,lng,lat…"""

    is_volatile: ClassVar[bool] = False
    column: str
    most: int = 200

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse what is no polygon, has too many corners, or crosses itself."""
        allowed = _("lng,lat,lng,lat,… in degrees: 3 to %d corners, and no side may cross another") % self.most
        try:
            numbers = [round(float(part), 6) for part in values]
        except ValueError:
            numbers = []
        corners = list(zip(numbers[::2], numbers[1::2], strict=False))
        if corners and corners[0] == corners[-1]:
            corners.pop()
        fits = len(numbers) % 2 == 0 and 3 <= len(corners) <= self.most
        fits = fits and all(-180 <= lng <= 180 and -90 <= lat <= 90 for lng, lat in corners)
        if not fits or not self._polygon(corners).valid:
            raise BadFilter(field=name, value=",".join(values)[:40], allowed=allowed)
        return tuple(_degrees(number) for corner in corners for number in corner)

    def build(self, values: tuple[str, ...]) -> Q:
        """What lies inside by its own place, the line included."""
        return Q(**{f"{self.column}__coveredby": self.shape(values)})

    def shape(self, values: tuple[str, ...]) -> Polygon:
        """Return the polygon."""
        numbers = [float(value) for value in values]
        return self._polygon(list(zip(numbers[::2], numbers[1::2], strict=True)))

    @staticmethod
    def _polygon(corners: list[tuple[float, float]]) -> Polygon:
        return Polygon([*corners, corners[0]], srid=4326)


@dataclass(frozen=True)
class Filter:
    """A parsed filter: equal filters are equal, and `query` is their one spelling."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The query string, keys sorted, without a question mark."""
        return urlencode([(name, spelled(values)) for name, values in sorted(self.values.items())], safe=",")

    def __contains__(self, name: object) -> bool:
        """Whether the key is set."""
        return name in self.values

    @property
    def runs_backwards(self) -> bool:
        """Whether the first day comes after the last, so that nothing can lie between: a slip, and to be told."""
        first, last = self.values.get("from"), self.values.get("to")
        return bool(first and last and first > last)  # ISO dates: their letters are in the order of time

    def without(self, *names: str) -> "Filter":
        """Return the filter less some keys."""
        return Filter({name: values for name, values in self.values.items() if name not in names})

    def only(self, *names: str) -> "Filter":
        """Return the filter with some keys alone."""
        return Filter({name: values for name, values in self.values.items() if name in names})

    def condition(self, fields: Mapping[str, FilterField], user: Any = None) -> Q:
        """Return what the rows of a layer are filtered by. user: who asks, for keys that mean them."""
        condition = Q()
        for name, values in self.values.items():
            of = fields[name]
            condition &= of.build_for(values, user) if isinstance(of, Personal) else of.build(values)
        return condition


def parse(query: QueryDict, fields: Mapping[str, FilterField]) -> Filter:
    """Return the filter that a query string holds; empty values are as good as absent. Raises BadFilter."""
    parsed: dict[str, tuple[str, ...]] = {}
    for name in query:
        if name in NOT_FILTERS:
            continue
        if name not in fields:
            raise BadFilter(
                _("There is no filter “%(field)s”. There are: %(allowed)s."),
                field=name,
                allowed=", ".join(sorted(fields)),
            )
        raw = query.getlist(name)
        is_text = isinstance(fields[name], Text)
        parts = [unescaped(one).strip() for one in raw] if is_text else [part for one in raw for part in parts_of(one)]
        values = [part for part in parts if part]
        if values:
            parsed[name] = fields[name].parse(name, values)
    return Filter(parsed)


def is_hierarchy(of: FilterField | None) -> TypeGuard[AnyBelow]:
    """Whether a filter takes dotted codes of a hierarchy, such as areas."""
    return isinstance(of, AnyBelow)


def leaves(of: FilterField, values: Collection[str]) -> tuple[str, ...]:
    """Return the codes that the values of an area filter stand for."""
    if not isinstance(of, AnyBelow):
        raise TypeError("only a hierarchy has leaves")
    return of.leaves(values)


def allowed_by(of: FilterField) -> Collection[str]:
    """Return all values that a filter by a list takes."""
    if not isinstance(of, AnyOf):
        raise TypeError("only a list says what it takes")
    return of.allowed()


def place_of(of: FilterField, values: tuple[str, ...]) -> Polygon:
    """Return the shape that a filter by place stands for, EPSG:4326."""
    if not isinstance(of, BBox | PolygonOf):
        raise TypeError("only a place has a shape")
    return of.shape(values)


def _degrees(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def allowed_values(values: Collection[str]) -> Callable[[], Collection[str]]:
    """Return a constant list in the form that `AnyOf` takes."""
    frozen: Any = tuple(values)
    return lambda: frozen
