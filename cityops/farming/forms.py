"""What farmers and their helpers fill in. One form with and without JavaScript, one set of checks."""

import json
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from cityops.farming.actions import Farmer
from cityops.farming.commodities import Commodity
from cityops.farming.corners import LONGEST_TEXT, Ring, read_corners
from cityops.farming.models import FarmPlot
from cityops.farming.questions import Asker
from cityops.farming.seasons import season_label, season_on, seasons_around
from cityops.farming.shape import Look, check_look, look_at, plots_under, shape_of
from cityops.features.phones import is_phone_number

SAME_PLACE_DEG = 0.000001  # 11 cm: what corners are rounded to


def season_choices(also: str = "") -> list[tuple[str, str]]:
    """Return the seasons around today; `also`: one that a plot has already."""
    seasons = seasons_around(timezone.localdate())
    if also and also not in seasons:
        seasons.append(also)
    return [(season, season_label(season)) for season in seasons]


def commodity_choices() -> list[tuple[str, Any]]:
    """Return the crops, "something else" last."""
    return [("", _("Choose…")), *Commodity.choices]


class CornersField(forms.CharField):
    """Corners as text, one a line; gives the ring."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off", "class": "plot-corners"}
        )
        super().__init__(widget=widget, max_length=LONGEST_TEXT, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return a ring of longitudes and latitudes."""
        try:
            return read_corners(super().clean(value))
        except CityError as fault:
            raise forms.ValidationError(str(fault), code=fault.code) from fault


class PlotForm(forms.Form):
    """A plot: where, what grows there, whose it is.

    for_farmer: a helper types in a farmer's name and notes how they agreed. except_id: the plot that is changed.
    asker: whom an overlap is told, as long as they may be; None: nobody.
    `look`, after `is_valid`: what was found of the shape; None where it is no plot. `overlaps`: whether the question
    about the overlap is shown.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    corners = CornersField(
        label=_("Corners of the plot"),
        help_text=_("One corner a line, in the order in which you walk around the plot: -7.87123, 112.52679"),
        error_messages={"required": _("Draw the plot on the map, or type its corners.")},
    )
    commodity = forms.ChoiceField(
        label=_("What grows there?"),
        choices=commodity_choices,
        error_messages={"required": _("Choose what grows there.")},
    )
    season = forms.ChoiceField(label=_("Planting season"), choices=season_choices)
    name = forms.CharField(
        label=_("Farmer’s name"), max_length=120, error_messages={"required": _("Write the farmer’s name.")}
    )
    phone = forms.CharField(
        label=_("Telephone or WhatsApp"),
        max_length=30,
        required=False,
        validators=[is_phone_number],
    )
    group_name = forms.CharField(label=_("Farmer group (kelompok tani)"), max_length=120, required=False)
    consent = forms.CharField(
        label=_("How did the farmer agree?"),
        max_length=300,
        help_text=_("When and how, for instance: said yes on the field on 24 November, in front of the group’s head."),
        error_messages={"required": _("Note how the farmer agreed that you register the plot.")},
    )
    overlap_ok = forms.BooleanField(
        label=_("The edge is right"),
        help_text=_("Register it all the same; an extension worker looks at it with both farmers."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        asker: Asker | None = None,
        for_farmer: bool = False,
        except_id: int | None = None,
        season: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.asker, self.except_id, self.overlaps = asker, except_id, False
        self.look: Look | None = None
        if not for_farmer:
            del self.fields["consent"]
        cast(forms.ChoiceField, self.fields["season"]).choices = season_choices(season)
        self.fields["season"].initial = season_on(timezone.localdate())
        self.fields["name"].widget.attrs["autocomplete"] = "off" if for_farmer else "name"
        self.fields["phone"].widget.attrs |= {"autocomplete": "off" if for_farmer else "tel", "inputmode": "tel"}
        self.fields["phone"].widget.input_type = "tel"

    def clean(self) -> dict[str, Any]:
        """Look at the shape, and for overlaps where all else is right; one not confirmed is an error of its field."""
        data = super().clean() or {}
        if "corners" in data:
            try:
                self.look = look_at(shape_of(data["corners"]))
                check_look(self.look)
            except CityError as fault:
                self.add_error("corners", forms.ValidationError(str(fault), code=fault.code))
        self.overlaps = bool(data.get("overlap_ok")) or self._overlap_is_told()
        if self.overlaps and not data.get("overlap_ok"):
            words = _("It overlaps another plot. Tick this if its edge is right, or change it.")
            self.add_error("overlap_ok", forms.ValidationError(words, code="overlap_not_confirmed"))
        return data

    def _overlap_is_told(self) -> bool:
        if self.look is None or self.errors or self.asker is None or not self.asker.may_be_told():
            return False
        return bool(plots_under(self.look.geom, except_id=self.except_id))

    def says_what(self, plot: FarmPlot) -> bool:
        """Whether the same plot was sent as `plot`: pressed again, not new."""
        given = self.cleaned_data
        is_there = self.look is not None and self.look.geom.equals_exact(plot.geom, SAME_PLACE_DEG)
        return is_there and (given["commodity"], given["season"]) == (plot.commodity, plot.season)

    @property
    def ring(self) -> Ring:
        """The corners that were typed."""
        ring: Ring = self.cleaned_data["corners"]
        return ring

    @property
    def farmer(self) -> Farmer:
        """Who works the plot, as the actions take it."""
        given = {name: self.cleaned_data.get(name) or "" for name in ("name", "phone", "group_name", "consent")}
        return Farmer(**given)


class RingForm(forms.Form):
    """What is asked while a plot is drawn: a ring as JSON, [[lng, lat], …], or corners as typed.

    plot: the code of the one that is being changed.
    """

    ring = forms.CharField(max_length=LONGEST_TEXT, required=False)
    corners = forms.CharField(max_length=LONGEST_TEXT, required=False)
    plot = forms.CharField(max_length=20, required=False)

    def clean_ring(self) -> Ring | None:
        """Return the ring; None where none was given. Anything else than pairs of numbers is an error."""
        if not self.cleaned_data["ring"]:
            return None
        try:
            given = json.loads(self.cleaned_data["ring"])
            ring = [(float(lng), float(lat)) for lng, lat in given]
        except (ValueError, TypeError, RecursionError) as wrong:
            raise forms.ValidationError(_("The ring must be [[lng, lat], …].")) from wrong
        if not all(abs(lng) <= 180 and abs(lat) <= 90 for lng, lat in ring):  # NaN is no number either
            raise forms.ValidationError(_("The ring must be [[lng, lat], …]."))
        return ring
