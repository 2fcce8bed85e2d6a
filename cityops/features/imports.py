"""Import targets: what rows of a file can become, beside a layer of their own.

Each kind of feature registers its own (`imports.py` of its room, called by `apps.py`). A target names its fields and
makes of rows, a batch at a time, what the kind's actions make: it holds no rule that these do not hold as well. Who
reads the file, tries it out and keeps what is doubtful is `cityops/datasets`, which knows no kind.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Literal, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

Text = str | Promise
Choice = tuple[str, Text]
P = ParamSpec("P")
T = TypeVar("T")


class What(StrEnum):
    """What becomes of a row. SAME: it is there already. DOUBTFUL: a person must say where it belongs.

    LEFT_OUT: a person said that nothing shall be made of such rows.
    """

    MADE = "made"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True)
class Field:
    """What a target wants to know of a row: from a column, or one value for all rows.

    words: what such columns are called, in small letters without signs, the surest first; none: never guessed.
    choices: the values that it can have, where they are few: code and label. names: what they are called beside that,
    each its code first; also of such as cannot be chosen now. other: the choice for what is none of the others, if
    there is such. for_all: whether all rows can have the same value; a number of its own they cannot. usual: the value
    for all rows that the form begins with where no column is so called. is_private: of a person; shown to nobody who
    decides where a row belongs. keeps_meanings: whether what words mean here is known to the next file; not where a
    word means something else each year.
    """

    name: str
    label: Text
    help: Text = ""
    kind: Literal["text", "number", "date"] = "text"
    is_required: bool = False
    words: tuple[str, ...] = ()
    choices: Callable[[], Sequence[Choice]] | None = None
    names: Callable[[], Iterable[Sequence[str]]] | None = None
    other: str = ""
    usual: str = ""
    for_all: bool = True
    is_private: bool = False
    keeps_meanings: bool = True

    def lookup(self) -> "Lookup":
        """Return the codes of the choices by all their names."""
        found = Lookup(self.label)
        for code, *names in self.names() if self.names else ():
            found.add(code, code, *names)
        for code, label in self.choices() if self.choices else ():
            found.add(code, code, str(label))
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file. number: as the file counts. key: the same each time the same row is sent.

    values: of each field, trimmed, "" where it says nothing; dates in ISO 8601. geom: EPSG:4326, a point for targets
    that want points. area: the desa that this lies in, None outside the city. is_settled: a person chose the place;
    is_only_desa: and chose no nearer than the desa. doubted: names, joined, that are not to be read as one that is only
    spelled alike.
    """

    number: int
    key: UUID
    values: Mapping[str, str]
    geom: GEOSGeometry | None = None
    area: str | None = None
    is_settled: bool = False
    is_only_desa: bool = False
    doubted: frozenset[str] = frozenset()

    @property
    def point(self) -> Point | None:
        """The place, where it is a point."""
        return self.geom if isinstance(self.geom, Point) else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a doubtful row may mean (EPSG:4326, degrees). score: how alike, 0 to 1. is_desa: no nearer."""

    label: str
    lng: float
    lat: float
    score: float
    is_desa: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row. why: what is to be said of it; of one that was made, what was mended or read otherwise.

    also: what else stands against it, so that all of it is mended at once. code: of the feature that it made or
    changed, or is. place: of a doubtful one, words that are the same for all rows that mean the same place, "" where it
    is not the words that are in doubt. state: that of what was made, or will be of a doubtful one (`Target.states`).
    day: the one that what was made belongs to, in ISO 8601, where its kind has such.
    """

    row: Row
    what: What
    why: CityError | None = None
    code: str = ""
    candidates: tuple[Candidate, ...] = ()
    place: str = ""
    also: tuple[CityError, ...] = ()
    state: str = ""
    day: str = ""


