"""Whether something is late soon, for templates."""

from django import template

from cityops.agencies.working_time import late_soon_until
from cityops.features.dates import HasClock

register = template.Library()


@register.filter
def is_soon(feature: HasClock) -> bool:
    """Whether what is open is due by the end of the next working day, and not late yet."""
    return (
        feature.is_open
        and feature.due_at is not None
        and not feature.is_overdue
        and feature.due_at <= late_soon_until()
    )
