"""`/layanan/<service>/minta/`: the form, and what comes of sending it."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cityops.areas.city import this_city
from cityops.errors import CityError
from cityops.features.secrets import secret_of
from cityops.services.actions import send_request
from cityops.services.forms import RequestForm
from cityops.services.models import Service, ServiceRequest
from cityops.services.pages import choose_map_config
from cityops.services.phone import MINE
from cityops.services.queries import request_sent_under, service_named
from cityops.web.address import address_hash

PREFILLED = ("lng", "lat", "desa", "plot_code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form, or take in a request."""
    service = service_named(code)
    if not service.is_open:
        return redirect("services:service", service.pk)
    if request.method != "POST":
        given = {name: request.GET[name][:60] for name in PREFILLED if request.GET.get(name)}
        return _page(request, RequestForm(service=service, initial={**given, "key": uuid4()}), service)
    typed = _with_a_key(request.POST)
    form = RequestForm(typed, service=service)
    is_valid = form.is_valid()
    key = UUID(str(typed["key"]))
    first = request_sent_under(key)
    if first is not None and not form.says_what(first):
        return _another(request, typed, first, service)
    if not is_valid:
        return _page(request, form, service, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    data = form.cleaned_data
    try:
        sent = send_request(
            key=key,
            service=service,
            place=data["place"],
            is_only_desa=data["is_only_desa"],
            plot_code=data["plot_code"],
            note=data["note"],
            contact=form.contact,
            address_hash=address_hash(request),
        ).request
    except CityError as fault:
        form.add_error(None, str(fault))
        return _page(request, form, service, status=fault.status)
    response = redirect(reverse("services:follow", args=[sent.code, secret_of(sent)]) + "?baru=1")
    MINE.remember(request, response, sent.code)
    return response


def _with_a_key(posted: QueryDict) -> QueryDict:
    """Return what was typed, under a key in any case: one that is missing or no key is replaced."""
    typed = posted.copy()
    try:
        typed["key"] = str(UUID(typed.get("key", "")))
    except ValueError:
        typed["key"] = str(uuid4())
    return typed


def _another(request: HttpRequest, typed: QueryDict, first: ServiceRequest, service: Service) -> HttpResponse:
    """Ask about what differs under a key that is used up (the back button): it may go as a request of its own.

    Who holds the key sent the first one; still only its code is told, not its link.
    """
    typed["key"] = str(uuid4())
    form = RequestForm(typed, service=service)
    form.is_valid()
    return _page(request, form, service, status=HTTPStatus.CONFLICT, already_sent=first.code)


def _page(
    request: HttpRequest, form: RequestForm, service: Service, *, status: int = HTTPStatus.OK, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        "service": service,
        "documents": service.documents.all(),
        "may_be_about_a_plot": service.agency_id == this_city().farming_agency,
        "map_config": choose_map_config(),
        "map_label": _("Map of the city: move it until the pin is on the spot"),
        **more,
    }
    return render(request, "services/ask.html", context, status=status)
