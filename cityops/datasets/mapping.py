"""Which column fills which field of an import target: guessed from names, and a form to say it otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.features.imports import Field, Target, squeezed
from geodata.readers.inspection import Inspection

LONGEST = 300
UNFOUND = "unfound"  # beside the fields: what becomes of rows whose place is found nowhere
SHAPES = {"point": _("points"), "line": _("lines"), "polygon": _("areas"), "none": _("no places")}


def guessed(target: Target, found: Inspection) -> dict[str, str]:
    """Return the column of each field that has one: called so, else with such a word in its name; none serves twice."""
    columns = {squeezed(column.source): column.source for column in found.columns}
    taken: set[str] = set()
    guesses: dict[str, str] = {}
    for is_loose in (False, True):
        for one in target.fields:
            if one.name in guesses:
                continue
            name = next((name for name in _called(one, columns, is_loose=is_loose) if name not in taken), None)
            if name is not None:
                taken.add(name)
                guesses[one.name] = columns[name]
    return guesses


def _called(one: Field, columns: dict[str, str], *, is_loose: bool) -> Iterator[str]:
    for word in one.words:
        if word in columns and not is_loose:
            yield word
        elif is_loose and len(word) > 3:
            yield from (name for name in columns if name.startswith(word) or name.endswith(word))


@dataclass(frozen=True)
class FieldRow:
    """One field of the target as it stands on the screen."""

    field: Field
    column: forms.BoundField
    value: forms.BoundField | None

    @property
    def errors(self) -> list[str]:
        """What is wrong with either."""
        return [*self.column.errors, *(self.value.errors if self.value else ())]


class MappingForm(forms.Form):
    """For each field of the target a column, and a value for rows whose column says nothing."""

    def __init__(
        self, data: Any = None, *, target: Target, found: Inspection, mapping: dict[str, dict[str, Any]]
    ) -> None:
        there = {"", *(column.source for column in found.columns)}
        guesses = guessed(target, found)
        initial: dict[str, str] = {}
        for one in target.fields:
            said = mapping.get(one.name, {"column": "" if mapping else guesses.get(one.name, ""), "value": ""})
            # Read otherwise, the file may call its columns otherwise.
            column = said["column"] if said["column"] in there else guesses.get(one.name, "")
            usual = one.usual if not mapping and not column else ""
            initial |= {f"column_{one.name}": column, f"value_{one.name}": said["value"] or usual}
        super().__init__(data, initial=initial, label_suffix="")
        self.target, self.found = target, found
        columns = [("", "–"), *((column.source, column.source) for column in found.columns)]
        for one in target.fields:
            self.fields[f"column_{one.name}"] = forms.ChoiceField(
                label=_("Column"), choices=columns, required=False, widget=forms.Select(attrs={"class": "select"})
            )
            if one.for_all:
                self.fields[f"value_{one.name}"] = _value_field(one)

        if target.place_fields:
            self.fields[UNFOUND] = forms.BooleanField(
                label=_("Leave out rows whose place is found nowhere"),
                help_text=_(
                    "Otherwise they wait on a list, where you choose the place, once for all that say the same."
                ),
                required=False,
                initial=UNFOUND in mapping,
            )

    @property
    def rows(self) -> Iterator[FieldRow]:
        """The fields, those that must be there first."""
        for one in sorted(self.target.fields, key=lambda one: not one.is_required):
            yield FieldRow(one, self[f"column_{one.name}"], self[f"value_{one.name}"] if one.for_all else None)

    def clean(self) -> dict[str, Any]:
        """Ask for what the target cannot do without."""
        data: dict[str, Any] = self.cleaned_data
        for one in self.target.fields:
            if one.is_required and not self._says(one.name) and f"value_{one.name}" not in self.errors:
                self.add_error(f"value_{one.name}", _("Choose a column, or give one value for all rows."))
        if self.target.shape == "point" and self.found.geometry in ("", "none"):
            if not self.target.place_fields:
                self.add_error(None, _("There are no coordinates in this file, and they are needed here."))
            elif not any(self._says(name) for name in self.target.place_fields):
                named = f"column_{self.target.place_fields[0]}"
                self.add_error(named, _("There are no coordinates in this file: choose the column with place names."))
        return data

    def _says(self, name: str) -> bool:
        return bool(self.cleaned_data.get(f"column_{name}") or self.cleaned_data.get(f"value_{name}"))

    def mapping(self) -> dict[str, dict[str, str]]:
        """Return what was said: field → column, and the value for all."""
        said: dict[str, dict[str, str]] = {}
        for one in self.target.fields:
            value = self.cleaned_data.get(f"value_{one.name}") or ""
            words = value.isoformat() if isinstance(value, date) else str(value).strip()
            column = self.cleaned_data.get(f"column_{one.name}") or ""
            if column or words:
                said[one.name] = {"column": column, "value": words}
        if self.cleaned_data.get(UNFOUND):
            said[UNFOUND] = {"column": "", "value": "leave_out"}
        return said


def _value_field(one: Field) -> forms.Field:
    label = _("For all rows")
    if one.choices is not None:
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", "–"), *one.choices()],
            widget=forms.Select(attrs={"class": "select"}),
        )
    if one.kind == "date":
        return forms.DateField(
            label=label,
            required=False,
            widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
        )
    if one.kind == "number":
        return forms.IntegerField(label=label, required=False, widget=forms.NumberInput(attrs={"class": "input"}))
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"class": "input"})
    )


@dataclass(frozen=True)
class Offer:
    """One thing that rows may become. lacks: why not of this file, "" where they may."""

    target: Target
    lacks: str


def offers(targets: list[Target], found: Inspection) -> list[Offer]:
    """Return what the rows of a file may become, of what somebody may make."""
    return [Offer(target, _lack(target, found)) for target in targets]


def _lack(target: Target, found: Inspection) -> str:
    shape = found.geometry or "none"
    if target.shape == "polygon" and shape != "polygon":
        return str(_("Needs areas; this file has %(what)s.") % {"what": SHAPES[shape]})
    if target.shape == "point" and shape == "none" and not target.place_fields:
        return str(_("Needs coordinates; this file has none."))
    if target.shape == "point" and shape == "line":
        return str(_("Needs points; this file has lines."))
    return ""
