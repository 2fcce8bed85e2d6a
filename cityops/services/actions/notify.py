"""Telling the resident, by the outbox, and the officer, by a notice, in the transaction of what is told."""

from datetime import date
from typing import Any

from django.utils.translation import override

from cityops.features.dates import day_in_words
from cityops.features.secrets import secret_of
from cityops.features.undo import SETTLED_AFTER_S
from cityops.notifications.hands import tell_whose_work_it_is
from cityops.notifications.models import What
from cityops.notifications.outbox import put_in_outbox
from cityops.services.models import RequestContact, ServiceRequest
from cityops.services.policy import KIND


def message_subject(request_id: int) -> str:
    """Return how mails about a request are marked, so that they can be forgotten with the contact."""
    return f"services.ServiceRequest:{request_id}"


def tell_resident(request: ServiceRequest, what: str, *, text: str = "", **more: str | date) -> None:
    """Queue a mail, in the resident's language, if they left an e-mail address.

    It leaves when what it tells of can be taken back no more.
    """
    contact: RequestContact | None = getattr(request, "contact", None)
    if contact is None or not contact.email:
        return
    with override(contact.language):
        told = {name: day_in_words(value) if isinstance(value, date) else value for name, value in more.items()}
        context = {"code": request.code, "secret": secret_of(request), "service": request.service.label, "text": text}
    put_in_outbox(
        template=f"request_{what}",
        address=contact.email,
        language=contact.language,
        context=context | told,
        subject=message_subject(request.pk),
        after_s=SETTLED_AFTER_S if what != "received" else 0,
    )


def tell_officer(request: ServiceRequest, what: What, *, actor: Any = None) -> None:
    """Tell whose work the request is, if it is somebody's and not the actor's own doing."""
    tell_whose_work_it_is(request, what, kind=KIND, actor=actor)
