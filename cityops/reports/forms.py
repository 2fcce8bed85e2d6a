"""What residents fill in. One form with and without JavaScript, one set of checks."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Category, CategoryKind
from cityops.areas.forms import Degrees, DesaField
from cityops.areas.models import Area
from cityops.areas.neighbours import outside_advice
from cityops.areas.queries import area_at, point_inside
from cityops.features.phones import is_phone_number
from cityops.reports.actions import Contact
from cityops.reports.models import Report

LONGEST_TEXT = 4000
SAME_PLACE_DEG = 0.000001  # 11 cm: what the script rounds to


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the leaves of the category tree, closed ones too: they answer with their guidance."""

    def __init__(self, **kwargs: Any) -> None:
        leaves = Category.objects.filter(children=None).select_related("agency")
        super().__init__(leaves, widget=forms.RadioSelect, **kwargs)


class SeveralFiles(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class ReportForm(forms.Form):
    """A complaint, need or question: where, what, and who sends it. Photos are received under `key` by the view."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    desa = DesaField(
        label=_("Desa or kelurahan"), empty_label=_("Choose…"), error_messages={"required": _("Say where it is.")}
    )
    lat = Degrees(label=_("Latitude"), most=90)
    lng = Degrees(label=_("Longitude"), most=180)
    kind = forms.ChoiceField(choices=CategoryKind.choices, initial=CategoryKind.COMPLAINT, required=False)
    category = CategoryField(label=_("What is it about?"), error_messages={"required": _("Choose what it is about.")})
    text = forms.CharField(
        label=_("What is the matter?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write in a few words what is the matter.")},
    )
    need_service = forms.CharField(label=_("Which service or facility is needed?"), max_length=160, required=False)
    need_for = forms.CharField(label=_("For whom?"), max_length=160, required=False)
    photos = forms.Field(label=_("Photos"), required=False, widget=SeveralFiles)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("We write when something happens with your report.")
    )
    phone = forms.CharField(
        label=_("Telephone or WhatsApp"),
        help_text=_("For an officer who must ask you something; news comes by e-mail only."),
        max_length=30,
        required=False,
        validators=[is_phone_number],
    )
    similar_seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        autocomplete = {"name": "name", "email": "email", "phone": "tel"}
        for field, value in autocomplete.items():
            self.fields[field].widget.attrs["autocomplete"] = value
        self.fields["phone"].widget.input_type = "tel"

    def clean(self) -> dict[str, Any]:
        """Find the place, in the city; refuse a closed category with its guidance."""
        data = super().clean() or {}
        category = data.get("category")
        if category and not category.is_open:
            closed = _("Reports on “%(category)s” are not taken here. %(advice)s")
            self.add_error("category", closed % {"category": category.label, "advice": category.advice})
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

    def says_what(self, report: Report) -> bool:
        """Whether the same words on the same category and place were sent as `report`: pressed again, not new."""
        place, category = self.cleaned_data.get("place"), self.cleaned_data.get("category")
        text = str(self["text"].value() or "").strip()
        is_there = place is not None and place.equals_exact(report.geom, SAME_PLACE_DEG)
        return text == report.words.text and category == report.category and is_there

    @property
    def contact(self) -> Contact | None:
        """How to reach the reporter, or None: anonymous is the default."""
        given = {name: self.cleaned_data.get(name) or "" for name in ("name", "email", "phone")}
        return Contact(**given, language=(get_language() or "id")[:2]) if any(given.values()) else None


class WordForm(forms.Form):
    """What the reporter adds later."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
