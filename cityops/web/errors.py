"""The one handler that turns a fault into a page, a fragment, or problem JSON (RFC 9457)."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError, NotAllowed, NotFound, Unavailable
from cityops.web.origin import is_sent_from_here

logger = logging.getLogger(__name__)
DESIGNED = {400, 403, 404, 422, 429, 500, 503}


class TooLarge(CityError):
    """More was sent in one request than the server takes."""

    code, status = "too_large", 413
    text = _("What you sent is too large. Go back, and send fewer or smaller photos.")


class NotSentFromHere(CityError):
    """A form without a valid token that another site may have sent."""

    code, status = "not_sent_from_here", 403
    text = _("This form was not sent from this site. Open the page here, then send it again.")


def wants_json(request: HttpRequest) -> bool:
    """Whether the reader is a program: it accepts JSON and not HTML."""
    return not request.accepts("text/html") or request.headers.get("accept", "").startswith("application/json")


def error_response(request: HttpRequest, error: CityError, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """Return the fault in the form that the reader can use. No query is made for it.

    more: what programs are told beside it, as JSON holds it.
    """
    if wants_json(request):
        body = {"type": "about:blank", "title": str(error), "status": error.status, "code": error.code}
        body |= {key: str(value) for key, value in error.data.items()} | dict(more or {})
        return JsonResponse(body, status=error.status, content_type="application/problem+json")
    context = {"error": error, "status": error.status, "without": _without(request, error)}
    if getattr(request, "htmx", False):
        return render(request, "errors/fragment.html", context, status=error.status)
    page = error.status if error.status in DESIGNED else 400
    if page in {500, 503}:  # stand alone: no context processor may ask the database
        return HttpResponse(render_to_string(f"errors/{page}.html", context), status=error.status)
    return render(request, f"errors/{page}.html", context, status=error.status)


def _without(request: HttpRequest, error: CityError) -> str:
    """Return the page's address without the part of its query that is refused; nothing where it is no such fault."""
    if request.method != "GET" or str(error.data.get("field", "")) not in request.GET:
        return ""
    left = request.GET.copy()
    del left[str(error.data["field"])]
    return f"{request.path}?{left.urlencode()}" if left else request.path


def unavailable(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Answer that the database is away or too slow, with one line in the log."""
    logger.error("database unavailable: %s %s (%s)", request.method, request.path, type(fault).__name__)
    return error_response(request, Unavailable())


class CityErrorMiddleware:
    """Answers expected faults with one line in the log, without a stack and without the database's own words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; faults in other middleware (a session read) are answered here as well."""
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as fault:
            return unavailable(request, fault)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Turn a fault of a view into an answer; None leaves it to Django."""
        if isinstance(fault, CityError):
            logger.info("%s %s %s: %s", fault.status, request.method, request.path, fault.code)
            return error_response(request, fault)
        if isinstance(fault, Http404):
            return error_response(request, NotFound())
        if isinstance(fault, PermissionDenied):
            return error_response(request, NotAllowed())
        if isinstance(fault, RequestDataTooBig | TooManyFilesSent):
            return error_response(request, TooLarge())
        if isinstance(fault, OperationalError | InterfaceError):
            return unavailable(request, fault)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django itself refused."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return error_response(request, TooLarge() if too_large else CityError())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return error_response(request, NotFound())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refusal."""
    return error_response(request, NotAllowed())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours. Stands alone: nothing here may fail again."""
    return HttpResponse(render_to_string("errors/500.html", {"status": 500}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose session is gone: show all that was typed and let it be sent again, if our page sent it.

    What another site sent gets no valid token from us: one press would do what that site wants.
    """
    if not is_sent_from_here(request):
        logger.warning("403 %s %s: not sent from here", request.method, request.path)
        return error_response(request, NotSentFromHere())
    text = _("Your session has ended. What you typed is still here: press “Send again”.")
    typed = [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in request.POST.getlist(name)
    ]
    context = {
        "text": text,
        "typed": typed,
        "file_fields": sorted(request.FILES),
        "action": request.get_full_path(),
        "debug": settings.DEBUG,
    }
    return render(request, "errors/session_gone.html", context, status=403)
