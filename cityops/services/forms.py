"""What residents fill in. One form with and without JavaScript, one set of checks."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cityops.areas.city import this_city
from cityops.areas.forms import Degrees, DesaField
from cityops.areas.models import Area
from cityops.areas.neighbours import outside_advice
from cityops.areas.queries import area_at, point_inside
from cityops.features.codes import clean_code
from cityops.features.phones import is_phone_number
from cityops.services.actions import Contact
from cityops.services.models import Service, ServiceRequest

LONGEST_NOTE = 2000
SAME_PLACE_DEG = 0.000001  # 11 cm: what the script rounds to


class RequestForm(forms.Form):
    """Where, what, and who asks."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    desa = DesaField(
        label=_("Desa or kelurahan"), empty_label=_("Choose…"), error_messages={"required": _("Say where it is.")}
    )
    lat = Degrees(label=_("Latitude"), most=90)
    lng = Degrees(label=_("Longitude"), most=180)
    plot_code = forms.CharField(
        label=_("Code of your farm plot"),
        help_text=_("If the plot is on the map already: the code that you got for it."),
        max_length=20,
        required=False,
    )
    note = forms.CharField(
        label=_("What do you need?"),
        help_text=_("In a few words. Leave out your NIK and numbers of cards: the officer sees them at the office."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a few words what you need.")},
    )
    name = forms.CharField(
        label=_("Your name"), max_length=120, error_messages={"required": _("Write your name, as on your KTP.")}
    )
    phone = forms.CharField(
        label=_("Telephone or WhatsApp"),
        help_text=_("For an officer who must ask you something. This or an e-mail address is needed."),
        max_length=30,
        required=False,
        validators=[is_phone_number],
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("We write when something happens with your request.")
    )
    consent = forms.BooleanField(
        label=_("I agree that the office may use this to handle my request."),
        error_messages={"required": _("Without your consent the office may not work on it. Tick the box.")},
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service
        for field, value in {"name": "name", "email": "email", "phone": "tel"}.items():
            self.fields[field].widget.attrs["autocomplete"] = value
        self.fields["phone"].widget.input_type = "tel"

    def clean_plot_code(self) -> str:
        """Return the code as codes are written, or say that it is none."""
        typed: str = self.cleaned_data["plot_code"].strip()
        code = clean_code(typed, this_city().public_code_prefix) if typed else ""
        if code is None:
            raise forms.ValidationError(_("This is no code. Leave it empty if you are not sure."))
        return code

    def clean(self) -> dict[str, Any]:
        """Find the place, in the city; want a way to reach the person."""
        data = super().clean() or {}
        if not (data.get("phone") or data.get("email")) and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Leave a telephone number or an e-mail address, so that we can reach you."))
        data["place"], data["is_only_desa"] = self._place(data)
        return data

    def _place(self, data: dict[str, Any]) -> tuple[Point | None, bool]:
        lng, lat, desa = data.get("lng"), data.get("lat"), data.get("desa")
        if lng is not None and lat is not None:
            place = Point(lng, lat, srid=4326)
            if area_at(place) is None:
                self.add_error("lat", outside_advice(place))
            return place, False
        if isinstance(desa, Area):
            return point_inside(desa), True
        if not {"lng", "lat", "desa"} & set(self.errors):
            self.add_error("desa", _("Say where it is: choose a desa, or give both coordinates."))
        return None, False

    def says_what(self, request: ServiceRequest) -> bool:
        """Whether the same was sent as `request`: pressed again, not new."""
        place, words = self.cleaned_data.get("place"), getattr(request, "words", None)
        is_there = place is not None and place.equals_exact(request.geom, SAME_PLACE_DEG)
        note = str(self["note"].value() or "").strip()
        return is_there and self.service == request.service and note == (words.note if words else "")

    @property
    def contact(self) -> Contact:
        """Who asks."""
        data = self.cleaned_data
        language = (get_language() or "id")[:2]
        return Contact(name=data["name"], phone=data["phone"], email=data["email"], language=language)


class WordForm(forms.Form):
    """What the resident answers."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
