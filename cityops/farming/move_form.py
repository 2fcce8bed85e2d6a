"""The form of a move on a plot."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.agencies.bulk_form import OfMany
from cityops.agencies.hands import colleague_choices
from cityops.farming.commodities import Commodity
from cityops.farming.forms import season_choices
from cityops.farming.models import FarmerGroup
from cityops.farming.workflow import WORKFLOW
from cityops.features import move_form

_FARMER = _("The farmer will read this.")


class MoveForm(move_form.MoveForm):
    """What each verb asks the extension worker."""

    workflow = WORKFLOW
    readers = {"return": _FARMER, "withdraw": _FARMER, "note": _("Only staff will read this.")}  # noqa: RUF012
    questions = {  # noqa: RUF012
        ("return", "reason"): _("What must the farmer mend?"),
        ("withdraw", "reason"): _("Why is this no plot any more?"),
        ("assign", "assignee"): _("Whose work is this?"),
        ("note", "text"): _("Note"),
    }
    longest = 4000

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return crops, seasons, groups or colleagues to choose from, or words."""
        match name:
            case "assignee":
                return forms.ChoiceField(choices=lambda: colleague_choices(feature))
            case "commodity":
                return forms.ChoiceField(choices=Commodity.choices, initial=feature.commodity)
            case "season":
                return forms.ChoiceField(choices=season_choices(feature.season), initial=feature.season)
            case "group":
                groups = FarmerGroup.objects.filter(area_id=feature.area_id)
                return forms.ModelChoiceField(groups, initial=feature.group_id, empty_label=str(_("None")))
        return super().field_of(name, feature)


class BulkMoveForm(OfMany, MoveForm):
    """What a verb asks for many plots at once."""
