"""Which roles need a second factor, and who is held back until there is one.

The policy asks: whoever is held back has no grants at all, so that no page, list or tile can forget to ask.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from cityops.policy.lines import Grant, Role


def check_settings() -> None:
    """Raise ImproperlyConfigured for a role that there is not: a typing error must not leave a door open."""
    unknown = sorted(set(settings.SECOND_FACTOR_ROLES) - set(Role.values))
    if unknown:
        raise ImproperlyConfigured(
            f"CITYOPS_SECOND_FACTOR_ROLES: {', '.join(unknown)}: the roles are {', '.join(Role.values)}"
        )


def is_demanded(grants: Iterable[Grant]) -> bool:
    """Whether one of the roles needs a second factor, now or after the time of grace."""
    return any(grant.role in settings.SECOND_FACTOR_ROLES for grant in grants)


def is_grace() -> bool:
    """Whether the day has not come from which it is demanded."""
    return settings.SECOND_FACTOR_FROM is not None and timezone.localdate() < settings.SECOND_FACTOR_FROM


def is_held_back(user: Any, grants: Iterable[Grant]) -> bool:
    """Whether this person's session has not shown the factor that a role of theirs needs.

    `is_unproven` is set where a session is read (`cityops.accounts.middleware`); commands and the worker have none.
    """
    return getattr(user, "is_unproven", False) and is_demanded(grants) and not is_grace()
