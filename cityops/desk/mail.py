"""Mail to the staff: whom it reaches, in which language, and how they stop it."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from cityops.accounts.models import User
from cityops.agencies.models import Membership
from cityops.notifications.mailing import mail_subject, unsubscribe_path
from cityops.notifications.outbox import put_in_outbox


def reached_staff() -> QuerySet[User]:
    """Return the staff that have an address."""
    return User.objects.filter(Exists(Membership.objects.filter(user=OuterRef("pk"))), is_active=True).exclude(email="")


def put_mail(person: User, template: str, told: dict[str, Any]) -> None:
    """Put a mail into the outbox, with the ways to have no more of them."""
    ways_out = {"unsubscribe": unsubscribe_path(person), "settings": reverse("notifications:mail_settings")}
    put_in_outbox(
        template=template,
        address=person.email,
        language=language_of(person),
        context={**told, **ways_out, "name": person.get_full_name()},
        subject=mail_subject(person),
    )


def language_of(person: User) -> str:
    """Return the language that somebody reads."""
    return person.language or settings.LANGUAGE_CODE
