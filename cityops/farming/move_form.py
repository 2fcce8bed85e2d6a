"""The form of a move on a plot, made from what the workflow says it needs and takes."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.farming.commodities import Commodity
from cityops.farming.forms import season_choices
from cityops.farming.models import FarmerGroup, FarmPlot
from cityops.farming.workflow import WORKFLOW
from cityops.features.workflow import Move

_FARMER = _("The farmer will read this.")
_STAFF = _("Only staff will read this.")
READERS: dict[str, Promise] = {"return": _FARMER, "withdraw": _FARMER, "note": _STAFF}
QUESTIONS: dict[tuple[str, str], Promise] = {
    ("return", "reason"): _("What must the farmer mend?"),
    ("withdraw", "reason"): _("Why is this no plot any more?"),
    ("note", "text"): _("Note"),
}
LONGEST = 4000


class MoveForm(forms.Form):
    """Fields as the workflow's table names them, and `seen`: the version that was on the screen."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, move: Move, plot: FarmPlot) -> None:
        super().__init__(data, initial={"seen": plot.version}, auto_id=f"move-{move.verb}-%s", label_suffix="")
        self.move = move
        for name in (*move.needs, *move.takes):
            field = self._field(name, plot)
            field.required = name in move.needs
            field.label = str(QUESTIONS.get((move.verb, name), WORKFLOW.field_labels[name]))
            self.fields[name] = field
        first = next((name for name in self.fields if name != "seen"), None)
        if first:
            self.fields[first].widget.attrs["autofocus"] = True

    def _field(self, name: str, plot: FarmPlot) -> forms.Field:
        match name:
            case "commodity":
                return forms.ChoiceField(choices=Commodity.choices, initial=plot.commodity)
            case "season":
                return forms.ChoiceField(choices=season_choices(plot.season), initial=plot.season)
            case "group":
                groups = FarmerGroup.objects.filter(area_id=plot.area_id)
                return forms.ModelChoiceField(groups, initial=plot.group_id, empty_label=str(_("None")))
        widget = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(max_length=LONGEST, help_text=str(READERS.get(self.move.verb, "")), widget=widget)

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
