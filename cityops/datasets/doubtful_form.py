"""Where a doubtful row belongs: one of the places that it may mean, a whole desa, or the pin."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cityops.areas.models import Area
from cityops.areas.places import place_from
from cityops.areas.queries import desa_of_city, point_inside
from cityops.datasets.models import DoubtfulRow
from cityops.errors import CityError

AREA, PIN = gettext_lazy("A whole desa or kelurahan"), gettext_lazy("Another place: the pin on the map")


class PlaceForm(forms.Form):
    """Where the row belongs: a candidate, a desa or the pin. like: how many other rows say the same of their place."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Which place is meant?"), required=False, widget=forms.RadioSelect, choices=()
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Desa or kelurahan"), required=False, queryset=Area.objects.none(), empty_label="–"
    )
    lat = forms.CharField(label=gettext_lazy("Latitude"), required=False, max_length=30)
    lng = forms.CharField(label=gettext_lazy("Longitude"), required=False, max_length=30)

    def __init__(self, data: Any = None, *, row: DoubtfulRow, like: int = 0) -> None:
        initial = {"choice": "0" if row.candidates else "area", "with_like": True}
        super().__init__(data, label_suffix="", initial=initial)
        self.like = like
        self.candidates: list[dict[str, Any]] = row.candidates
        choice, area = self.fields["choice"], self.fields["area"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(area, forms.ModelChoiceField)
        labels = [(str(n), one["label"]) for n, one in enumerate(self.candidates)]
        choice.choices = [
            *labels,
            ("area", AREA),
            ("pin", PIN),
        ]
        area.queryset = desa_of_city().exclude(geom=None)
        area.widget.attrs["class"] = "select"
        area.widget.choices = [("", "–"), *_by_kecamatan(area.queryset)]
        if like:
            label = _("Also for the other rows that say the same of their place: %(n)s") % {"n": like}
            self.fields["with_like"] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """Find the place. Without a script the degrees of the pin are typed."""
        data: dict[str, Any] = self.cleaned_data
        chosen = data.get("choice") or "pin"
        if self._contradicts(chosen):
            return data
        if chosen == "area":
            place = point_inside(data["area"]) if data.get("area") else None
            if place is None:
                self.add_error("area", _("Choose the desa or kelurahan, or another way above."))
            data["place"], data["is_only_desa"] = place, True
        elif chosen != "pin":
            one = self.candidates[int(chosen)]
            data["place"], data["is_only_desa"] = Point(one["lng"], one["lat"], srid=4326), one["is_desa"]
        else:
            try:
                data["place"] = place_from(*(data.get(name, "").replace(",", ".") for name in ("lng", "lat")))
            except CityError:
                self.add_error("choice", _("Put the pin on the map, or choose one of the places."))
        return data

    def _contradicts(self, chosen: str) -> bool:
        """Whether a place is given that is not the one that is chosen: which is meant, nobody may guess."""
        if self.data.get("area") and chosen != "area":
            words = _("You chose a desa here, but something else above. Choose “%(way)s” above, or empty this field.")
            self.add_error("area", words % {"way": AREA})
        if chosen != "pin" and any(self.data.get(name, "").strip() for name in ("lat", "lng")):
            words = _(
                "You gave degrees here, but chose something else above. Choose “%(way)s” above, or empty both fields."
            )
            self.add_error("lat", words % {"way": PIN})
        return bool(self.errors)


def _by_kecamatan(areas: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = groupby(areas, key=lambda area: str(area.parent or ""))
    return [(kecamatan, [(area.pk, str(area)) for area in inside]) for kecamatan, inside in groups]
