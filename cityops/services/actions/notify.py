"""Telling the resident, by the outbox, in the transaction of what is told."""

from cityops.features.secrets import secret_of
from cityops.notifications.outbox import put_in_outbox
from cityops.services.models import RequestContact, ServiceRequest


def message_subject(request_id: int) -> str:
    """Return how mails about a request are marked, so that they can be forgotten with the contact."""
    return f"services.ServiceRequest:{request_id}"


def tell_resident(request: ServiceRequest, what: str, *, text: str = "", **more: str) -> None:
    """Queue a mail if the resident left an e-mail address."""
    contact = RequestContact.objects.filter(request=request).exclude(email="").first()
    if contact is None:
        return
    in_english = contact.language == "en" and request.service.name_en
    context = {
        "code": request.code,
        "secret": secret_of(request),
        "service": request.service.name_en if in_english else request.service.name,
        "text": text,
        **more,
    }
    put_in_outbox(
        template=f"request_{what}",
        address=contact.email,
        language=contact.language,
        context=context,
        subject=message_subject(request.pk),
    )
