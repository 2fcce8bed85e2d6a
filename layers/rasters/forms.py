"""What somebody fills in about a raster's look: one form with and without JavaScript, which finds ends anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from layers.number_words import number_words
from layers.rasters.class_rows import ClassRow, classes_said, rows_of, sent_rows, with_room
from layers.rasters.ends import Ends
from layers.rasters.look import RasterLook
from layers.rasters.registry import RasterLayer
from layers.rasters.style import Classes, Hillshade, Ramp, Stretch, read_style
from layers.rasters.suggest import suggested_classes
from layers.styles.errors import BadStyle
from layers.styles.ramps import ORDERED

RAMP, PICTURE, SHADE, CLASSES = "ramp", "picture", "hillshade", "classes"
KINDS = {
    RAMP: _("Along a ramp"),
    PICTURE: _("Picture of three bands"),
    SHADE: _("Shaded relief"),
    CLASSES: _("Table of classes"),
}
ENDS = {
    Ends.PERCENT: _("2nd to 98th percentile"),
    Ends.MINMAX: _("Least to most"),
    Ends.SIGMA: _("Mean ± 2 standard deviations"),
    Ends.HAND: _("By hand"),
}
LIGHTS = (("red", _("Red")), ("green", _("Green")), ("blue", _("Blue")))
STEPS = (0, 3, 4, 5, 6, 7, 8, 9, 10, 12)
# Where the form asks otherwise than the style is stored.
PLACES = {"min": "least", "max": "most", "drawn": "kind"} | {
    f"ranges[{n}]{end}": f"{light}_{name}"
    for n, (light, _word) in enumerate(LIGHTS)
    for end, name in (("", "most"), ("[0]", "least"), ("[1]", "most"))
}


def _slider(label: Any, least: float, most: float, step: float = 1) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"type": "range", "step": step})
    return forms.FloatField(label=label, min_value=least, max_value=most, widget=widget)


def _value(label: Any) -> forms.FloatField:
    """Return a field for a value of the raster, written as the reader's language writes numbers."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.FloatField(label=label, required=False, localize=True, widget=widget)


