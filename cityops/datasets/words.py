"""Words of a file that are not ours: counted while its rows are read, and put into ours as somebody said.

A column of old complaints says "Lampu PJU mati" where the city's category is called otherwise. For each field that has
few values (`Field.choices`) the mapping keeps what a word means, and what becomes of all words that nobody answered.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as kept
from typing import Any

from django.utils.translation import gettext_lazy as _

from cityops.datasets.meanings import guesses
from cityops.datasets.models import Upload
from cityops.datasets.rows import column_of
from cityops.errors import CityError
from cityops.features.imports import Field, Lookup, Outcome, Row, Target, What, squeezed

LEAVE_OUT = "!"  # in place of a choice: nothing is made of such rows; no code has such a sign
ASKED = 200  # words of a field that are asked about, the most frequent first
COUNTED = 10_000  # words of a field that are told apart: where each row has its own, memory must end somewhere
LONGEST = 120


class LeftOutByWord(CityError):
    """A row whose word somebody chose to leave out."""

    code, status = "left_out_by_word", 422
    text = _("“%(value)s” in “%(field)s”: such rows are left out, as you chose.")


def word_key(word: str) -> str:
    """Return a word as it is compared: "Jalan Rusak", "jalan  rusak" and "JALAN-RUSAK" are one."""
    return (squeezed(word) or " ".join(word.casefold().split()))[:LONGEST]


@dataclass
class _FieldWords:
    """The words of one field. counts: of those that are not known; spelled: as they were first met."""

    field: Field
    column: str
    names: Lookup
    answers: dict[str, str]
    rest: str
    counts: Counter[str] = kept(default_factory=Counter)
    spelled: dict[str, str] = kept(default_factory=dict)
    known: set[str] = kept(default_factory=set)
    uncounted: int = 0

    def means(self, word: str) -> str:
        """Return the choice that a word stands for, LEAVE_OUT, or "" where it stays as it is."""
        key = word_key(word)
        if squeezed(word) in self.names.named:
            if len(self.known) < COUNTED:
                self.known.add(key)
            return ""
        if key in self.counts or len(self.counts) < COUNTED:
            self.counts[key] += 1
            self.spelled.setdefault(key, " ".join(word.split())[:LONGEST])
        else:
            self.uncounted += 1
        return self.answers.get(key) or self.rest

    def found(self) -> dict[str, Any]:
        """Return what there is, as JSON holds it: the most frequent first, their guesses, and what more there is."""
        ordered = sorted(self.counts.items(), key=lambda one: (-one[1], self.spelled[one[0]]))
        asked, more = ordered[:ASKED], ordered[ASKED:]
        words = [self.spelled[key] for key, _count in asked]
        return {
            "column": self.column,
            "known": len(self.known),
            "found": [[self.spelled[key], count] for key, count in asked],
            "guesses": guesses(self.field, words),
            "more_words": len(more) + self.uncounted,
            "more_rows": sum(count for _key, count in more) + self.uncounted,
        }


class FileWords:
    """Reads the words of an upload's rows, a batch at a time."""

    def __init__(self, upload: Upload, target: Target) -> None:
        self.fields = [
            _FieldWords(
                one,
                column,
                one.lookup(),
                upload.mapping[one.name].get("words", {}),
                upload.mapping[one.name].get("rest", ""),
            )
            for one in target.fields
            if one.choices is not None and (column := column_of(upload, one.name))
        ]

    def read(self, rows: Sequence[Row]) -> tuple[list[Row], list[Outcome]]:
        """Return the rows in our words, and what became of those that are left out for their words."""
        read: list[Row] = []
        left_out: list[Outcome] = []
        for row in rows:
            ours: dict[str, str] = {}
            why: CityError | None = None
            for one in self.fields:
                word = row.values.get(one.field.name, "")
                means = one.means(word) if word else ""
                if means == LEAVE_OUT:
                    why = why or LeftOutByWord(field=one.field.label, value=word[:60])
                elif means:
                    ours[one.field.name] = means
            if why:
                left_out.append(Outcome(row, What.LEFT_OUT, why))
            else:
                read.append(replace(row, values={**row.values, **ours}) if ours else row)
        return read, left_out

    def found(self) -> dict[str, Any]:
        """Return the words that are not ours, by field, as `Upload.words` keeps them."""
        return {one.field.name: one.found() for one in self.fields if one.counts}
