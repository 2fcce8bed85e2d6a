"""Who may do what with other people's accounts: the lines of this kind. One's own is one's own."""

from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.errors import NotAllowed
from cityops.policy.decide import allowed_anywhere
from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "accounts"


def register_lines() -> None:
    """Add the lines of accounts to the policy."""
    label = _("Reset somebody’s two-step sign-in, end their sessions")
    register(Verb(KIND, "secure", label, {Role.ADMIN: Reach.ANY}))


def check_may_secure(actor: User | None) -> None:
    """Raise NotAllowed unless `actor` may; None is an operator at the machine, who may do everything anyway."""
    if actor is not None and not allowed_anywhere(actor, KIND, "secure"):
        raise NotAllowed