class RasterStyleForm(forms.Form):
    """The look of one raster: it offers the raster's own bands, and what can be made of them."""

    kind = forms.ChoiceField(label=_("Drawn"), widget=forms.RadioSelect)
    band = forms.ChoiceField(label=_("Band"))
    red = forms.ChoiceField(label=_("Red"))
    green = forms.ChoiceField(label=_("Green"))
    blue = forms.ChoiceField(label=_("Blue"))
    ends = forms.ChoiceField(label=_("Stretch"), choices=list(ENDS.items()))
    least = _value(_("Least"))
    most = _value(_("Most"))
    red_least, red_most = _value(_("Red, least")), _value(_("Red, most"))
    green_least, green_most = _value(_("Green, least")), _value(_("Green, most"))
    blue_least, blue_most = _value(_("Blue, least")), _value(_("Blue, most"))
    gamma = _slider(_("Brightness"), 0.3, 3, 0.1)
    ramp = forms.ChoiceField(label=_("Colours"), choices=[(name, name) for name in ORDERED], widget=forms.RadioSelect)
    reversed = forms.BooleanField(label=_("The other way round"), required=False)
    steps = forms.TypedChoiceField(
        label=_("Levels"), coerce=int, choices=[(0, _("Smooth")), *((n, n) for n in STEPS[1:])]
    )
    azimuth = _slider(_("Sun from (0 is north, 90 east)"), 0, 360, 5)
    altitude = _slider(_("Height of the sun, degrees"), 0, 90, 5)
    exaggeration = _slider(_("Exaggeration"), 0.5, 10, 0.5)
    opacity = _slider(_("Opacity"), 0, 100, 5)
    min_zoom = forms.IntegerField(label=_("From zoom"), min_value=0, max_value=20)
    max_zoom = forms.IntegerField(label=_("To zoom"), min_value=0, max_value=20)

    def __init__(self, data: Any = None, *, layer: RasterLayer) -> None:
        self.layer = layer
        self.look: RasterLook | None = None
        super().__init__(data, initial=None if data else _said_of(layer), label_suffix="")
        bands = [(str(n), _("Band %(n)s") % {"n": n}) for n in range(1, len(layer.bands) + 1)]
        for name in ("band", *(light for light, _word in LIGHTS)):
            self._offer(name, bands)
        kinds = dict(KINDS)
        if len(bands) < len(LIGHTS):
            del kinds[PICTURE]
            for light, _word in LIGHTS:
                for name in (light, f"{light}_least", f"{light}_most"):
                    del self.fields[name]
        self._offer("kind", list(kinds.items()))

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def kind_now(self) -> str:
        """What is chosen of the kinds: which part of the form is shown."""
        return str(self["kind"].value() or RAMP)

    def clean(self) -> dict[str, Any]:
        """Make the look, its ends and its classes; what it cannot be is said beside the field."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        try:
            drawn = read_style(self._drawn(given), bands=len(self.layer.bands))
            look = RasterLook(
                drawn, Ends(given["ends"]), given["opacity"] / 100, given["min_zoom"], given["max_zoom"]
            ).for_bands(self.layer.bands)
        except BadStyle as fault:
            part = str(fault.data["field"])
            name = PLACES.get(part, part)
            self.add_error(name if name in self.fields else None, str(fault))
        else:
            self.look = look
            self._write_down(look)
        return given

    def _drawn(self, given: dict[str, Any]) -> dict[str, Any]:
        kind = given["kind"]
        if kind == PICTURE:
            is_by_hand = given["ends"] == Ends.HAND
            lights = [light for light, _word in LIGHTS]
            ranges = [
                self._pair(given[f"{light}_least"], given[f"{light}_most"], is_by_hand=is_by_hand) for light in lights
            ]
            bands = [int(given[light]) for light in lights]
            return {"kind": "stretch", "bands": bands, "ranges": ranges, "gamma": given["gamma"]}
        said: dict[str, Any] = {"kind": kind, "band": int(given["band"])}
        if kind == SHADE:
            return said | {name: given[name] for name in ("azimuth", "altitude", "exaggeration")}
        if kind == CLASSES:
            return said | {"classes": classes_said(self.class_rows())}
        least, most = self._pair(given["least"], given["most"], is_by_hand=given["ends"] == Ends.HAND)
        named = {"ramp": given["ramp"], "reversed": given["reversed"], "steps": given["steps"]}
        return said | named | {"min": least, "max": most}

    @staticmethod
    def _pair(least: float | None, most: float | None, *, is_by_hand: bool) -> list[Any]:
        """Return two ends; where they are found from the figures any will do until then."""
        return [least, most] if is_by_hand else [0.0, 1.0]

    def _write_down(self, look: RasterLook) -> None:
        """Let the fields for the ends say those that were found: whoever goes on by hand begins with them."""
        self.data = {name: self.data[name] for name in self.data} | _ends_said(look)

    def class_rows(self) -> list[ClassRow]:
        """Return the classes: as they were sent, or, for a band just chosen, those that are suggested."""
        if not self.is_bound:
            style = self.layer.style
            return rows_of(style.classes) if isinstance(style, Classes) else []
        band = str(self["band"].value() or "")
        if self.data.get("class-band") == band and (rows := sent_rows(self.data)):
            return rows
        if self.kind_now != CLASSES or not (band.isdigit() and 1 <= int(band) <= len(self.layer.bands)):
            return []
        return rows_of(suggested_classes(self.layer.bands[int(band) - 1]))

    def class_rows_shown(self) -> list[ClassRow]:
        """Return the rows of the table, with room for one more."""
        return with_room(self.class_rows())


def _said_of(layer: RasterLayer) -> dict[str, Any]:
    look, style = layer.look, layer.style
    said: dict[str, Any] = {
        "kind": RAMP,
        "band": str(style.bands[0]),
        "ends": look.ends,
        "gamma": 1.0,
        "ramp": "viridis",
        "steps": 0,
        "azimuth": 315,
        "altitude": 45,
        "exaggeration": 1,
        "opacity": round(look.opacity * 100),
        "min_zoom": look.min_zoom,
        "max_zoom": look.max_zoom,
    }
    said |= {light: str(min(number, len(layer.bands))) for number, (light, _word) in enumerate(LIGHTS, 1)}
    match style:
        case Ramp():
            said |= {"ramp": style.ramp, "reversed": style.is_reversed, "steps": style.steps}
        case Stretch(bands=(red, green, blue)):
            said |= {"kind": PICTURE, "gamma": style.gamma, "red": str(red), "green": str(green), "blue": str(blue)}
        case Stretch():
            said |= {"ramp": "Greys", "reversed": True}
        case Hillshade():
            said |= {"kind": SHADE, "azimuth": style.azimuth, "altitude": style.altitude}
            said |= {"exaggeration": style.exaggeration}
        case Classes():
            said |= {"kind": CLASSES}
    return said | _ends_said(look)


def _ends_said(look: RasterLook) -> dict[str, str]:
    match look.drawn:
        case Ramp() as style:
            return {"least": number_words(style.min), "most": number_words(style.max)}
        case Stretch(bands=(_red, _green, _blue)) as style:
            named = zip(LIGHTS, style.ranges, strict=True)
            return {
                f"{light}_{end}": number_words(value)
                for (light, _word), ends in named
                for end, value in zip(("least", "most"), ends, strict=True)
            }
        case Stretch() as style:
            return {"least": number_words(style.ranges[0][0]), "most": number_words(style.ranges[0][1])}
        case _:
            return {}
