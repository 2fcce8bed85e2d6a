"""Icons of the sprite and badges of states, as template tags: a page has hundreds, too many for a template each."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BESIDE_WORDS = mark_safe(' aria-hidden="true"')


@register.simple_tag
def icon(name: str, classes: str = "", title: str = "", colour: str = "") -> SafeString:
    """Return the icon. title: what it says by itself; without one it only stands beside words. colour: CSS."""
    return format_html(
        '<svg class="icon{}"{}{}><use href="{}#{}"></use></svg>',
        f" {classes}" if classes else "",
        format_html(' color="{}"', colour) if colour else "",
        format_html(' role="img" aria-label="{}"', title) if title else _BESIDE_WORDS,
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def status_badge(sign: str, label: str, classes: str = "") -> SafeString:
    """Return the badge of a state. sign: new … archived; classes: status--pill, --large, --mark (words for the ear)."""
    return format_html(
        '<span class="status{}" data-status="{}"><svg class="status__mark" aria-hidden="true"><use href="{}#status-{}">'
        '</use></svg><span class="status__word">{}</span></span>',
        f" {classes}" if classes else "",
        sign,
        static("icons/sprite.svg"),
        sign,
        label,
    )
