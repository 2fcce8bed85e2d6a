"""What words of a file may mean: as somebody said of an earlier file, or guessed from their letters."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.datasets.models import WordMeaning
from cityops.features.imports import Field, Target

LEAST_ALIKE = 0.4  # of trigrams: what is less alike is no guess
SHORTEST = 4  # letters of a name of ours that is looked for inside a longer word of the file


def meanings_of(user: User, target: Target) -> dict[str, dict[str, str]]:
    """Return what somebody said before: field → word → choice."""
    said: dict[str, dict[str, str]] = {}
    for field, word, means in _kept(user, target).values_list("field", "word", "means"):
        said.setdefault(field, {})[word] = means
    return said


def keep_meanings(user: User, target: Target, mapping: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what was said of an upload for the next; an answer that was taken back is forgotten."""
    said = {name: mapping.get(name, {}).get("words", {}) for name in _lasting(target)}
    for field, words in said.items():
        if taken_back := [word for word, means in words.items() if not means]:
            _kept(user, target).filter(field=field, word__in=taken_back).delete()
    WordMeaning.objects.bulk_create(
        [
            WordMeaning(owner=user, target=target.name, field=field, word=word, means=means)
            for field, words in said.items()
            for word, means in words.items()
            if means
        ],
        update_conflicts=True,
        unique_fields=["owner", "target", "field", "word"],
        update_fields=["means"],
        batch_size=500,
    )


def _kept(user: User, target: Target) -> QuerySet[WordMeaning]:
    return WordMeaning.objects.filter(owner=user, target=target.name, field__in=_lasting(target))


def _lasting(target: Target) -> list[str]:
    """Return the fields of which a word means the same in each file."""
    return [one.name for one in target.fields if one.keeps_meanings]


def guesses(field: Field, words: Iterable[str]) -> dict[str, str]:
    """Return for words the choice of a field whose name is most alike; of equals that which is offered first."""
    choices = [(code, str(label)) for code, label in field.choices()] if field.choices else []
    order = {code: number for number, (code, _label) in enumerate(choices)}
    names = [(code, name) for code, *names in (field.names() if field.names else ()) for name in (code, *names)]
    named = sorted({(code, name) for code, name in [*names, *choices] if code in order})
    with connection.cursor() as cursor:
        cursor.execute(
            _GUESS,
            {
                "words": list(words),
                "codes": [code for code, _name in named],
                "names": [name for _code, name in named],
                "orders": [order[code] for code, _name in named],
                "alike": LEAST_ALIKE,
                "shortest": SHORTEST,
            },
        )
        return dict(cursor.fetchall())


# Alike as wholes; or the word of the file stands in our name ("Pothole" in "Damaged road or pothole"); or ours in it
# ("Fire" in "Fire Department Request"). 200 words against 180 names: about a second, by the worker.
_GUESS = """
WITH words AS MATERIALIZED (SELECT word, areas_plain(word) AS plain FROM unnest(%(words)s::text[]) AS w(word)),
names AS MATERIALIZED (
    SELECT code, areas_plain(name) AS plain, place
    FROM unnest(%(codes)s::text[], %(names)s::text[], %(orders)s::int[]) AS n(code, name, place)
),
alike AS (
    SELECT word, code, place, GREATEST(
        similarity(words.plain, names.plain),
        strict_word_similarity(words.plain, names.plain) * 0.9,
        CASE WHEN length(names.plain) >= %(shortest)s
            THEN strict_word_similarity(names.plain, words.plain) * 0.8 ELSE 0 END
    ) AS score
    FROM words CROSS JOIN names
)
SELECT DISTINCT ON (word) word, code FROM alike WHERE score >= %(alike)s
ORDER BY word, score DESC, place
"""
