"""Whether what somebody typed is there for a second try, where their move was refused because others came first."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cityops.features.gathering import batch


def is_kept(given: Mapping[str, Any]) -> bool:
    """Whether there were words or amounts among what was given, and their form comes back. That of many does not."""
    return batch() is None and any(isinstance(value, str | Decimal) and value for value in given.values())
