"""Telling the resident, by the outbox, in the transaction of what is told."""

from datetime import date

from django.utils.translation import override

from cityops.features.dates import day_in_words
from cityops.features.secrets import secret_of
from cityops.features.undo import SETTLED_AFTER_S
from cityops.notifications.outbox import put_in_outbox
from cityops.services.models import RequestContact, ServiceRequest


def message_subject(request_id: int) -> str:
    """Return how mails about a request are marked, so that they can be forgotten with the contact."""
    return f"services.ServiceRequest:{request_id}"


def tell_resident(request: ServiceRequest, what: str, *, text: str = "", **more: str | date) -> None:
    """Queue a mail, in the resident's language, if they left an e-mail address.

    It leaves when what it tells of can be taken back no more.
    """
    contact = RequestContact.objects.filter(request=request).exclude(email="").first()
    if contact is None:
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
