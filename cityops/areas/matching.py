"""Which place do words mean? Names of desa and of other places against what people write, many at once.

What is written is taken apart at commas ("Jl. Dewi Sartika, Sisir, Kec. Batu"); a kecamatan only narrows. A name that
is written so is sure; one that is spelled alike is sure where no other comes near; all else is for a person to decide.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils.translation import gettext_lazy as _

from cityops.areas.models import Area, Level
from cityops.areas.queries import all_areas
from cityops.errors import CityError
from cityops.features.imports import Candidate
from layers.search import joined, plain

LEAST_ALIKE = 0.4  # of trigrams: what is less alike is not even offered
SURELY_ALIKE, SURELY_APART = 0.7, 0.2  # so alike, and so much more than the next, that nothing else can be meant
IN_WORDS = 0.55  # the score of a name that stands somewhere in a longer text
SHORTEST = 4  # letters of a name that is looked for inside a text
OFFERED = 5
SAME_PLACE_DEG = 0.005  # about 500 m: two places of one name that are no two places
_WRITTEN_KEPT = 60

_KECAMATAN = re.compile(r"^(?:kecamatan|kec)\b\.?\s*", re.IGNORECASE)
_WIDER = re.compile(r"^(?:kota|kabupaten|kab|provinsi|prov|jawa timur|jatim|indonesia)\b", re.IGNORECASE)
_SMALLER = re.compile(
    r"^(?:desa|kelurahan|kel|ds|dusun|dsn|dukuh|lingkungan|kampung|kp)\b\.?\s*(?:/\s*(?:desa|kel\w*)\b\.?\s*)?",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\b(?:rt|rw)\b\.?\s*\d*|\b\d{5}\b", re.IGNORECASE)


class NoSuchPlace(CityError):
    """Words that no name comes near."""

    code, status = "no_such_place", 422
    text = _(
        "No place is called “%(place)s” here. Choose where it is, once for all rows that say so, or leave them out."
    )


class DoubtfulPlace(CityError):
    """Words that may mean several places, or something that is only spelled alike."""

    code, status = "doubtful_place", 422
    text = _("It is not sure which place “%(place)s” is. Choose one of those that are alike, or put the pin down.")


@dataclass(frozen=True)
class Said:
    """What a row says of its place. within: the kecamatan, where it has a column of its own."""

    place: str
    within: str = ""

    @property
    def same(self) -> str:
        """What is the same for all that say the same."""
        return "/".join(joined(words) or words.casefold() for words in (self.place, self.within))


@dataclass(frozen=True)
class Place:
    """A place that was found. area: the desa it lies in. is_desa: all that is known is the desa.

    written: the words that come near its name, "" where they are it.
    """

    label: str
    point: Point
    area: str | None
    score: float
    is_desa: bool
    written: str = ""

    def as_candidate(self) -> Candidate:
        """Return it as a person is asked about it."""
        return Candidate(self.label, self.point.x, self.point.y, round(self.score, 2), self.is_desa)


@dataclass(frozen=True)
class Meant:
    """What words mean: `sure`, or one of those that are alike, or, where nothing is, none of them."""

    said: Said
    sure: Place | None = None
    alike: tuple[Place, ...] = ()

    @property
    def fault(self) -> CityError | None:
        """Why it is not sure; None where it is."""
        if self.sure:
            return None
        return (DoubtfulPlace if self.alike else NoSuchPlace)(place=self.said.place[:60])


@dataclass
class _Parts:
    """Words taken apart. names: what may be a name, squeezed; within: codes of kecamatan that were named."""

    text: str
    names: list[str] = field(default_factory=list)
    within: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, ...]:
        """What is asked of the database: the same words with commas elsewhere are other names."""
        return (self.text, *self.names)


class Gazetteer:
    """Finds places by name; what was asked once is kept, so that a file asks about each name once."""

    def __init__(self) -> None:
        areas = all_areas()
        self._areas = {area.pk: area for area in areas}
        self._kecamatan = {joined(one.name): one.pk for one in areas if one.level == Level.KECAMATAN}
        self._found: dict[tuple[str, ...], list[Place]] = {}
        self._written: dict[str, str] = {}  # names as they were first met

    def places(self, said: Iterable[Said]) -> list[Meant]:
        """Return what each means: one statement for all that was not asked before."""
        said = list(said)
        parts = [self._taken_apart(one) for one in said]
        wanted = {part.key: part for part in parts if part.text and part.key not in self._found}
        if wanted:
            self._ask(list(wanted.values()))
        return [self._judge(one, part) for one, part in zip(said, parts, strict=True)]

    def _taken_apart(self, said: Said) -> _Parts:
        parts = _Parts(plain(said.place))
        for piece in re.split(r"[,;\n()]", said.place):
            words = _HOUSE.sub(" ", piece).strip(" .-")
            if not words or _WIDER.match(words):
                continue
            if _KECAMATAN.match(words):
                self._narrow(parts, _KECAMATAN.sub("", words))
            elif name := joined(bare := _SMALLER.sub("", words)):
                parts.names.append(name)
                self._written.setdefault(name, bare[:_WRITTEN_KEPT])
        self._narrow(parts, _KECAMATAN.sub("", said.within))
        return parts

    def _narrow(self, parts: _Parts, name: str) -> None:
        if code := self._kecamatan.get(joined(name)):
            parts.within.add(code)

    def _ask(self, wanted: Sequence[_Parts]) -> None:
        asked = [(number, name, part.text) for number, part in enumerate(wanted) for name in (part.names or [""])]
        with connection.cursor() as cursor:
            cursor.execute(
                _FIND,
                {
                    "numbers": [number for number, _name, _text in asked],
                    "names": [name for _number, name, _text in asked],
                    "texts": [text for _number, _name, text in asked],
                    "alike": LEAST_ALIKE,
                    "in_words": IN_WORDS,
                    "shortest": SHORTEST,
                    "desa": str(Level.DESA),
                },
            )
            rows = cursor.fetchall()
        for part in wanted:
            self._found[part.key] = []
        for number, said, name, area, is_desa, is_approximate, lng, lat, score in rows:
            label = _label(name, self._areas.get(area), is_desa=is_desa)
            written = "" if score == 1 else self._written.get(said, "")
            place = Place(label, Point(lng, lat, srid=4326), area, score, is_desa or is_approximate, written)
            self._found[wanted[number].key].append(place)

    def _judge(self, said: Said, parts: _Parts) -> Meant:
        places = [
            place
            for place in self._found.get(parts.key, [])
            if not parts.within or (place.area or "").rpartition(".")[0] in parts.within
        ]
        places.sort(key=lambda place: (-place.score, not place.is_desa, place.label))
        if not places:
            return Meant(said)
        best = places[0]
        rest = [place for place in places[1:] if not _is_near(place, best)]
        next_best = max((place.score for place in rest), default=0.0)
        is_named = best.score == 1 and (next_best < 1 or _is_the_desa(best, rest))
        is_sure = is_named or (best.score >= SURELY_ALIKE and best.score - next_best >= SURELY_APART)
        return Meant(said, best if is_sure else None, tuple(places[:OFFERED]))


def _is_near(place: Place, other: Place) -> bool:
    return place.area == other.area and place.point.distance(other.point) < SAME_PLACE_DEG


def _is_the_desa(best: Place, rest: Sequence[Place]) -> bool:
    """Whether a desa is named: what else has the name may lie in it, or is named in the same breath as it."""
    exact = [place for place in rest if place.score == 1]
    return best.area is not None and all(place.area == best.area for place in exact)


def _label(name: str, area: Area | None, *, is_desa: bool) -> str:
    if is_desa or area is None:
        return str(area or name)
    return f"{name}, {area}"


# One pass over the names for each different text: 24 desa and some hundred names, about 0.1 ms.
_FIND = """
WITH names AS MATERIALIZED (
    SELECT name, code AS area, true AS is_desa, false AS is_approximate, ST_PointOnSurface(geom) AS place,
        replace(areas_plain(name), ' ', '') AS squeezed, ' ' || areas_plain(name) || ' ' AS words
    FROM areas_area WHERE level = %(desa)s AND geom IS NOT NULL
    UNION ALL
    SELECT name, area_at(place), false, is_approximate, place,
        replace(areas_plain(name), ' ', ''), ' ' || areas_plain(name) || ' '
    FROM areas_placename
),
wanted AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(names)s::text[], %(texts)s::text[]) AS w(number, name, text)
),
alike AS (
    SELECT wanted.number, wanted.name AS said, names.*, CASE
        WHEN names.squeezed = wanted.name THEN 1.0
        ELSE GREATEST(
            similarity(names.squeezed, wanted.name) * 0.99,
            CASE
                WHEN length(names.squeezed) >= %(shortest)s
                    AND strpos(' ' || wanted.text || ' ', names.words) > 0
                THEN %(in_words)s ELSE 0 END
        ) END AS score
    FROM wanted CROSS JOIN names
),
best AS (
    SELECT DISTINCT ON (number, name, area, is_desa, place)
        number, said, name, area, is_desa, is_approximate, ST_X(place) AS lng, ST_Y(place) AS lat, score
    FROM alike WHERE score >= %(alike)s AND area IS NOT NULL
    ORDER BY number, name, area, is_desa, place, score DESC
)
SELECT number, said, name, area, is_desa, is_approximate, lng, lat, score::float FROM (
    SELECT *, row_number() OVER (PARTITION BY number ORDER BY score DESC, is_desa DESC, name) AS rank FROM best
) AS ranked WHERE rank <= 12
"""
