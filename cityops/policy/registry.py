"""Where apps register their lines, and where the grants of a person come from."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cityops.policy.lines import Grant, Verb

_verbs: dict[tuple[str, str], Verb] = {}
_grants_of: Callable[[Any], Iterable[Grant]] | None = None
_holds_back: Callable[[Any, Iterable[Grant]], bool] | None = None


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


def held_back_by(rule: Callable[[Any, Iterable[Grant]], bool]) -> None:
    """Say who may use nothing of what they were granted for now (registered by `cityops.accounts`, a higher floor)."""
    global _holds_back  # noqa: PLW0603
    _holds_back = rule


def grants_of(user: Any) -> tuple[Grant, ...]:
    """Return what a user may use; nothing for strangers, disabled accounts and whoever is held back."""
    grants = all_grants_of(user)
    return () if _is_held_back(user, grants) else grants


def is_held_back(user: Any) -> bool:
    """Whether a user has grants that are not theirs to use for now."""
    return _is_held_back(user, all_grants_of(user))


def _is_held_back(user: Any, grants: tuple[Grant, ...]) -> bool:
    return bool(grants) and _holds_back is not None and _holds_back(user, grants)


def all_grants_of(user: Any) -> tuple[Grant, ...]:
    """Return what a user was granted, also while it is held back. Kept on the user for a request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active or _grants_of is None:
        return ()
    if not hasattr(user, "_policy_grants"):
        user._policy_grants = tuple(_grants_of(user))
    grants: tuple[Grant, ...] = user._policy_grants
    return grants
