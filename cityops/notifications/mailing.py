"""Whether somebody wants mail about the work, and the link by which they stop it without signing in."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from cityops.accounts.models import User
from cityops.errors import NotFound
from cityops.notifications.models import MailChoice, Mailing

_SALT = "cityops.notifications.unsubscribe"


def mailing_of(user: Any) -> Mailing:
    """Return what somebody has chosen, or what is usual."""
    chosen = MailChoice.objects.filter(user_id=user.pk).first()
    return Mailing(chosen.mailing) if chosen else Mailing.MORNING


def choose_mailing(*, actor: Any, mailing: Mailing) -> None:
    """Keep what somebody wants."""
    MailChoice.objects.update_or_create(user_id=actor.pk, defaults={"mailing": mailing})


def unsubscribe_path(user: Any) -> str:
    """Return the path of the page that stops somebody's mail; whoever has it may stop it, and nothing else."""
    return reverse("notifications:unsubscribe", args=[Signer(salt=_SALT).sign(str(user.pk))])


def user_of(token: str) -> User:
    """Return whose mail a link stops. Raises NotFound for a link that we did not sign."""
    try:
        pk = Signer(salt=_SALT).unsign(token)
    except BadSignature:
        raise NotFound from None
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
