"""`/layanan/`: the catalogue, useful without an account and without asking for anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cityops.services.models import ServiceRequest
from cityops.services.offices import offices_of
from cityops.services.pages import office_map_config, with_hours
from cityops.services.phone import MINE
from cityops.services.queries import service_named, services, with_what_is_shown


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List all services."""
    response = render(
        request, "services/catalogue.html", {"services": services(), "has_mine": bool(MINE.codes(request))}
    )
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service: who may ask, what to bring, where and when."""
    found = service_named(code)
    offices = list(offices_of(found))
    hours = with_hours(offices)
    context = {
        "service": found,
        "documents": found.documents.all(),
        "offices": hours,
        "hours_are_known": any(one["lines"] for one in hours),
        "map_config": office_map_config(offices) if offices else None,
        "map_label": _("Map of the offices for this service"),
    }
    return render(request, "services/service.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the requests that were sent from, or opened by their secret on, this browser."""
    codes = MINE.codes(request)
    found = with_what_is_shown(ServiceRequest.objects.filter(code__in=codes))
    context = {"requests": sorted(found, key=lambda one: codes.index(one.code))}
    response = render(request, "services/mine.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response
