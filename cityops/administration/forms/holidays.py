"""The form of a day off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Holiday


class HolidayForm(forms.Form):
    """A day of the city's own. Which day it is cannot be changed later: another day is another entry."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label=_("What day it is"), max_length=120)
    is_working = forms.TypedChoiceField(
        label=_("The city’s offices are"),
        choices=[("0", _("closed")), ("1", _("open, although the calendar says closed"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The decree or circular that says so, with its number.")
    )

    def __init__(self, data: Any = None, *, holiday: Holiday | None = None, initial: Any = None) -> None:
        if holiday is not None:
            working = "1" if holiday.is_working else "0"
            initial = {"day": holiday.date, "name": holiday.name, "is_working": working, "source": holiday.source}
        super().__init__(data, initial=initial, label_suffix="")
        if holiday is not None:
            del self.fields["day"]
