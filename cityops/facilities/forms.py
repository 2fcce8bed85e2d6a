"""What staff fill in about a facility. One form with and without JavaScript."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.gis.geos import Point
from django.core.validators import RegexValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Agency
from cityops.areas.forms import Degrees
from cityops.areas.neighbours import outside_advice
from cityops.areas.queries import area_at
from cityops.facilities.actions import Details
from cityops.facilities.hours import Opening
from cityops.facilities.models import Facility, FacilityKind

WEEK = range(7)


@dataclass(frozen=True)
class DayRow:
    """One weekday of the form, as it stands on the screen."""

    name: str
    opens: forms.BoundField
    closes: forms.BoundField


class ClockField(forms.TimeField):
    """A time of day, as "07:30" or, as it is written here, "07.30"."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(required=False, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], widget=widget, **kwargs)


class FacilityForm(forms.Form):
    """What a facility is, where it is, and when it is open: a weekday without times is closed."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=FacilityKind.choices)
    agency = forms.ModelChoiceField(
        Agency.objects.order_by("short_name"), label=_("Agency"), required=False, empty_label=_("None")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        validators=[RegexValidator(r"^[0-9+() ./-]{3,40}$", _("Write digits only, such as 0341 512 345."))],
    )
    lat = Degrees(label=_("Latitude"), most=90)
    lng = Degrees(label=_("Longitude"), most=180)
    is_sure = forms.BooleanField(
        label=_("The pin is exactly on the spot"),
        required=False,
        help_text=_("Until now the site is an estimate, and the map says so."),
    )
    closes_on_holidays = forms.BooleanField(label=_("Closed on public holidays and joint days off"), required=False)
    hours_note = forms.CharField(
        label=_("Note on the hours"),
        max_length=160,
        required=False,
        help_text=_("For example: a break, or days for certain services."),
    )

    def __init__(self, data: Any = None, *, facility: Facility | None = None, initial: Any = None) -> None:
        given = _said_of(facility) if facility else {"key": uuid4(), "closes_on_holidays": True, **(initial or {})}
        super().__init__(data, initial=given, label_suffix="")
        for day in WEEK:
            self.fields[f"opens_{day}"] = ClockField(label=_("Opens"))
            self.fields[f"closes_{day}"] = ClockField(label=_("Closes"))
        if facility is None or not facility.is_plausible:
            del self.fields["is_sure"]

    @property
    def days(self) -> list[DayRow]:
        """The rows of the week."""
        return [DayRow(str(WEEKDAYS[day]), self[f"opens_{day}"], self[f"closes_{day}"]) for day in WEEK]

    def clean(self) -> dict[str, Any]:
        """Find the place, in the city; refuse half a pair of times."""
        data = super().clean() or {}
        data["place"] = self._place(data)
        for day in WEEK:
            opens, closes = data.get(f"opens_{day}"), data.get(f"closes_{day}")
            if (opens is None) != (closes is None) and not {f"opens_{day}", f"closes_{day}"} & set(self.errors):
                missing = "opens" if opens is None else "closes"
                words = _("%(day)s: give both times, or none where it is closed.")
                self.add_error(f"{missing}_{day}", words % {"day": WEEKDAYS[day]})
        return data

    def _place(self, data: dict[str, Any]) -> Point | None:
        lng, lat = data.get("lng"), data.get("lat")
        if lng is None or lat is None:
            if not {"lng", "lat"} & set(self.errors):
                self.add_error("lat", _("Put the pin on the map, or give both coordinates."))
            return None
        place = Point(lng, lat, srid=4326)
        if area_at(place) is None:
            self.add_error("lat", outside_advice(place))
        return place

    @property
    def details(self) -> Details:
        """What was filled in, as the actions take it."""
        data = self.cleaned_data
        pairs = ((day, data.get(f"opens_{day}"), data.get(f"closes_{day}")) for day in WEEK)
        openings = tuple(Opening(day, opens, closes) for day, opens, closes in pairs if opens and closes)
        names = ("kind", "name", "agency", "address", "phone", "hours_note", "closes_on_holidays")
        return Details(**{name: data[name] for name in names}, openings=openings)


class RetireForm(forms.Form):
    """Why a facility is closed for good."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why, and where to go instead?"), max_length=300, help_text=_("Everyone will read this on its page.")
    )


def _said_of(facility: Facility) -> dict[str, Any]:
    given: dict[str, Any] = {
        "seen": facility.version,
        "lng": f"{facility.geom.x:.6f}",
        "lat": f"{facility.geom.y:.6f}",
        "agency": facility.agency_id,
    }
    for name in ("name", "kind", "address", "phone", "closes_on_holidays", "hours_note"):
        given[name] = getattr(facility, name)
    for one in facility.openings.all():
        given[f"opens_{one.weekday}"], given[f"closes_{one.weekday}"] = one.opens, one.closes
    return given
