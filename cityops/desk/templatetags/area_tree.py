"""The tree of areas with counts, as a tag: a template that includes itself is a context more for each kecamatan."""

from collections.abc import Iterable

from django import template
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cityops.desk.area_tree import Node

register = template.Library()


@register.simple_tag
def area_tree(nodes: Iterable[Node], label: str = "") -> SafeString:
    """Return the nodes as nested lists of links."""
    named = f' aria-label="{escape(label)}"' if label else ""
    return mark_safe(f'<ul class="tree"{named}>{"".join(map(_branch, nodes))}</ul>')


def _branch(node: Node) -> str:
    current = ' aria-current="true"' if node["is_current"] else ""
    below = area_tree(node["children"]) if node["children"] else ""
    return (
        f'<li><a class="tree__row" href="{escape(node["url"])}" data-area="{escape(node["code"])}"{current}>'
        f'<span class="truncate">{escape(node["name"])}</span>'
        f'<span class="tree__count">{localize(node["count"])}</span></a>{below}</li>\n'
    )
