"""One search over all kinds: each registers what of it can be found, and one statement asks them all.

A kind of feature registers from its own app (`search.py`, called by `apps.py`):

    register_search(Search("markets", icon="store", order=20, find=lambda user, typed: named(markets(user), typed)))
    register_search(Search("plots", icon="sprout", order=3, label=_("Farm plot"), url=address_of,
                           find=lambda user, typed: coded(plots_visible_to(user), typed, prefix)))

`named` is for rows with a column `called` (`cityops/areas/sql/0001_called.sql`) under a trigram index; `coded` for rows
with a public code. Both keep the scope of the rows they are given: what somebody may not see they do not find.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, CharField, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Length
from django.utils.functional import Promise

from cityops.features.codes import ALPHABET, LENGTH

MOST = 10
LEAST, LONGEST = 2, 60  # letters that are looked for
SHORT = 3  # a word of fewer letters has no trigram of its own: it counts at the beginning of a word only
BEGINS, WORDS, HOLDS, ALIKE = range(4)  # how a name fits what was typed, the best first
LEAST_ALIKE = 0.5  # of trigrams that a misspelled word shares with the right one: "temes" and "temas" have half
MOST_ALIKE = 300  # rows of a kind whose likeness is measured: where more are alike, none of them is what was meant
LEAST_OF_CODE = 4
# What every kind answers with, so that their answers fit under each other.
COLUMNS = ("hit_kind", "hit_fit", "hit_order", "hit_far", "hit_label", "hit_detail", "hit_code", "hit_lng", "hit_lat")

Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Typed:
    """What was typed, in one line. is_loose: nothing fits it as it is, so what is spelled alike is wanted."""

    text: str
    is_loose: bool = False


@dataclass(frozen=True)
class Search:
    """What of a kind is found by the search box.

    find: the rows that fit, by `named` or `coded`; None where the text can be no name or code of this kind.
    order: which kind comes first where they fit alike. label: said beside a hit that has nothing of its own to say.
    url: the page of a code; without it a hit is a place on the map. layer: the one that it is drawn by, if any.
    """

    name: str
    icon: str
    order: int
    find: Callable[[Any, Typed], Rows | None]
    label: Promise | str = ""
    url: Callable[[str], str] | None = None
    layer: str = ""


@dataclass(frozen=True)
class Hit:
    """One line below the search box.

    lng, lat: EPSG:4326, degrees, or None. url: a page to open; layer: the one that shows it on the map; or empty.
    """

    kind: str
    icon: str
    label: str
    detail: str
    code: str
    lng: float | None
    lat: float | None
    url: str
    layer: str


_kinds: dict[str, Search] = {}


_sources: list[Callable[[Any], Iterable[Search]]] = []


def searches_come_from(more: Callable[[Any], Iterable[Search]]) -> None:
    """Say what else can be found by somebody, asked anew each time: layers that were described while the map runs."""
    _sources.append(more)


def register_search(search: Search) -> None:
    """Add a kind; a name that is taken is a mistake."""
    if search.name in _kinds:
        raise ValueError(f"search {search.name} is registered twice")
    _kinds[search.name] = search


def plain(words: str) -> str:
    """Return words as they are compared: what `areas_plain` does in the database."""
    parts = unicodedata.normalize("NFKD", words).lower()
    parts = re.sub("[\u0300-\u036f]", "", parts)
    return re.sub(r"[\W_]+", " ", parts).strip()


def joined(words: str) -> str:
    """Return them without the spaces, for names that people write in one word or in two."""
    return plain(words).replace(" ", "")


def hits(user: Any, typed: str, *, limit: int = MOST, only_places: bool = False) -> list[Hit]:
    """Return what a reader may find under what was typed, the best first.

    One statement, whatever the number of kinds; what is spelled alike is asked for where nothing fits as it was typed.
    """
    text = " ".join(typed[:LONGEST].replace("\x00", "").split())
    if len(text) < LEAST:
        return []
    searches = {name: search for name, search in _kinds.items() if not (only_places and search.url)}
    if not only_places:
        searches |= {search.name: search for more in _sources for search in more(user)}
    if not (rows := _found(user, Typed(text), limit, searches)):
        with connection.cursor() as cursor:  # for the session: nothing else asks for likeness
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(LEAST_ALIKE)])
        rows = _found(user, Typed(text, is_loose=True), limit, searches)
    shown: dict[tuple[str, str], Hit] = {}
    for hit in (_hit(row, searches[row["hit_kind"]]) for row in rows):
        shown.setdefault((hit.label, hit.code if hit.url else f"{hit.lng} {hit.lat}"), hit)
    return list(shown.values())


def _found(user: Any, typed: Typed, limit: int, searches: Mapping[str, Search]) -> list[dict[str, Any]]:
    arms = list(_arms(user, typed, limit, searches))
    if not arms:
        return []
    order = ("hit_fit", "hit_order", "hit_far", "hit_label", "hit_code")
    return list(arms[0].union(*arms[1:], all=True).order_by(*order)[:limit] if len(arms) > 1 else arms[0])


def _arms(user: Any, typed: Typed, limit: int, searches: Mapping[str, Search]) -> Iterator[Rows]:
    for search in searches.values():
        rows = search.find(user, typed)
        if rows is None:
            continue
        rows = rows.annotate(
            hit_kind=Value(search.name, CharField()), hit_order=Value(search.order, IntegerField())
        ).order_by("hit_fit", "hit_far", "hit_label")
        yield rows.values(*COLUMNS)[:limit]


def _hit(row: dict[str, Any], search: Search) -> Hit:
    code = row["hit_code"]
    return Hit(
        kind=search.name,
        icon=search.icon,
        label=row["hit_label"],
        detail=row["hit_detail"] or str(search.label),
        code=code,
        lng=None if row["hit_lng"] is None else round(row["hit_lng"], 6),
        lat=None if row["hit_lat"] is None else round(row["hit_lat"], 6),
        url=search.url(code) if search.url else "",
        layer=search.layer,
    )


def named(
    rows: Rows,
    typed: Typed,
    *,
    label: str | Combinable = "name",
    detail: str | Combinable | None = None,
    code: str | None = None,
    place: str | None = "public_geom",
    most: int | None = None,
) -> Rows | None:
    """Return the rows whose name begins so, or holds every word; or those that are spelled alike.

    label, detail, code: what the hit says; place: its column in EPSG:4326, of which one point is given, if any.
    most: how many rows are looked at where there may be very many: as many that begin so, and as many that hold it.
    """
    words = plain(typed.text)
    whole = words.replace(" ", "")
    if len(whole) < LEAST:
        return None
    says: dict[str, Any] = {"label": label, "detail": detail, "code": code, "place": place}
    if typed.is_loose:
        if len(whole) <= SHORT:
            return None
        alike = Q()
        for word in words.split():
            alike &= Q(called__contains=f" {word}") if len(word) <= SHORT else Q(called__trigram_word_similar=word)
        far = 1 - TrigramWordSimilarity(whole, "called")
        some = rows.filter(alike).order_by().values("pk")[:MOST_ALIKE]
        return answer(rows.filter(pk__in=some), fit=Value(ALIKE, IntegerField()), far=far, **says)
    begins, in_words, holds = Q(called__startswith=whole), Q(), Q()
    for word in words.split():
        in_words &= Q(called__contains=f" {word}")
        holds &= Q(called__contains=word if len(word) >= SHORT else f" {word}")
    fit = Case(When(begins, then=BEGINS), When(in_words, then=WORDS), default=HOLDS, output_field=IntegerField())
    fitting = begins | holds
    if most is not None:
        some, more = (rows.filter(one).order_by().values("pk")[:most] for one in (begins, holds))
        fitting = Q(pk__in=some.union(more, all=True))
    return answer(rows.filter(fitting), fit=fit, far=Cast(Length("called"), FloatField()), **says)


def everything(rows: Rows, *, label: str | Combinable, detail: str | Combinable, code: str, place: str) -> Rows:
    """Return all of the rows: for what was found otherwise, such as an area by its official code."""
    far = Cast(Length(code), FloatField())
    return answer(rows, fit=Value(BEGINS, IntegerField()), far=far, label=label, detail=detail, code=code, place=place)


def coded(rows: Rows, typed: Typed, prefix: str, *, place: str | None = None) -> Rows | None:
    """Return the rows whose code was typed, or its beginning: what follows the city's prefix has four letters then."""
    begun = None if typed.is_loose else code_begun(typed.text, prefix)
    if begun is None:
        return None
    fit, far = Value(BEGINS, IntegerField()), Value(0.0, FloatField())
    rows = rows.filter(code__startswith=begun)
    return answer(rows, fit=fit, far=far, label="code", detail=None, code="code", place=place)


