"""Somebody else's account security: the phone is lost, or somebody left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cityops.accounts.actions import end_all_sessions, reset_factors
from cityops.accounts.guards import confirmed_only
from cityops.accounts.models import User
from cityops.accounts.policy import check_may_secure
from cityops.accounts.queries import factors_of, sessions_of
from cityops.administration.views.page import show, user_of
from cityops.agencies.staff import staff_only
from cityops.errors import NotFound


@require_safe
@staff_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which factors somebody has, since when, and where they are signed in; one's own is a page of its own."""
    found = _person(request, pk)
    if found == request.user:
        return redirect("accounts:security")
    context = {"person": found, "factors": factors_of(found), "sessions": sessions_of(found)}
    return show(request, "person_security.html", context, section="people")


@staff_only
@confirmed_only
@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all second factors away and end all sessions."""
    found = _person(request, pk)
    reset_factors(actor=user_of(request), user=found)
    said = _("%(name)s signs in by password alone now, and sets two-step sign-in up anew. All sessions have ended.")
    messages.success(request, said % {"name": found.get_full_name()})
    return redirect("administration:person_security", found.pk)


@staff_only
@confirmed_only
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End all sessions."""
    found = _person(request, pk)
    end_all_sessions(actor=user_of(request), user=found)
    messages.success(request, _("All sessions of %(name)s have ended.") % {"name": found.get_full_name()})
    return redirect("administration:person_security", found.pk)


def _person(request: HttpRequest, pk: int) -> User:
    """Return whose page it is. Raises NotAllowed before anybody learns who is there, NotFound."""
    check_may_secure(user_of(request))
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
