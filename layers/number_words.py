"""A number as the reader's language writes it: all digits that it has, none that arithmetic made up."""

from decimal import Decimal

from django.utils.formats import number_format

DIGITS = 12  # that a float can be trusted with


def number_words(value: float) -> str:
    """Return 1234.5 as "1.234,5" in Indonesian and "1,234.5" in English; a whole number without decimals."""
    exact = Decimal(f"{value:.{DIGITS}g}").normalize()
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
    return number_format(exact, use_l10n=True, force_grouping=True)
