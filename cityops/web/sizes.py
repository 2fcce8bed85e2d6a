"""How large a file is, in words: 4,2 KB. `static/js/ui/file-size.js` spells it alike before a file is sent."""

from math import log2

from django import template
from django.utils.formats import number_format
from django.utils.translation import ngettext

register = template.Library()
UNIT = 1024
UNITS = ("KB", "MB", "GB")


@register.filter
def file_size(size: int) -> str:
    """Return "34 byte", "4,2 KB", "1,0 GB": one decimal, in the reader's style."""
    if size < UNIT:
        return ngettext("%(n)s byte", "%(n)s bytes", size) % {"n": size}
    power = min(len(UNITS), int(log2(size)) // 10)
    return f"{number_format(round(size / UNIT**power, 1), 1, use_l10n=True)}\N{NO-BREAK SPACE}{UNITS[power - 1]}"
