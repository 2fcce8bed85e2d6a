"""What the person who asked may do with a request. Views prove who that is (`cityops.features.secrets`)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.errors import NotFound, TooMany
from cityops.features.history import record
from cityops.notifications.models import What
from cityops.notifications.outbox import forget_messages
from cityops.services.actions.move import carry_out, id_of, say
from cityops.services.actions.notify import message_subject, tell_officer
from cityops.services.models import Message, RequestContact, ServiceRequest
from cityops.services.workflow import WORKFLOW


class TooManyMessages(TooMany):
    """The resident said more in a day than anybody reads."""

    code = "too_many_messages"
    text = _(
        "You have sent %(most)s messages about this request today; the officers have them all. "
        "Keep this one, and send it tomorrow."
    )


def _locked(pk: int) -> ServiceRequest:
    request = ServiceRequest.objects.select_related("service").select_for_update(of=("self",)).filter(pk=pk)
    found = request.first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def reply_to_officer(*, pk: int, text: str) -> ServiceRequest:
    """Add the resident's word; where something was missing, the check goes on. Raises TooManyMessages."""
    request = _locked(pk)
    move = WORKFLOW.check("reply", request.state, ["text"] if text.strip() else [])
    since, most = timezone.now() - timedelta(days=1), settings.REPLIES_PER_DAY_TO_ONE_REPORT
    if request.messages.filter(side=Message.Side.RESIDENT, created_at__gte=since).count() >= most:
        raise TooManyMessages(most=most)
    said = say(request, actor=None, verb="reply", text=text)
    carry_out(request, move, actor=None, **id_of(said))
    tell_officer(request, What.REPLY)
    return request


@transaction.atomic
def forget_my_contact(*, pk: int) -> ServiceRequest:
    """Erase who asked, at their own wish; history keeps that it was done."""
    request = _locked(pk)
    count, _each = RequestContact.objects.filter(request=request).delete()
    forget_messages([message_subject(request.pk)])
    if count:
        record(request, "forget_contact", from_state=request.state, to_state=request.state)
    return request
