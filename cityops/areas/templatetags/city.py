"""The city for pages that are drawn without a request, such as those for faults of ours."""

from django import template

from cityops.areas.city import this_city as facts_of_city
from geodata.city.entries import City

register = template.Library()


@register.simple_tag
def this_city() -> City:
    """Return the facts of the city."""
    return facts_of_city()
