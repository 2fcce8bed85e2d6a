"""What somebody says of a layer that is to be worked out of heights."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.datasets.deriving import Derivation
from cityops.datasets.models import Dataset
from geodata.readers.raster import Terrain
from layers.models import Audience

WHAT = (
    (Terrain.SLOPE, _("Slope: how steep it is, in degrees")),
    (Terrain.ASPECT, _("Aspect: where a slope looks to, in degrees from north")),
    (Terrain.HILLSHADE, _("Hillshade: a relief in the light of a low sun")),
)


class DeriveForm(forms.Form):
    """What is made, how it is called and who sees it; the sun of a hillshade; what a unit of height is."""

    what = forms.ChoiceField(label=_("What is made"), choices=WHAT, widget=forms.RadioSelect, initial=Terrain.SLOPE)
    label = forms.CharField(
        label=_("Name of the layer"),
        max_length=120,
        required=False,
        help_text=_("Left empty: what is made, and of which layer."),
    )
    audience = forms.ChoiceField(label=_("Who sees it"), widget=forms.RadioSelect, initial=Audience.OWNER)
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

    def __init__(self, data: Any = None, *, source: Dataset) -> None:
        """Offer to show it to no more people than see what it is made of."""
        super().__init__(data, label_suffix="", auto_id="derive-%s")
        audiences = list(Audience)
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in audiences[: audiences.index(Audience(source.audience)) + 1]]

    def derivation(self) -> Derivation:
        """Return what is to be made."""
        names = ("what", "azimuth", "altitude", "z_factor")
        return Derivation(**{name: self.cleaned_data[name] for name in names})
