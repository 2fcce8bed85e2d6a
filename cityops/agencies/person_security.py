"""Somebody else's account security, for the administrator: the phone is lost, or somebody left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cityops.accounts.actions import end_all_sessions, reset_factors
from cityops.accounts.guards import confirmed_only, signed_in
from cityops.accounts.log import last_activities
from cityops.accounts.models import User
from cityops.accounts.policy import check_may_secure
from cityops.accounts.queries import factors_of, sessions_of
from cityops.agencies.staff import staff_only
from cityops.errors import NotFound


@staff_only
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show which factors somebody has, since when, and where they are signed in; one's own is a page of its own."""
    found = _person(request, user_id)
    if found == request.user:
        return redirect("accounts:security")
    return render(request, "agencies/person_security.html", security_of(found))


def security_of(user: User) -> dict[str, object]:
    """Return what the fragment `agencies/person_security.html#person-security` shows."""
    return {
        "person": user,
        "factors": factors_of(user),
        "sessions": sessions_of(user),
        "activities": last_activities(user),
    }


@staff_only
@confirmed_only
@require_POST
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take all second factors away and end all sessions."""
    found = _person(request, user_id)
    reset_factors(actor=signed_in(request), user=found)
    said = _("%(name)s signs in by password alone now, and sets two-step sign-in up anew. All sessions have ended.")
    messages.success(request, said % {"name": found.get_full_name()})
    return redirect("security:person", found.pk)


@staff_only
@confirmed_only
@require_POST
def end_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """End all sessions."""
    found = _person(request, user_id)
    end_all_sessions(actor=signed_in(request), user=found)
    messages.success(request, _("All sessions of %(name)s have ended.") % {"name": found.get_full_name()})
    return redirect("security:person", found.pk)


def _person(request: HttpRequest, user_id: int) -> User:
    """Return whose page it is. Raises NotAllowed before anybody learns who is there, NotFound."""
    check_may_secure(signed_in(request))
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise NotFound
    return found
