"""What a member of staff sees of one request: composed here for its page and for the pane of the work map."""

from typing import Any

from django.urls import reverse

from cityops.accounts.models import User
from cityops.errors import NotFound
from cityops.features.paths import looks_like_a_code
from cityops.policy.decide import allowed
from cityops.services.models import RequestContact, RequestWords, ServiceRequest
from cityops.services.moves import MOVES
from cityops.services.policy import KIND
from cityops.services.queries import requests_visible_to, with_what_is_shown
from cityops.services.story import TELLER


def request_for(user: User, code: str) -> ServiceRequest:
    """Return a request that `user` may see. Raises NotFound for all others, be they there or not, and for no code."""
    found = with_what_is_shown(requests_visible_to(user)).select_related("assignee").filter(code=code)
    request = found.first() if looks_like_a_code(code) else None
    if request is None:
        raise NotFound
    return request


def detail_of(user: User, asked: ServiceRequest) -> dict[str, Any]:
    """Return what the detail shows: the same number of statements however much was said."""
    reads_all = allowed(user, KIND, "contact", asked)
    told = TELLER.tell(asked)
    return {
        "asked": asked,
        "address": reverse("services:staff_detail", args=[asked.code]),
        "moves": MOVES.open_to(user, asked),
        "documents": list(asked.service.documents.all()),
        "pickup": getattr(asked, "pickup", None),
        "reads_all": reads_all,
        "words": RequestWords.objects.filter(request=asked).first() if reads_all else None,
        "contact": RequestContact.objects.filter(request=asked).first() if reads_all else None,
        "talk": list(asked.messages.filter(withdrawn_at=None).select_related("author", "agency")) if reads_all else [],
        "story": told.story,
        "handled_before": told.handled_before,
    }
