"""Whether somebody wants mail about the work, and the link by which they stop it without signing in."""

from datetime import date
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import connection, transaction
from django.urls import reverse

from cityops.accounts.models import User
from cityops.errors import NotFound
from cityops.notifications.models import MailChoice, Mailing
from cityops.notifications.outbox import forget_messages

_SALT = "cityops.notifications.unsubscribe"


def mailing_of(user: Any) -> Mailing:
    """Return what somebody has chosen, or what is usual."""
    chosen = MailChoice.objects.filter(user_id=user.pk).first()
    return Mailing(chosen.mailing) if chosen else Mailing.MORNING


def choose_mailing(*, actor: Any, mailing: Mailing) -> None:
    """Keep what somebody wants; what waits in the outbox for who wants none does not leave."""
    with transaction.atomic():
        MailChoice.objects.update_or_create(user_id=actor.pk, defaults={"mailing": mailing})
        if mailing == Mailing.NONE:
            forget_messages([mail_subject(actor)])


def mail_subject(user: Any) -> str:
    """Return how mail about the work is marked in the outbox."""
    return f"accounts.User:{user.pk}"


def claim_morning(user: Any, day: date) -> bool:
    """Claim the summary of a morning in the caller's transaction: True for one caller only, and none after it.

    Whoever comes second waits for the end of the first one's transaction; if that fails, the claim is theirs.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_digestturn (user_id, day) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING id",
            [user.pk, day],
        )
        return cursor.fetchone() is not None


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
