"""Links to choose a password: made, put into a mail, or shown once to the administrator where no mail leaves."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cityops.accounts.backend import Backend
from cityops.accounts.models import User
from cityops.notifications.models import OutboxMessage
from cityops.notifications.outbox import put_in_outbox

GOOD_FOR_DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
PAUSE = timedelta(minutes=5)  # between two mails that somebody asks for by a name


@dataclass(frozen=True)
class Link:
    """What became of a link: sent to an address, or (none) to be handed over."""

    address: str
    mailed_to: str = ""


def link_subject(person: User) -> str:
    """Return how links are marked in the outbox: not as mail about the work, which who wants none of it stops."""
    return f"accounts.User.password:{person.pk}"


def may_choose_password(person: User) -> bool:
    """Whether this account is in use here: links of others lead nowhere."""
    return Backend().user_can_authenticate(person)


def goes_by_mail(person: User) -> bool:
    """Whether a link to this person leaves by mail; else the administrator hands it over."""
    return bool(settings.HAS_MAIL and person.email)


def make_link(person: User, *, is_invitation: bool = False) -> Link:
    """Make a link, good for some days and for one password; it leaves by mail where there are mail and an address."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("administration:choose_password", args=[uid, default_token_generator.make_token(person)])
    address = f"{settings.SITE_URL}{path}"
    if not goes_by_mail(person):
        return Link(address)
    put_in_outbox(
        template="invitation" if is_invitation else "password_link",
        address=person.email,
        language=person.language or settings.LANGUAGE_CODE,
        context={"name": person.get_full_name(), "username": person.username, "path": path, "days": str(GOOD_FOR_DAYS)},
        subject=link_subject(person),
    )
    return Link(address, person.email)


def people_called(name: str) -> QuerySet[User]:
    """Return the people whose sign-in name or mail address this is, whichever way it is spelled, who can get mail."""
    return User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True).exclude(email="")


def was_just_sent(person: User) -> bool:
    """Whether a link was written to the person a moment ago: pressing again sends no second one."""
    since = timezone.now() - PAUSE
    return OutboxMessage.objects.filter(subject=link_subject(person), created_at__gt=since).exists()
