"""A field of a file that says yes or no."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from cityops.features.imports import Choice

YES, NO = "yes", "no"


def yes_or_no() -> Sequence[Choice]:
    """Return the choices."""
    return ((NO, _("No")), (YES, _("Yes")))


def names_of_yes_and_no() -> Iterable[Sequence[str]]:
    """Return what lists write for them."""
    return ((YES, "ya", "y", "true", "1", "benar"), (NO, "tidak", "bukan", "t", "n", "false", "0", "salah"))
