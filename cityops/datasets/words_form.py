"""What words of a file mean: for each field with words that are not ours a table, with a guess where one is good."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cityops.accounts.models import User
from cityops.datasets.meanings import meanings_of
from cityops.datasets.models import Upload
from cityops.datasets.word_select import WordSelect, options_of
from cityops.datasets.words import LEAVE_OUT, word_key
from cityops.features.imports import Field, Target


@dataclass(frozen=True)
class WordRow:
    """A word as it stands on the screen. is_guess: nobody said so yet."""

    word: str
    count: int
    choice: forms.BoundField
    is_guess: bool


@dataclass(frozen=True)
class WordTable:
    """The words of one field. rest: what becomes of those that have no answer, and of those that are not listed."""

    field: Field
    column: str
    known: int
    rows: list[WordRow]
    rest: forms.BoundField
    more_words: int
    more_rows: int

    @property
    def open(self) -> int:
        """How many words have no answer that a trial has reckoned with."""
        return sum(1 for row in self.rows if row.is_guess or not row.choice.value())


class WordsForm(forms.Form):
    """Asks what words mean. What is not asked, since it was not counted yet, stays as it was said."""

    def __init__(self, data: Any = None, *, user: User, upload: Upload, target: Target) -> None:
        super().__init__(data, label_suffix="")
        self.target = target
        self._mapping = upload.mapping_for(target.name)
        self._before = meanings_of(user, target)
        self._found = {
            one.name: (one, found)
            for one in target.fields
            if one.choices is not None
            and upload.target == target.name
            and (found := upload.words.get(one.name))
            and found["column"] == self._mapping.get(one.name, {}).get("column")
        }
        self._guessed: set[str] = set()
        for one, found in self._found.values():
            self._ask(one, [word for word, _count in found["found"]], found["guesses"])

    def _ask(self, field: Field, words: list[str], guessed: dict[str, str]) -> None:
        assert field.choices is not None
        ours = list(field.choices())
        codes = {str(code) for code, _label in ours}
        alike = {word: code for word, code in guessed.items() if code in codes}
        first: list[tuple[str, Any]] = [(LEAVE_OUT, _("Leave these rows out"))]
        if field.other in codes:  # in reach where the list is long
            label = next(label for code, label in ours if code == field.other)
            first.append((field.other, label))
            ours = [one for one in ours if one[0] != field.other]
        said = self._said(field, codes)
        answers = [("", _("– no answer –")), *first, *ours]
        options = options_of(answers)
        for word in words:
            key, name = word_key(word), _name(field, word)
            is_guess = key not in said and word in alike
            if is_guess:
                self._guessed.add(name)
            self.fields[name] = forms.ChoiceField(
                label=word,
                required=False,
                choices=answers,
                initial=alike[word] if is_guess else said.get(key, ""),
                widget=WordSelect(options),
            )
        self.fields[f"rest_{field.name}"] = forms.ChoiceField(
            label=_("All words without an answer"),
            required=False,
            choices=[("", _("Refuse their rows")), *first, *ours],
            initial=self._mapping.get(field.name, {}).get("rest", ""),
            widget=forms.Select(attrs={"class": "select"}),
        )

    def _said(self, field: Field, codes: Set[str]) -> dict[str, str]:
        """Return what was said of words: of this upload, else of an earlier one; nothing that is no choice any more."""
        here: dict[str, str] = self._mapping.get(field.name, {}).get("words", {})
        said = self._before.get(field.name, {}) | here
        return {word: code for word, code in said.items() if code in codes or code in ("", LEAVE_OUT)}

    @property
    def tables(self) -> Iterator[WordTable]:
        """One for each field with words that are not ours."""
        for one, found in self._found.values():
            rows = [
                WordRow(word, count, self[name], name in self._guessed and not self.is_bound)
                for word, count in found["found"]
                for name in [_name(one, word)]
            ]
            rest = self[f"rest_{one.name}"]
            yield WordTable(one, found["column"], found["known"], rows, rest, found["more_words"], found["more_rows"])

    @property
    def open(self) -> int:
        """How many words have no answer yet, or only a guess."""
        return sum(table.open for table in self.tables if not table.rest.value())

    @property
    def asked(self) -> frozenset[tuple[str, str]]:
        """The words that are asked about, each with its field, as the reasons of a trial name both."""
        with override("en"):  # as `errors.told` keeps them
            return frozenset(
                (str(one.label), word_key(word[:60]))
                for one, found in self._found.values()
                for word, _count in found["found"]
            )

    def put_into(self, mapping: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return a mapping with what was said of the words of each column."""
        whole: dict[str, dict[str, Any]] = {name: dict(said) for name, said in mapping.items()}
        for one in self.target.fields:
            if one.choices is None or not whole.get(one.name, {}).get("column"):
                continue
            codes = {str(code) for code, _label in one.choices()}
            words, rest = self._said(one, codes), self._mapping.get(one.name, {}).get("rest", "")
            rest = rest if rest in codes or rest == LEAVE_OUT else ""
            if one.name in self._found:
                asked = [word for word, _count in self._found[one.name][1]["found"]]
                posted = {word_key(word): _name(one, word) for word in asked if _name(one, word) in self.data}
                words |= {key: self.cleaned_data[name] for key, name in posted.items()}
                rest = self.cleaned_data[f"rest_{one.name}"] if f"rest_{one.name}" in self.data else rest
            if words:
                whole[one.name]["words"] = words
            if rest:
                whole[one.name]["rest"] = rest
        return whole


def _name(field: Field, word: str) -> str:
    """Return the name under which a word is asked: the same whatever else is in the file."""
    return f"word_{field.name}_{blake2s(word_key(word).encode(), digest_size=8).hexdigest()}"


def words_in_words(count: int) -> Any:
    """Say that words are not ours."""
    return _("Words of this file that are not known here: %(n)s. Say below what they mean, then try it out again.") % {
        "n": count
    }
