"""What a farmer, or a helper in their name, fills in to offer a harvest. One form with and without JavaScript."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.areas.forms import DesaField
from cityops.farming.actions.offers import Harvest, Seller
from cityops.farming.commodities import Commodity
from cityops.farming.models import Grade, HarvestOffer, OfferSeller, Unit
from cityops.farming.offer_fields import AmountField, RupiahField
from cityops.farming.weeks import week_from, week_in_words, week_name, weeks_from
from cityops.features.phones import is_phone_number

WEEKS_AHEAD = 27  # half a year: apples are promised early


def _week_choices() -> list[tuple[str, str]]:
    weeks = weeks_from(timezone.localdate(), WEEKS_AHEAD)
    words = [str(_("this week: %(days)s")) % {"days": week_in_words(weeks[0])}, *map(week_in_words, weeks[1:])]
    return [(week_name(monday), word) for monday, word in zip(weeks, words, strict=True)]


class OfferForm(forms.Form):
    """A harvest: what, how much, when, where, for how much, and who sells. A plot's place is never asked."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    commodity = forms.ChoiceField(label=_("What do you harvest?"), choices=[("", _("Choose…")), *Commodity.choices])
    variety = forms.CharField(
        label=_("Kind or variety"), max_length=60, required=False, help_text=_("For example: manalagi, granola.")
    )
    amount = AmountField(label=_("How much?"))
    unit = forms.ChoiceField(label=_("Counted in"), choices=Unit.choices, initial=Unit.KG)
    grade = forms.ChoiceField(label=_("Quality"), choices=[("", _("Not graded")), *Grade.choices], required=False)
    quality = forms.CharField(
        label=_("Quality in your words"),
        max_length=160,
        required=False,
        help_text=_("For example: five to a kilogram, organic, washed."),
    )
    ready_week = forms.ChoiceField(label=_("Ready in which week?"), choices=_week_choices)
    desa = DesaField(label=_("From which desa?"), empty_label=_("Choose…"))
    price = RupiahField(
        label=_("Price per unit in rupiah"),
        help_text=_("Empty means: to be agreed. Buyers look for a price."),
    )
    name = forms.CharField(label=_("Name of the seller"), max_length=120)
    phone = forms.CharField(
        label=_("Telephone or WhatsApp"),
        max_length=30,
        validators=[is_phone_number],
    )
    is_shown = forms.BooleanField(
        label=_("Show my name and number to buyers"),
        required=False,
        help_text=_("Without this only the extension worker (penyuluh) sees them, and passes buyers on to you."),
    )
    consent = forms.CharField(
        label=_("How did the farmer agree?"), max_length=300, help_text=_("For example: by telephone on 24 November.")
    )

    def __init__(self, data: Any = None, *, initial: Any = None, for_farmer: bool = False) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["desa"].required = True
        self.fields["phone"].widget.input_type = "tel"
        if not for_farmer:
            del self.fields["consent"]
            self.fields["name"].widget.attrs["autocomplete"] = "name"
            self.fields["phone"].widget.attrs["autocomplete"] = "tel"

    def clean(self) -> dict[str, Any]:
        """Ask for the name of what is in no list."""
        data = super().clean() or {}
        if data.get("commodity") == Commodity.LAIN and not data.get("variety"):
            self.add_error("variety", _("Say what it is."))
        return data

    @property
    def harvest(self) -> Harvest:
        """What is offered, as the action takes it."""
        data = self.cleaned_data
        monday = week_from(data["ready_week"])
        assert monday is not None  # one of the choices
        names = ("commodity", "variety", "amount", "unit", "grade", "quality", "price")
        return Harvest(**{name: data[name] for name in names}, ready_week=monday)

    @property
    def seller(self) -> Seller:
        """Who sells, as the action takes it."""
        data = self.cleaned_data
        return Seller(data["name"], data["phone"], data["is_shown"], data.get("consent", ""))


class PriceForm(forms.Form):
    """Price and amount as they are today, and whether buyers see who sells."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    price = RupiahField(label=_("Price per unit in rupiah"), help_text=_("Empty means: to be agreed."))
    amount = AmountField(label=_("How much is left?"))
    is_shown = forms.BooleanField(label=_("Show my name and number to buyers"), required=False)

    def __init__(self, data: Any = None, *, offer: HarvestOffer, seller: OfferSeller | None) -> None:
        initial = {"seen": offer.version, "price": offer.price, "amount": offer.amount.normalize()}
        super().__init__(data, initial=initial | {"is_shown": bool(seller and seller.is_shown)}, label_suffix="")
        if seller is None:
            del self.fields["is_shown"]
