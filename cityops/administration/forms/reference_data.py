"""Forms about what the city's folder says first: agencies and categories."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cityops.administration.forms.people import NO_ADDRESS
from cityops.administration.forms.words import area_of_text, with_plain_lines
from cityops.agencies.models import Agency, Category, WorkingWeek

MOST_DAYS = 250  # working days: a year


class AgencyForm(forms.Form):
    """What is said of an agency."""

    name = forms.CharField(label=_("Name"), max_length=160)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    remit = forms.CharField(label=_("What it answers for"), max_length=2000, required=False, widget=area_of_text(3))
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("Residents read it on the pages of services and harvest offers."),
        validators=[RegexValidator(r"^[0-9+() ./-]{3,40}$", _("Write digits only, such as 0341 512 345."))],
    )
    email = forms.EmailField(label=_("E-mail"), required=False, error_messages={"invalid": NO_ADDRESS})
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    week = forms.ChoiceField(
        label=_("Working week"),
        choices=WorkingWeek.choices,
        widget=forms.RadioSelect,
        help_text=_("Counts for clocks that start from now on; target dates that are set stay."),
    )
    is_verified = forms.BooleanField(
        label=_("Name and contact are confirmed"),
        required=False,
        help_text=_("By somebody who works there. The list of agencies marks those that are not."),
    )

    def __init__(self, agency: Agency, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(agency, name) for name in self.base_fields}, label_suffix="")

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, by column."""
        return with_plain_lines(self.cleaned_data)


class CategoryForm(forms.Form):
    """Who answers for a category and how fast, whether it takes reports, and what residents are told."""

    agency = forms.ModelChoiceField(
        Agency.objects.order_by("short_name"),
        label=_("Agency that answers"),
        required=False,
        empty_label=_("None: the dispatcher forwards it"),
        help_text=_("New reports go there; those that are there stay where they are."),
    )
    target_days = forms.IntegerField(
        label=_("Target in working days, from the start of the work"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Counts for work that starts from now on; target dates that are set stay."),
    )
    is_open = forms.BooleanField(
        label=_("Takes reports"),
        required=False,
        help_text=_("If not, residents read the advice below instead of a form."),
    )
    is_public = forms.BooleanField(
        label=_("Its reports are on the public map"),
        required=False,
        help_text=_("Counts at once, for reports that are there as well."),
    )
    guidance = forms.CharField(
        label=_("Advice to residents, in Indonesian"), max_length=2000, required=False, widget=area_of_text(3)
    )
    guidance_en = forms.CharField(
        label=_("Advice to residents, in English"), max_length=2000, required=False, widget=area_of_text(3)
    )

    def __init__(self, category: Category, data: Any = None) -> None:
        initial = {name: getattr(category, name) for name in self.base_fields}
        super().__init__(data, initial={**initial, "agency": category.agency_id}, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """Ask where residents are to go instead."""
        data = super().clean() or {}
        if not data.get("is_open") and not data.get("guidance") and "guidance" not in self.errors:
            self.add_error("guidance", _("Say where residents should go instead, while no reports are taken."))
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, by column."""
        agency = self.cleaned_data["agency"]
        others = {name: value for name, value in self.cleaned_data.items() if name != "agency"}
        return {**with_plain_lines(others), "agency_id": agency.pk if agency else None}
