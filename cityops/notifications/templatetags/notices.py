"""The number in the staff's header."""

from typing import Any

from django import template

from cityops.notifications.notices import MOST_SHOWN, unread_of
from cityops.policy.registry import grants_of

register = template.Library()


@register.simple_tag
def unread_notices(user: Any) -> str | None:
    """Return how many notices wait, in few characters; "" for none, None for who is no member of the staff."""
    if not grants_of(user):
        return None
    number = unread_of(user)
    return f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number or "")
