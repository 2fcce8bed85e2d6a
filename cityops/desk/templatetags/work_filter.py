"""The check boxes of the filter panel, as a tag: a page has more than a hundred, too many for a template each."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from cityops.desk.filter_parts import Option

register = template.Library()
_CHECKED = mark_safe(" checked")


@register.simple_tag
def work_options(name: str, options: Iterable[Option]) -> SafeString:
    """Return a check box for each option of a key."""
    return format_html_join(
        "",
        '<label class="work__check"><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>',
        ((name, option.value, _CHECKED if option.is_chosen else "", option.label) for option in options),
    )
