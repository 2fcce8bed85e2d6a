"""Places that are read otherwise than a file writes them: how each is read, and whether somebody doubts it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.datasets.models import Upload
from cityops.datasets.rows import DOUBTED
from cityops.features.imports import Target
from layers.search import joined

CODES = ("read_otherwise", "doubted_place")  # of `areas/siting.py`: taken so, and doubted
IN_SIGHT = 10  # the others are a press away


@dataclass(frozen=True)
class ReadRow:
    """A name of the file as it stands on the screen. reads: as what; several where the kecamatan decides."""

    place: str
    reads: list[str]
    count: int
    doubt: forms.BoundField


class ReadForm(forms.Form):
    """Asks which names are not to be read as they are. What the last trial did not meet stays as it was said."""

    def __init__(self, data: Any = None, *, upload: Upload, target: Target) -> None:
        super().__init__(data, label_suffix="")
        said = upload.mapping_for(target.name).get(DOUBTED, {}).get("words", {})
        self._said: dict[str, str] = dict(said)
        self._counts: Counter[str] = Counter()
        self._reads: dict[str, list[str]] = {}
        self._places: dict[str, str] = {}
        result = upload.result if upload.target == target.name else None
        for group in (result or {}).get("groups", ()):
            if group["told"]["code"] in CODES:
                self._add(group["told"]["data"], group["count"])
        for key in self._places:
            self.fields[_name(key)] = forms.BooleanField(
                label=_("Not so: I choose the place"), required=False, initial=key in self._said
            )

    def _add(self, data: Mapping[str, str], count: int) -> None:
        key = joined(data["place"])
        self._places.setdefault(key, data["place"])
        self._counts[key] += count
        self._reads.setdefault(key, []).append(data["read"])

    @property
    def rows(self) -> list[ReadRow]:
        """The names, the most frequent first."""
        return [
            ReadRow(self._places[key], list(dict.fromkeys(self._reads[key])), count, self[_name(key)])
            for key, count in self._counts.most_common()
        ]

    @property
    def in_sight(self) -> list[ReadRow]:
        """Those that are shown at once."""
        return self.rows[:IN_SIGHT]

    @property
    def further(self) -> list[ReadRow]:
        """The others."""
        return self.rows[IN_SIGHT:]

    @property
    def count(self) -> int:
        """How many rows have such a name."""
        return self._counts.total()

    def put_into(self, mapping: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return a mapping with what was doubted."""
        words = {key: place for key, place in self._said.items() if key not in self._places}
        words |= {key: place for key, place in self._places.items() if self.cleaned_data[_name(key)]}
        doubted = {DOUBTED: {"column": "", "value": "", "words": words}} if words else {}
        return {**mapping, **doubted}


def _name(key: str) -> str:
    return f"doubt_{blake2s(key.encode(), digest_size=8).hexdigest()}"
