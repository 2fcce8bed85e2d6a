"""The roles of a person: each a form on the person's page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cityops.accounts.guards import confirmed_only, must_be_confirmed
from cityops.accounts.models import User
from cityops.administration.actions import memberships as actions
from cityops.administration.changes import seen_of
from cityops.administration.forms.people import RoleForm
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.administration.queries import person_seen_by
from cityops.administration.views.page import refused, seen_in, show, user_of
from cityops.administration.views.people import and_work, person_page
from cityops.agencies.leavers import outlook_without
from cityops.agencies.models import Membership
from cityops.agencies.staff import staff_only
from cityops.errors import CityError, NotFound


@staff_only
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person another role."""
    user = user_of(request)
    must_be_allowed(user, "people")
    found = person_seen_by(user, pk)
    form = RoleForm(request.POST, prefix="new")
    if not form.is_valid():
        return person_page(request, found, add_form=form, seen=request.POST.get("seen"), status=422)

    def act() -> None:
        must_be_confirmed(request)
        actions.add_role(actor=user, person_id=pk, seen=seen_in(request), **form.given)

    if fault := refused(act):
        return person_page(request, person_seen_by(user, pk), add_form=form, role_fault=fault, status=fault.status)
    messages.success(request, _("Role given."))
    return redirect("administration:person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def role(request: HttpRequest, pk: int, membership: int) -> HttpResponseBase:
    """Show one role of a person, or change it."""
    user = user_of(request)
    must_be_allowed(user, "people")
    if request.method != "POST":
        return _first_page(request, pk, membership)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, membership, form=form, seen=request.POST.get("seen"), status=422)
    try:
        must_be_confirmed(request)
        laid_down = actions.change_role(
            actor=user, person_id=pk, membership_id=membership, seen=seen_in(request), **form.given
        )
    except NotFound:
        raise
    except CityError as fault:
        return _page(request, pk, membership, form=form, fault=fault)
    messages.success(request, _("Role changed.") + and_work(laid_down))
    return redirect("administration:person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
@confirmed_only
def end(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Say what becomes of the person's work without a role, then take it away."""
    user = user_of(request)
    must_be_allowed(user, "people")
    if request.method != "POST":
        return _end_page(request, pk, membership)
    try:
        laid_down = actions.end_role(actor=user, person_id=pk, membership_id=membership, seen=seen_in(request))
    except NotFound:
        raise
    except CityError as fault:
        return person_page(request, person_seen_by(user, pk), fault=fault)
    messages.success(request, _("Role ended.") + and_work(laid_down))
    return redirect("administration:person", pk)


@confirmed_only
def _first_page(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    return _page(request, pk, membership)


def _page(request: HttpRequest, pk: int, membership: int, *, status: int = 200, **given: Any) -> HttpResponse:
    person, found = _role(request, pk, membership)
    context = {"person": person, "membership": found, "seen": seen_of(Thing.PERSON, pk)}
    context["form"] = given.get("form") or RoleForm(membership=found)
    return show(request, "role.html", context, given=given, section="people", status=status)


def _end_page(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    person, found = _role(request, pk, membership)
    outlook = outlook_without(found)
    context = {
        "person": person,
        "membership": found,
        "seen": seen_of(Thing.PERSON, pk),
        "outlook": outlook,
        "has_work": any(one.laid_down or one.kept for one in outlook),
        "keeps_some": any(one.kept for one in outlook),
        "is_only_role": not person.memberships.exclude(pk=membership).exists(),
        "is_self": person == request.user,
    }
    return show(request, "role_end.html", context, section="people")


def _role(request: HttpRequest, pk: int, membership: int) -> tuple[User, Membership]:
    """Return a person and one of their roles. Raises NotFound."""
    person = person_seen_by(user_of(request), pk)
    found = person.memberships.select_related("agency").filter(pk=membership).first()
    if found is None:
        raise NotFound
    return person, found