def made(row: Row, code: str, *notes: CityError | None, state: str = "", day: str = "") -> Outcome:
    """Return that something was made of a row, and what is to be said of that."""
    said = [note for note in notes if note]
    return Outcome(row, What.MADE, said[0] if said else None, code=code, also=tuple(said[1:]), state=state, day=day)


class Run(Protocol):
    """One import on its way, in a transaction of the caller's."""

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Make of some rows what they become. A fault of a row is an outcome; what is raised stops everything."""


@dataclass(frozen=True)
class Target:
    """What rows can become. kind, verb: the policy's line. shape: what is wanted of the geometry.

    begin: starts a run for a person with the values that all rows have in common. needs_place: a row must have
    coordinates, or a field of `place_fields` a value. about: what is to be known before it is chosen.
    page: the address, by its name, of what a row became, which its code completes; listing: of the list of its kind,
    with its query; "" where there is none. states: in which features come in, of a kind that has several: by code the
    label, and what that means for the work of others; decided by the field `state`. narrowed: names in the query of the
    list under which it takes the states, the first day and the last.
    """

    name: str
    label: Text
    icon: str
    kind: str
    verb: str
    about: Text
    fields: tuple[Field, ...]
    begin: Callable[[Any], Run]
    shape: Literal["point", "polygon", "none"] = "point"
    place_fields: tuple[str, ...] = ()
    order: int = 0
    page: str = ""
    listing: str = ""
    states: Mapping[str, tuple[Text, Text]] = field(default_factory=dict)
    narrowed: tuple[str, str, str] | None = None


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Add a target; a name that is taken is a mistake."""
    if target.name in _targets:
        raise ValueError(f"import target {target.name} is registered twice")
    _targets[target.name] = target


def target_named(name: str) -> Target | None:
    """Return a target."""
    return _targets.get(name)


def all_targets() -> Iterator[Target]:
    """All targets, in the order in which they are offered."""
    yield from sorted(_targets.values(), key=lambda one: (one.order, one.name))


class NoValue(CityError):
    """A field that must be there is empty."""

    code, status = "no_value", 422
    text = _("“%(field)s” is empty. Fill it in, or choose one value for all rows.")


class NoCoordinates(CityError):
    """A row without a place."""

    code, status = "no_coordinates", 422
    text = _("There are no coordinates and no place name. Fill in one of them.")


class UnknownValue(CityError):
    """A value that is none of those there are."""

    code, status = "unknown_value", 422
    text = _("“%(value)s” is not known as “%(field)s” here. Say below what it means, or correct it in the file.")


class NotANumber(CityError):
    """Words where a number is wanted."""

    code, status = "not_a_number", 422
    text = _("“%(value)s” in “%(field)s” is no whole number. Write digits only.")


class Faults:
    """Collects what stands against a row, so that all of it is said at once and not one a trial."""

    def __init__(self) -> None:
        self.found: list[CityError] = []

    def of(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what a part of the row says; None where that is at fault."""
        try:
            return read(*args, **kwargs)
        except CityError as fault:
            self.found.append(fault)
            return None

    def refused(self, row: Row) -> Outcome:
        """Return what becomes of a row against which something stands."""
        return Outcome(row, What.REFUSED, self.found[0], also=tuple(self.found[1:]))


@dataclass
class Lookup:
    """Values of a field by all the names they have: code or label, in any letters, with any signs."""

    label: Text
    named: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any, *names: str) -> None:
        """Add names of a value; the first that has a name keeps it."""
        for name in names:
            if key := squeezed(name):
                self.named.setdefault(key, value)

    def find(self, typed: str) -> Any:
        """Return the value. Raises NoValue, UnknownValue."""
        if not typed:
            raise NoValue(field=self.label)
        found = self.named.get(squeezed(typed))
        if found is None:
            raise UnknownValue(field=self.label, value=typed[:60])
        return found


@lru_cache(maxsize=4096)  # a column says the same words again and again
def squeezed(words: str) -> str:
    """Return words as names are compared: small letters and digits only."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())
