"""What each move of staff on an offer asks, of one and of many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.agencies.bulk_form import OfMany
from cityops.agencies.hands import colleague_choices
from cityops.farming.offer_fields import AmountField, RupiahField
from cityops.farming.offer_workflow import WORKFLOW
from cityops.features import move_form


class OfferMoveForm(move_form.MoveForm):
    """What each verb asks the extension worker."""

    workflow = WORKFLOW
    readers = {"withdraw": _("Only staff will read this."), "hide": _("Only staff will read this.")}  # noqa: RUF012
    questions = {  # noqa: RUF012
        ("withdraw", "reason"): _("Why is it withdrawn?"),
        ("hide", "reason"): _("Why must this not be shown?"),
        ("change", "amount"): _("How much is left?"),
        ("assign", "assignee"): _("Whose work is this?"),
    }
    longest = 300

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return a price, an amount, colleagues to choose from, or words."""
        match name:
            case "assignee":
                return forms.ChoiceField(choices=lambda: colleague_choices(feature))
            case "price":
                return RupiahField(initial=feature.price, help_text=str(_("Empty means: to be agreed.")))
            case "amount":
                return AmountField(initial=feature.amount.normalize())
        return super().field_of(name, feature)


class BulkOfferForm(OfMany, OfferMoveForm):
    """What a verb asks for many offers at once."""
