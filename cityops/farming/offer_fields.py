"""Price and amount as people write them."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_RUPIAH = 100_000_000


class RupiahField(forms.CharField):
    """Whole rupiah, as people write them: 8500, 8.500, Rp 8.500."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """Return a whole number, or None."""
        text = re.sub(r"(?i)^rp\.?|\s", "", super().clean(value))
        if not text:
            return None
        if not re.fullmatch(r"\d+|\d{1,3}([.,]\d{3})+", text):
            raise forms.ValidationError(_("Write whole rupiah, such as 8500 or 8.500."))
        rupiah = int(re.sub(r"\D", "", text))
        if not 0 < rupiah <= MOST_RUPIAH:
            raise forms.ValidationError(_("Write a price between 1 and 100 million rupiah."))
        return rupiah


class AmountField(forms.DecimalField):
    """How much, with a comma or a point."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=9, decimal_places=2, min_value=0.01, localize=True, **kwargs)
        self.error_messages["min_value"] = _("Write an amount above zero, such as 25 or 12.5.")
        self.widget.attrs["inputmode"] = "decimal"
