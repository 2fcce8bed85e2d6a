"""Who may come in at the staff's door, and what a member of staff is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from cityops.accounts.guards import second_factor_first
from cityops.accounts.middleware import meet
from cityops.accounts.models import User
from cityops.agencies.queries import all_agencies
from cityops.areas.queries import all_areas
from cityops.errors import CityError, NotAllowed
from cityops.policy.registry import grants_of, is_held_back
from cityops.web.errors import error_response, wants_json

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class NotSignedIn(CityError):
    """A program that is not, or no longer, signed in."""

    code, status = "not_signed_in", 401
    text = _("Sign in first, or again: this session is not, or no longer, that of a member of the staff.")


def staff_only(view: View[P]) -> View[P]:
    """Let in who has a role; send strangers to the sign-in, whoever owes a second factor to its set-up, and say kindly
    to all others that nothing waits for them.

    What somebody may do inside is the policy's to decide, not this door's.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        meet(request)
        if is_held_back(request.user):
            return second_factor_first(request)
        if not grants_of(request.user):
            if getattr(request, "htmx", False):
                raise NotAllowed
            return render(request, "agencies/no_role.html", status=403)
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return cast("View[P]", guarded)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Come back after the sign-in: to this page, or for a fragment to the page that asked for it; tell a program."""
    if wants_json(request):
        return error_response(request, NotSignedIn())
    htmx: Any = getattr(request, "htmx", False)
    if not htmx:
        return redirect_to_login(request.get_full_path())
    page = urlsplit(htmx.current_url_abs_path or "")
    back = redirect_to_login(f"{page.path}?{page.query}" if page.query else page.path or resolve_url("desk:work_map"))
    response: HttpResponse = HttpResponseClientRedirect(back["Location"])
    return response


@dataclass(frozen=True)
class Task:
    """One membership in words: the role, the agency if there is one, and the areas (none: the whole city)."""

    role: str
    agency: str
    areas: tuple[str, ...]

    def __str__(self) -> str:
        """Return all of it in a line: "Camat · Kecamatan Bumiaji"."""
        return " · ".join(part for part in (self.role, self.agency, ", ".join(self.areas)) if part)


def tasks_of(user: User) -> list[Task]:
    """Return what a member of staff is, for the header."""
    agencies = {agency.pk: agency.short_name for agency in all_agencies()}
    areas = {area.pk: str(area) for area in all_areas()}
    return [
        Task(
            role=str(grant.role.label),
            agency=agencies[grant.agency] if grant.agency else "",
            areas=tuple(areas[code] for code in grant.areas),
        )
        for grant in grants_of(user)
    ]
