"""What people say of data: what it is, where it comes from, who sees it. One form, with and without JavaScript."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Agency
from cityops.datasets.actions.upload import Description
from cityops.datasets.models import Licence
from cityops.datasets.queries import agencies_of
from layers.models import Audience


def offer_agencies(field: forms.Field, agencies: Sequence[Agency]) -> None:
    """Let one of some agencies be chosen; the field is on no screen where there is nothing to choose."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies]).order_by("short_name")
    if len(agencies) < 2:
        field.widget = forms.HiddenInput()


class DescriptionForm(forms.Form):
    """What the data is, where it comes from, and who sees it."""

    label = forms.CharField(label=_("Name of the layer"), max_length=120)
    about = forms.CharField(
        label=_("What it shows"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False, help_text=_("Who made it, and how."))
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices)
    dated = forms.DateField(
        label=_("Date of the data"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When it was true, not when it is uploaded."),
    )
    audience = forms.ChoiceField(label=_("Who sees it"), choices=Audience.choices, widget=forms.RadioSelect)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), required=False, empty_label=None)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        offer_agencies(self.fields["agency"], agencies_of(user))

    def description(self) -> Description:
        """Return what was filled in."""
        said = {name: self.cleaned_data[name] for name in Description.__dataclass_fields__}
        if said["audience"] == Audience.AGENCY and said["agency"] is None:
            said["agency"] = self.initial.get("agency_object")
        return Description(**said)

    def said_so_far(self) -> dict[str, Any]:
        """Return what was sent and can be kept, though other things are still missing."""
        return {
            name: self.cleaned_data[name]
            for name in Description.__dataclass_fields__
            if name in self.data and name in self.cleaned_data
        }


def said_of(described: Any) -> dict[str, Any]:
    """Return what a form about an upload or a dataset begins with."""
    names = ("label", "about", "source", "licence", "dated", "audience", "agency")
    return {name: getattr(described, name) for name in names} | {"agency_object": described.agency}
