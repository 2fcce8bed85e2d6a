"""`/p/<code>/k/<secret>/`: the request as the person who sent it sees it. Nobody else sees anything of it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from cityops.areas.city import this_city
from cityops.errors import CityError, NotFound
from cityops.features.codes import clean_code
from cityops.features.secrets import is_secret_of, secret_of
from cityops.services.actions import forget_my_contact, reply_to_officer
from cityops.services.forms import WordForm
from cityops.services.models import Message, RequestContact, RequestWords, ServiceRequest
from cityops.services.pages import office_map_config, with_hours
from cityops.services.phone import MINE
from cityops.services.queries import with_what_is_shown
from cityops.services.timeline import steps_of
from cityops.services.workflow import INCOMPLETE, READY
from cityops.web.respond import respond

PAGE = "services/follow.html"


@require_safe
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Lead the phone that sent it to its request; tell all others, whatever the code, that it needs the link."""
    cleaned = clean_code(code, this_city().public_code_prefix)
    found = ServiceRequest.objects.filter(code=cleaned).first() if cleaned in MINE.codes(request) else None
    if found is None:
        response = render(request, "services/needs_link.html", {"typed": code}, status=HTTPStatus.NOT_FOUND)
        return _private(response)
    return _private(redirect("services:follow", found.code, secret_of(found)))


@require_safe
def follow(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Show the request, and remember it on this phone."""
    asked = _opened_by(code, secret)
    response = _page(request, asked, secret)
    MINE.remember(request, response, asked.code)
    return response


@require_POST
def reply(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Take in the resident's answer."""
    asked = _opened_by(code, secret)
    form = WordForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, secret, {"reply_form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        reply_to_officer(pk=asked.pk, text=form.cleaned_data["text"])
    except CityError as fault:
        form.add_error(None, str(fault))
        response = _page(request, _opened_by(code, secret), secret, {"reply_form": form}, fault.status)
        retarget(response, "#life")  # where it stands now, with what was typed: not among the messages
        reswap(response, "outerHTML")
        return response
    return _page(request, _opened_by(code, secret), secret, {"has_just_answered": True})


@require_POST
def forget_contact(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Erase name and contact at the resident's wish."""
    asked = _opened_by(code, secret)
    forget_my_contact(pk=asked.pk)
    messages.success(request, _("Your name and contact are erased. News of this request is on this page only."))
    return _private(redirect("services:follow", code, secret))


def _opened_by(code: str, secret: str) -> ServiceRequest:
    """Return the request that a link opens. Raises NotFound for every other link."""
    cleaned = clean_code(code, this_city().public_code_prefix)
    asked = with_what_is_shown(ServiceRequest.objects.filter(code=cleaned)).first()
    if asked is None or not is_secret_of(asked, secret):
        raise NotFound
    return asked


def _page(
    request: HttpRequest,
    asked: ServiceRequest,
    secret: str,
    more: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    address = reverse("services:follow", args=[asked.code, secret])
    pickup = getattr(asked, "pickup", None) if asked.state == READY else None
    office = pickup.office if pickup else None
    steps = steps_of(asked)
    last = (
        asked.messages.filter(verb="ask", side=Message.Side.STAFF, withdrawn_at=None).last()
        if asked.state == INCOMPLETE
        else None
    )
    context = {
        "asked": asked,
        "secret": secret,
        "link": request.build_absolute_uri(address),
        "steps": steps,
        "pickup": pickup,
        "office": with_hours([office])[0] if office else None,
        "map_config": office_map_config([office]) if office else None,
        "map_label": _("Map with the office"),
        "missing": last.text if last else "",
        "documents": asked.service.documents.all(),
        "words": RequestWords.objects.filter(request=asked).first(),
        "contact": RequestContact.objects.filter(request=asked).first(),
        "reply_form": WordForm(auto_id="reply_%s"),
        "is_just_sent": request.GET.get("baru") == "1",
        **(more or {}),
    }
    return _private(respond(request, PAGE, "life", context, status=status, then=f"{address}#langkah"))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
