"""Icons of the sprite and badges of states, as template tags: a page has hundreds, too many for a template each."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

MOST = 2000  # that are kept as they were drawn: there are few hundred, and each is asked for again and again
_BESIDE_WORDS = mark_safe(' aria-hidden="true"')


@register.simple_tag
def icon(name: str, classes: str = "", title: str = "", colour: str = "") -> SafeString:
    """Return the icon. title: what it says by itself; without one it only stands beside words. colour: CSS."""
    return _icon(name, classes, str(title), colour)


@register.simple_tag
def status_badge(sign: str, label: str, classes: str = "") -> SafeString:
    """Return the badge of a state. sign: new … archived; classes: status--pill, --large, --mark (words for the ear)."""
    return _badge(sign, str(label), classes)


@lru_cache(1)
def _sprite() -> str:
    return static("icons/sprite.svg")


@lru_cache(MOST, typed=True)  # the same words may be markup in one place and not in another
def _icon(name: str, classes: str, title: str, colour: str) -> SafeString:
    return format_html(
        '<svg class="icon{}"{}{}><use href="{}#{}"></use></svg>',
        f" {classes}" if classes else "",
        format_html(' color="{}"', colour) if colour else "",
        format_html(' role="img" aria-label="{}"', title) if title else _BESIDE_WORDS,
        _sprite(),
        name,
    )


@lru_cache(MOST, typed=True)  # the same words may be markup in one place and not in another
def _badge(sign: str, label: str, classes: str) -> SafeString:
    return format_html(
        '<span class="status{}" data-status="{}"><svg class="status__mark" aria-hidden="true"><use href="{}#status-{}">'
        '</use></svg><span class="status__word">{}</span></span>',
        f" {classes}" if classes else "",
        sign,
        _sprite(),
        sign,
        label,
    )
