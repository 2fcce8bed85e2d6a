"""What becomes of somebody's work when they stop working somewhere: higher floors say it, this floor asks them."""

from collections.abc import Callable

from cityops.accounts.models import User

LayDown = Callable[[User, User | None], int]

_kinds: list[LayDown] = []


def work_is_laid_down_by(lay_down: LayDown) -> None:
    """Register what lays down a kind of work.

    It is called with the person and with whoever is the cause (None: a command), in the transaction of the change,
    when the memberships are as they will be; it returns how much it has laid down.
    """
    _kinds.append(lay_down)


def let_go(person: User, *, actor: User | None) -> int:
    """Make nobody's what a person may work on no longer; return how much that was."""
    return sum(lay_down(person, actor) for lay_down in _kinds)
