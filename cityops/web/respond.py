"""One answer for htmx, for a plain browser, and without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def respond(
    request: HttpRequest,
    template: str,
    partial: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    then: str | None = None,
) -> HttpResponse:
    """Give the partial to htmx and the page to everyone else; after a successful POST, redirect those to `then`."""
    if getattr(request, "htmx", False):
        return render(request, f"{template}#{partial}", context, status=status)
    if request.method == "POST" and status < 400 and then:
        return redirect(then)
    return render(request, template, context, status=status)
