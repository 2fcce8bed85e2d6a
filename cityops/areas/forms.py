"""Fields in which a place is given: degrees by hand, or a desa by name. All kinds of features share them."""

import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.areas.queries import desa_of_city


class Degrees(forms.CharField):
    """Decimal degrees, with a comma or a point."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=30, **kwargs)
        self.most = most
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> float | None:
        """Return a finite number within ±most, or None."""
        text = super().clean(value).strip().replace(",", ".")
        if not text:
            return None
        try:
            degrees = float(text)
        except ValueError:
            degrees = math.nan
        if not abs(degrees) <= self.most:
            raise forms.ValidationError(_("Write degrees as a number, such as -7.871 or 112.526."))
        return degrees


class DesaField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A desa or kelurahan, by kecamatan."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(desa_of_city().filter(geom__isnull=False), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name and kecamatan, as people say where they live."""
        return f"{obj} ({obj.parent.name})"
