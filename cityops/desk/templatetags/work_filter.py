"""The check boxes of the filter panel, as a tag: a page has more than a hundred, too many for a template each."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cityops.desk.filter_parts import Option

register = template.Library()
MOST = 2000  # that are kept as they were drawn: each reader has the same
_CHECKED = mark_safe(" checked")


@register.simple_tag
def work_options(name: str, options: Iterable[Option]) -> SafeString:
    """Return a check box for each option of a key."""
    return mark_safe(
        "".join(_option(name, option.value, str(option.label), is_chosen=option.is_chosen) for option in options)
    )


@lru_cache(MOST, typed=True)  # the same words may be markup in one place and not in another
def _option(name: str, value: str, label: str, *, is_chosen: bool) -> SafeString:
    return format_html(
        '<label class="work__check"><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>',
        name,
        value,
        _CHECKED if is_chosen else "",
        label,
    )
