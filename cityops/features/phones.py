"""Telephone numbers as residents write them."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

is_phone_number = RegexValidator(r"^[0-9+() .-]{6,30}$", _("Write the whole number in digits, such as 0812 3456 7890."))
