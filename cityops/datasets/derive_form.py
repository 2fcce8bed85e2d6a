"""What somebody says of a layer that is to be worked out of heights."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Agency
from cityops.datasets.deriving import Derivation, audiences_of, proposed_names
from cityops.datasets.forms import offer_agencies
from cityops.datasets.models import Dataset
from cityops.datasets.queries import agencies_of
from geodata.readers.raster import Terrain
from layers.models import Audience

WHAT = (
    (Terrain.SLOPE, _("Slope: how steep it is, in degrees")),
    (Terrain.ASPECT, _("Aspect: where a slope looks to, in degrees from north")),
    (Terrain.HILLSHADE, _("Hillshade: a relief in the light of a low sun")),
)


class DeriveForm(forms.Form):
    """What is made; where the sun stands, for a hillshade; what a unit of height is; its name, and who sees it."""

    what = forms.ChoiceField(label=_("What is made"), choices=WHAT, widget=forms.RadioSelect, initial=Terrain.SLOPE)
    azimuth = forms.FloatField(
        label=_("Sun from, degrees"),
        min_value=0,
        max_value=360,
        initial=315,
        help_text=_("For a hillshade; 0 is north."),
    )
    altitude = forms.FloatField(
        label=_("Height of the sun, degrees"), min_value=1, max_value=90, initial=45, help_text=_("For a hillshade.")
    )
    z_factor = forms.FloatField(
        label=_("Metres in a unit of height"),
        min_value=0.0001,
        max_value=10_000,
        initial=1,
        help_text=_("1 for metres, 0.3048 for feet."),
    )
    label = forms.CharField(label=_("Name of the layer"), max_length=120, required=False)
    audience = forms.ChoiceField(
        label=_("Who sees it"),
        widget=forms.RadioSelect,
        initial=Audience.OWNER,
        help_text=_("At most those who see the layer that it is made of."),
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), required=False, empty_label=None)

    def __init__(self, data: Any = None, *, user: Any, source: Dataset) -> None:
        super().__init__(data, label_suffix="", auto_id="derive-%s")
        self.names = proposed_names(source)
        name, audience, agency = (self.fields[field] for field in ("label", "audience", "agency"))
        name.initial = self.names[Terrain.SLOPE]
        name.widget.attrs["data-proposed-names"] = json.dumps(self.names)  # read by static/js/ui/proposed-name.js
        may_see = audiences_of(source)
        mine = agencies_of(user)
        if may_see[-1] == Audience.AGENCY:
            mine = [one for one in mine if one.pk == source.agency_id]
        if not mine:
            may_see = [one for one in may_see if one != Audience.AGENCY]
        assert isinstance(audience, forms.ChoiceField)
        audience.choices = [(one.value, one.label) for one in may_see]
        agency.initial = mine[0].pk if mine else None
        offer_agencies(agency, mine)

    def clean(self) -> dict[str, Any]:
        """Call it what was proposed for what is made, where somebody chose no name of their own."""
        data = self.cleaned_data
        if "what" in data and data.get("label", "") in ("", *self.names.values()):
            data["label"] = self.names[data["what"]]
        return data

    def derivation(self) -> Derivation:
        """Return what was filled in of how it is made."""
        return Derivation(**{name: self.cleaned_data[name] for name in Derivation.__dataclass_fields__})

    def description(self) -> dict[str, Any]:
        """Return what was filled in of the layer that is made."""
        return {name: self.cleaned_data[name] for name in ("label", "audience", "agency")}
