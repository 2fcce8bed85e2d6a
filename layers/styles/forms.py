"""What somebody fills in about a style: one form with and without JavaScript, which makes breaks and colours anew."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from layers.number_words import number_words
from layers.registry import Geometry, Layer
from layers.styles.breaks import breaks_of, kinds_first, sized_range, values_of
from layers.styles.errors import BadStyle, bad
from layers.styles.ramps import ORDERED, USUAL_VALUES, colours
from layers.styles.style import Category, Dash, Kind, Method, VectorStyle, is_colour
from layers.typed_numbers import read_number
from layers.years import is_year, kinds_of

MOST_VALUES = 12  # that get a colour of their own at once
KINDS = {
    Kind.SINGLE: _("All alike"),
    Kind.CATEGORISED: _("By kind"),
    Kind.GRADUATED: _("By number"),
    Kind.SIZED: _("By size"),
}
METHODS = {
    Method.QUANTILE: _("As many in each (quantile)"),
    Method.NATURAL: _("Natural breaks (Jenks)"),
    Method.EQUAL: _("As wide each (equal)"),
    Method.MANUAL: _("By hand"),
}
DASHES = {Dash.SOLID: _("Unbroken"), Dash.DASHED: _("Dashed"), Dash.DOTTED: _("Dotted")}
# Where the form asks otherwise than the style is stored.
PLACES = {"values": "column_number", "sizes": "size_to", "categories": "column_text", "opacity": "opacity"}


# As `static/js/map/shapes.js` draws what has no style, in the accent of the light theme. Points have signs there, which
# no style has: theirs is the sign's colour.
BY_ITSELF = {
    Geometry.POINT: VectorStyle(colour="#1d6a3a"),
    Geometry.LINE: VectorStyle(colour="#1d6a3a", opacity=1.0, width=2.5),
    Geometry.POLYGON: VectorStyle(colour="#1d6a3a", opacity=0.28, outline="#1d6a3a", width=1.5),
}


def style_now(layer: Layer) -> VectorStyle:
    """Return the style of a layer, or the one that a new style begins with: as the map draws it by itself."""
    return layer.vector or BY_ITSELF[layer.geometry]


@dataclass(frozen=True)
class CategoryRow:
    """One value of a text column as it stands on the screen."""

    number: int
    value: str
    colour: str
    word: str


def _colour(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=7, widget=forms.TextInput(attrs={"type": "color"}))


def _number(label: Any, least: float, most: float, step: float = 0.5) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"type": "range", "step": step})
    return forms.FloatField(label=label, min_value=least, max_value=most, widget=widget)


class VectorStyleForm(forms.Form):
    """A style of one layer: it offers the layer's own columns, and what its geometry has."""

    kind = forms.ChoiceField(label=_("Drawn"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    column_text = forms.ChoiceField(label=_("Column"), required=False)
    column_number = forms.ChoiceField(label=_("Column"), required=False)
    method = forms.ChoiceField(label=_("Classes"), choices=list(METHODS.items()))
    classes = forms.IntegerField(label=_("How many"), min_value=2, max_value=9)
    breaks = forms.CharField(
        label=_("Upper ends of the classes"), required=False, help_text=_("With semicolons between: 100; 250; 1000")
    )
    ramp = forms.ChoiceField(label=_("Colours"), widget=forms.RadioSelect)
    reversed = forms.BooleanField(label=_("The other way round"), required=False)
    colour = _colour(_("Colour"))
    others = _colour(_("Colour of the rest"))
    opacity = forms.IntegerField(
        label=_("Opacity of the fill"), min_value=0, max_value=100, widget=forms.NumberInput(attrs={"type": "range"})
    )
    outline = _colour(_("Outline"))
    width = _number(_("Width"), 0, 8)
    dash = forms.ChoiceField(label=_("Line"), choices=list(DASHES.items()))
    size = _number(_("Size"), 1, 40)
    size_from = _number(_("Smallest"), 1, 40)
    size_to = _number(_("Largest"), 1, 40)
    label = forms.ChoiceField(label=_("Label"), required=False)
    min_zoom = forms.IntegerField(label=_("From zoom"), min_value=0, max_value=20)
    max_zoom = forms.IntegerField(label=_("To zoom"), min_value=0, max_value=20)

    def __init__(self, data: Any = None, *, layer: Layer) -> None:
        self.layer = layer
        self.style: VectorStyle | None = None
        super().__init__(data, initial=None if data else _said_of(layer, style_now(layer)), label_suffix="")
        self.columns = {column.name: column.kind for column in layer.columns}
        drawn_by = style_now(layer).column
        offered = [column for column in layer.columns if column.is_offered or column.name == drawn_by]
        named = {kind: [(c.name, str(c.label)) for c in offered if c.kind == kind] for kind in ("text", "number")}
        # Years tell kinds rather than how much, and come after what is measured; whoever knows better may choose them.
        self.years = {column.name for column in layer.columns if column.is_year}
        years = [one for one in named["number"] if one[0] in self.years]
        measured = [one for one in named["number"] if one[0] not in self.years]
        first = kinds_first(layer, [name for name, _label in named["text"]], MOST_VALUES)
        kinds = [*sorted(named["text"], key=lambda one: first.index(one[0])), *years]
        self._offer("column_text", kinds)
        self._offer("column_number", [*measured, *years])
        self._offer("label", [("", _("None")), *((column.name, column.label) for column in layer.columns)])
        self._offer("ramp", [(name, name) for name in ORDERED])
        is_point, is_polygon = layer.geometry == Geometry.POINT, layer.geometry == Geometry.POLYGON
        impossible = {
            *([] if kinds else [Kind.CATEGORISED]),
            *([] if named["number"] else [Kind.GRADUATED]),
            *([Kind.SIZED] if is_polygon or not named["number"] else []),
        }
        self._offer("kind", [(kind, word) for kind, word in KINDS.items() if kind not in impossible])
        if not is_point:
            del self.fields["size"]
        if is_point:
            del self.fields["dash"]
        if layer.geometry == Geometry.LINE:
            del self.fields["outline"]
            self.fields["opacity"].label = _("Opacity")

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Make the style, its breaks and its categories; what it cannot be is said beside the field."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        try:
            style = VectorStyle(**self._parts(given))
            style.must_fit(kinds_of(self.layer), is_polygon=self.layer.geometry == Geometry.POLYGON)
        except BadStyle as fault:
            name = PLACES.get(str(fault.data["field"]), str(fault.data["field"]))
            self.add_error(name if name in self.fields else None, str(fault))
        else:
            self.style = style
        return given

    def _parts(self, given: dict[str, Any]) -> dict[str, Any]:
        kind = Kind(given["kind"])
        plain = ("colour", "others", "outline", "width", "size", "label", "min_zoom", "max_zoom", "reversed", "ramp")
        parts = {name: given[name] for name in plain if name in given}
        parts |= {"kind": kind, "opacity": given["opacity"] / 100, "method": Method(given["method"])}
        parts |= {"dash": Dash(given["dash"])} if "dash" in given else {}
        if kind == Kind.CATEGORISED:
            parts["column"] = given["column_text"]
            categories = (Category(row.value, row.colour, row.word) for row in self.category_rows())
            return parts | {"categories": tuple(categories)}
        if kind == Kind.SINGLE:
            return parts
        parts["column"] = column = given["column_number"]
        if kind == Kind.SIZED:
            return parts | {"sizes": (given["size_from"], given["size_to"]), "values": self._range(column)}
        return parts | {"breaks": self._breaks(column, parts["method"], given)}

    def _range(self, column: str) -> tuple[float, float]:
        return (sized_range(self.layer, column) if column else None) or (0.0, 1.0)

    def _breaks(self, column: str, method: Method, given: dict[str, Any]) -> tuple[float, ...]:
        if method != Method.MANUAL:
            found = breaks_of(self.layer, column, method, given["classes"]) if column else ()
            if column and not found:
                self.add_error("column_number", _("All its values are the same: there is nothing to tell apart."))
            return found or (0.0,)
        typed = [read_number(part) for part in given["breaks"].split(";") if part.strip()]
        if None in typed:
            raise bad("breaks", given["breaks"], "100; 250; 1000")
        return tuple(number for number in typed if number is not None)

    def category_rows(self) -> list[CategoryRow]:
        """Return the values with their colours: as they were sent, or, of a column just chosen, the most frequent."""
        column = str(self["column_text"].value() or "")
        if not self.is_bound:
            style = self.layer.vector
            given = style.categories if style and style.kind == Kind.CATEGORISED else ()
            return [CategoryRow(n, one.value, one.colour, one.word) for n, one in enumerate(given)]
        if column and self.data.get("category-column") == column:
            return self._sent_rows()
        if self.columns.get(column) != "text" and column not in self.years:
            return []
        values = values_of(self.layer, column, MOST_VALUES)
        shades = colours(USUAL_VALUES, 9)
        return [CategoryRow(n, value[:120], shades[n % len(shades)], "") for n, value in enumerate(values)]

    def _sent_rows(self) -> list[CategoryRow]:
        rows = []
        for number in range(MOST_VALUES * 2):
            value = self.data.get(f"category-{number}-value")
            if value is None:
                break
            colour = self.data.get(f"category-{number}-colour", "")
            word = self.data.get(f"category-{number}-word", "").strip()[:120]
            rows.append(CategoryRow(number, value, colour if is_colour(colour) else "#9a9a9a", word))
        return rows

    @property
    def breaks_words(self) -> str:
        """The breaks of the style that was made, as they can be written by hand."""
        return _breaks_words(self.layer, self.style) if self.style else ""


def _breaks_words(layer: Layer, style: VectorStyle) -> str:
    of_years = is_year(layer, style.column)
    return "; ".join(number_words(one, is_year=of_years) for one in style.breaks)


def _said_of(layer: Layer, style: VectorStyle) -> dict[str, Any]:
    by_text = style.kind == Kind.CATEGORISED
    return {
        "kind": style.kind,
        "column_text": style.column if by_text else "",
        "column_number": "" if by_text else style.column,
        "method": style.method,
        "classes": style.classes if style.breaks else 5,
        "breaks": _breaks_words(layer, style),
        "ramp": style.ramp,
        "reversed": style.reversed,
        "colour": style.colour,
        "others": style.others,
        "opacity": round(style.opacity * 100),
        "outline": style.outline or style.colour,
        "width": style.width,
        "dash": style.dash,
        "size": style.size,
        "size_from": style.sizes[0],
        "size_to": style.sizes[1],
        "label": style.label,
        "min_zoom": style.min_zoom,
        "max_zoom": style.max_zoom,
    }
