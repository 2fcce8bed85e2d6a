"""Where apps register their lines, and where the grants of a person come from."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cityops.policy.lines import Grant, Verb

_verbs: dict[tuple[str, str], Verb] = {}
_grants_of: Callable[[Any], Iterable[Grant]] | None = None


def register(*verbs: Verb) -> None:
    """Add lines; a line that is there already is a mistake."""
    for verb in verbs:
        key = (verb.kind, verb.name)
        if key in _verbs:
            raise ValueError(f"policy line {key} is registered twice")
        _verbs[key] = verb


def verb(kind: str, name: str) -> Verb:
    """Return a line; KeyError when nobody registered it."""
    return _verbs[kind, name]


def verbs() -> Iterator[Verb]:
    """All lines, by kind and verb."""
    yield from (_verbs[key] for key in sorted(_verbs))


def grants_come_from(source: Callable[[Any], Iterable[Grant]]) -> None:
    """Say how a user's memberships are read (registered by `cityops.agencies`, a higher floor)."""
    global _grants_of  # noqa: PLW0603
    _grants_of = source


def grants_of(user: Any) -> tuple[Grant, ...]:
    """Return what a user was granted; nothing for strangers and disabled accounts. Kept on the user for a request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active or _grants_of is None:
        return ()
    if not hasattr(user, "_policy_grants"):
        user._policy_grants = tuple(_grants_of(user))
    grants: tuple[Grant, ...] = user._policy_grants
    return grants
