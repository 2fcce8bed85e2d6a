"""How a file is to be read, as people choose it. One form, with and without JavaScript."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.datasets.columns import free, is_filled
from cityops.datasets.remedies import field_of, in_short, is_of_a_row
from geodata.readers.choices import Choices, ColumnChoice
from geodata.readers.formats import TABLES
from geodata.readers.inspection import FoundColumn, Inspection, Problem
from layers.models import ColumnKind
from layers.tables import NAME, OWN

ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252"),
    ("iso-8859-1", "ISO 8859-1"),
    ("utf-16", "UTF-16"),
    ("cp850", "DOS 850"),
)
GEOMETRIES = (("point", _("Points")), ("line", _("Lines")), ("polygon", _("Areas")))
KINDS = ((ColumnKind.TEXT, _("Text")), (ColumnKind.NUMBER, _("Number")), (ColumnKind.DATE, _("Date")))
CRS_OFFERED = (
    ("EPSG:4326", _("Degrees (WGS 84)")),
    ("EPSG:32749", _("Metres, UTM zone 49 S (WGS 84)")),
    ("EPSG:23839", _("Metres, TM-3 zone 49.2 (DGN95)")),
    ("EPSG:23889", _("Metres, UTM zone 49 S (DGN95)")),
    ("EPSG:3857", _("Metres, web maps (Mercator)")),
)
AWAY_SAID = {"leave": True, "take": False}  # by a button of its own, beside what it is about
LEAVE_OUT = _("Correct them in the file and send it anew, or leave them out.")
_AS_READ = ("", _("As it was read"))


@dataclass(frozen=True)
class ColumnRow:
    """One column of the file, as it stands on the screen."""

    found: FoundColumn
    keep: forms.BoundField
    name: forms.BoundField
    kind: forms.BoundField


class ChoicesForm(forms.Form):
    """How a file is to be read. Only what can be chosen in this file is asked."""

    layer = forms.ChoiceField(label=_("Layer of the file"), required=False)
    crs = forms.CharField(
        label=_("Coordinate system"),
        max_length=60,
        required=False,
        help_text=_("Such as EPSG:32749. Change it where the preview lies in the wrong place."),
        widget=forms.TextInput(attrs={"list": "crs-offered", "autocomplete": "off", "spellcheck": "false"}),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of the text"),
        required=False,
        help_text=_("Change it where letters look wrong."),
    )
    geometry = forms.ChoiceField(label=_("Shapes"), required=False, choices=(_AS_READ, *GEOMETRIES))
    x = forms.ChoiceField(label=_("Column of the longitude, or x"), required=False)
    y = forms.ChoiceField(label=_("Column of the latitude, or y"), required=False)
    is_swapped = forms.BooleanField(
        label=_("Latitude and longitude are the wrong way round in the file"), required=False
    )
    leaves_out = forms.BooleanField(
        label=_("Leave out the rows that cannot go in"),
        required=False,
        help_text=_("Without this they stop the import."),
        widget=forms.CheckboxInput(attrs={"form": "choices"}),  # it stands beside what it mends
    )

    def __init__(
        self, data: Any = None, *, found: Inspection | None, choices: Choices, stopped_by: Iterable[Problem] = ()
    ) -> None:
        """Begin with what was found and chosen. stopped_by: what an import with these choices failed at."""
        stopped_by, is_sent = tuple(stopped_by), data is not None
        initial = _began(found, choices)
        if stopped_by and not is_sent:
            data = {name: "on" if value is True else value for name, value in initial.items() if value}
        super().__init__(data, initial=initial, label_suffix="")
        self.found, self.choices = found, choices
        columns = found.columns if found else ()
        headings = [("", "–"), *((column.source, column.source) for column in columns)]
        layers = list(found.layers) if found else [choices.layer] if choices.layer else []
        self._offer("layer", [(name, name) for name in layers])
        encodings = (_spelled(choices.encoding), _spelled(found.encoding) if found else "")
        self._offer("encoding", [_AS_READ, *_with(ENCODINGS, *encodings)])
        self._offer("x", _with(headings, choices.x))
        self._offer("y", _with(headings, choices.y))
        if len(layers) < 2:
            del self.fields["layer"]
        if not (found and found.encoding) and not choices.encoding:
            del self.fields["encoding"]
        if not (choices.x or choices.y or (found and found.format in TABLES)):
            del self.fields["x"], self.fields["y"]
        if not (choices.geometry or (found and any(problem.code == "mixed_geometry" for problem in found.problems))):
            del self.fields["geometry"]
        stops = (found and found.faulty_rows) or any(is_of_a_row(problem) for problem in stopped_by)
        if not stops and not choices.leaves_out:
            del self.fields["leaves_out"]
        for number, _column in enumerate(columns):
            self.fields[f"keep_{number}"] = forms.BooleanField(label=_("Take it in"), required=False)
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name"),
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs={"class": "input", "spellcheck": "false"}),
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Kind"), choices=KINDS, required=False, widget=forms.Select(attrs={"class": "select"})
            )

        if not is_sent:
            self._say(stopped_by)

    def _say(self, stopped_by: Iterable[Problem]) -> None:
        """Put beside each field what it can mend."""
        columns = self.found.columns if self.found else ()
        for problem, words in in_short(stopped_by):
            name = field_of(problem, columns)
            if name in self.fields and name != "leaves_out":
                self.add_error(name, words)
        if any(field_of(problem, columns) == "leaves_out" for problem in stopped_by):
            self.add_error("leaves_out", LEAVE_OUT)

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def reading(self) -> list[forms.BoundField]:
        """The fields about the file as a whole."""
        others = ("keep_", "name_", "kind_", "leaves_out")
        return [self[name] for name in self.fields if not name.startswith(others)]

    @property
    def is_read_otherwise(self) -> bool:
        """Whether something was chosen that the preview does not show yet."""
        return bool({field.name for field in self.reading} & set(self.changed_data))

    def ask_about_faulty_rows(self) -> bool:
        """Whether rows that cannot go in would stop an import; it is said beside the choice to leave them out."""
        if self.found is None or self.cleaned_data.get("leaves_out"):
            return False
        stop = [problem for problem in self.found.problems if is_of_a_row(problem) and not self._is_mended(problem)]
        if stop:
            self.add_error("leaves_out", LEAVE_OUT)
        return bool(stop)

    def _is_mended(self, problem: Problem) -> bool:
        """Whether the column of a value that does not fit is left out, or read as words."""
        name = field_of(problem, self.found.columns if self.found else ())
        number = name.removeprefix("kind_")
        if number == name:
            return False
        return self.cleaned_data.get(name) == ColumnKind.TEXT or not self.cleaned_data.get(f"keep_{number}")

    @property
    def columns(self) -> Iterator[ColumnRow]:
        """The columns, each with its three fields."""
        for number, found in enumerate(self.found.columns if self.found else ()):
            yield ColumnRow(found, self[f"keep_{number}"], self[f"name_{number}"], self[f"kind_{number}"])

    def clean_crs(self) -> str:
        """Take a bare number as that of the EPSG register."""
        said = str(self.cleaned_data["crs"]).strip()
        return f"EPSG:{said}" if said.isdecimal() else said

    def clean(self) -> dict[str, Any]:
        """Refuse names that a table cannot have, and a name twice."""
        data: dict[str, Any] = self.cleaned_data
        taken: set[str] = set()
        for number, _column in enumerate(self.found.columns if self.found else ()):
            if not data.get(f"keep_{number}"):
                continue
            name = (data.get(f"name_{number}") or "").strip()
            if not NAME.fullmatch(name):
                self.add_error(f"name_{number}", _("Small letters, digits and _ only, beginning with a letter."))
            elif name in OWN:
                self.add_error(f"name_{number}", _("The map itself needs this name. Choose another."))
            elif name in taken:
                self.add_error(f"name_{number}", _("Another column has this name."))
            taken.add(name)
        return data

    def chosen(self) -> Choices:
        """Return what was chosen, on top of what was found."""
        data = self.cleaned_data
        was = self.found.choices if self.found else self.choices
        columns = tuple(
            ColumnChoice(
                column.source,
                (data.get(f"name_{number}") or column.name).strip(),
                data.get(f"kind_{number}") or column.kind,
                bool(data.get(f"keep_{number}")),
            )
            for number, column in enumerate(self.found.columns if self.found else ())
        )
        return Choices(
            layer=data.get("layer") or was.layer,
            crs=(data.get("crs") or "").strip() or was.crs,
            encoding=data.get("encoding") or was.encoding,
            x=data.get("x", was.x),
            y=data.get("y", was.y),
            geometry=self._geometry(was),
            is_swapped=bool(data.get("is_swapped")),
            has_decimal_comma=was.has_decimal_comma,
            columns=columns,
            leaves_out=bool(data.get("leaves_out")),
            leaves_away=AWAY_SAID.get(self.data.get("away", ""), was.leaves_away),
        )

    def _geometry(self, was: Choices) -> Any:
        """Return the shapes as chosen, else as read; columns that are chosen now say where rows without any are."""
        is_told = self.cleaned_data.get("x") and self.cleaned_data.get("y")
        as_read = "" if was.geometry == "none" and is_told else was.geometry
        return self.cleaned_data.get("geometry") or as_read


def _began(found: Inspection | None, choices: Choices) -> dict[str, Any]:
    was = found.choices if found else choices
    initial: dict[str, Any] = {
        "layer": found.layer if found else choices.layer,
        "crs": found.crs if found else choices.crs,
        "encoding": _spelled(was.encoding),
        "geometry": choices.geometry,
        "x": was.x,
        "y": was.y,
        "is_swapped": bool(was.is_swapped),
        "leaves_out": choices.leaves_out,
    }
    chosen = {column.source: column for column in choices.columns}
    for number, column in enumerate(found.columns if found else ()):
        said = chosen.get(column.source)
        initial |= {
            f"keep_{number}": said.is_kept if said else found is None or is_filled(column, found),
            f"name_{number}": said.name if said else free(column.name),
            f"kind_{number}": said.kind if said else column.kind,
        }
    return initial


def _spelled(encoding: str) -> str:
    """Return an encoding as it is offered, however a file or its reader spells it; one that is not offered as it is."""
    return next((offered for offered, _word in ENCODINGS if _is_same(offered, encoding)), encoding)


def _is_same(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one) == codecs.lookup(other)
    except (LookupError, ValueError):
        return False


def _with(choices: Any, *more: str) -> list[tuple[Any, Any]]:
    known = {value for value, _word in choices}
    return [*choices, *((value, value) for value in dict.fromkeys(more) if value and value not in known)]