def code_begun(typed: str, prefix: str, *, least: int = LEAST_OF_CODE) -> str | None:
    """Return a code or the beginning of one as it is spelled; None where too little was typed, or something else.

    least: how many letters must follow the city's prefix. Without the prefix only a whole code counts: "TEMA" is the
    beginning of a name.
    """
    letters = "".join(typed.upper().split()).replace("-", "")
    has_prefix = letters.startswith(prefix) and len(letters) != LENGTH
    letters = letters.removeprefix(prefix) if has_prefix else letters
    least = least if has_prefix else LENGTH
    if not least <= len(letters) <= LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return f"{prefix}-{letters[:4]}" + (f"-{letters[4:]}" if len(letters) > 4 else "")


def answer(
    rows: Rows,
    *,
    fit: Combinable,
    far: Combinable,
    label: str | Combinable,
    detail: str | Combinable | None,
    code: str | None,
    place: str | None,
) -> Rows:
    """Return rows with the columns of a hit; for kinds that neither `named` nor `coded` suits."""

    def degrees(axis: str) -> Combinable:
        if place is None:
            return Value(None, FloatField())
        return Func(PointOnSurface(place), function=f"ST_{axis}", output_field=FloatField())

    def words(given: str | Combinable | None) -> Combinable:
        if given is None:
            return Value("", CharField())
        return Cast(F(given) if isinstance(given, str) else given, CharField())

    answered: Rows = rows.annotate(
        hit_fit=fit,
        hit_far=far,
        hit_label=words(label),
        hit_detail=words(detail),
        hit_code=words(code),
        hit_lng=degrees("X"),
        hit_lat=degrees("Y"),
    )
    return answered
