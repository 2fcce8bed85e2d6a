"""A number as the reader's language writes it: all digits that it has, none that arithmetic made up."""

from decimal import Decimal

from django.utils.formats import number_format

DIGITS = 12  # that a float can be trusted with
WRITTEN_OUT = 16  # digits before or behind the point


def number_words(value: float, *, is_year: bool = False) -> str:
    """Return 1234.5 as "1.234,5" in Indonesian and "1,234.5" in English; a whole number without decimals.

    What is larger or smaller than anybody writes out has a power of ten. is_year: 2011 is written so in any language.
    """
    if is_year and float(value).is_integer():
        return str(int(value))
    exact = Decimal(f"{value:.{DIGITS}g}").normalize()
    if not exact.is_finite():
        return f"{'-' if value < 0 else ''}∞" if exact.is_infinite() else "–"
    if exact and not -WRITTEN_OUT < exact.adjusted() < WRITTEN_OUT:
        figures = number_format(exact.scaleb(-exact.adjusted()).normalize(), use_l10n=True)
        return f"{figures} × 10^{exact.adjusted()}"
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
    return number_format(exact, use_l10n=True, force_grouping=True)
