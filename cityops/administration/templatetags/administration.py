"""Whether the menu leads to administration."""

from typing import Any

from django import template

from cityops.administration.policy import administers_anything

register = template.Library()


@register.filter
def administers(user: Any) -> bool:
    """Whether a person has anything to do in administration."""
    return administers_anything(user)
