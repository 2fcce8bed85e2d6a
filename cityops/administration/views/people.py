"""People: the list, one person, and the invitation."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.guards import confirmed_only, must_be_confirmed
from cityops.accounts.models import User
from cityops.administration.actions import people as actions
from cityops.administration.actions.names import NameInUse
from cityops.administration.changes import ChangedMeanwhile, seen_of
from cityops.administration.forms.people import PeopleFilter, PersonForm, RoleForm
from cityops.administration.links import GOOD_FOR_DAYS, Link, goes_by_mail
from cityops.administration.models import Thing
from cityops.administration.policy import may, must_be_allowed
from cityops.administration.queries import (
    agencies_kept_by,
    memberships_seen_by,
    people_seen_by,
    person_seen_by,
    with_roles,
)
from cityops.administration.story import work_in_words
from cityops.administration.views.page import must_reach, refused, seen_in, show, story_for, user_of
from cityops.agencies.staff import staff_only
from cityops.errors import CityError

PAGE_ROWS = 50


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """List the people whom the reader may see, by name."""
    user = user_of(request)
    must_reach(user, "see-people")
    form = PeopleFilter(request.GET, agencies=agencies_kept_by(user, "see-people"))
    form.is_valid()
    people = _narrowed(people_seen_by(user), form.cleaned_data, user).order_by("name", "username", "pk")
    page = Paginator(with_roles(people, user), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_narrowed": any(form.cleaned_data.values()),
        "may_invite": may(user, "people"),
    }
    return show(request, "people.html", context, section="people")


def _narrowed(people: QuerySet[User], asked: dict[str, Any], user: User) -> QuerySet[User]:
    """Return those that the filter means: one role in one agency where both are asked."""
    if words := asked.get("q"):
        people = people.filter(Q(name__icontains=words) | Q(username__icontains=words) | Q(email__icontains=words))
    roles = memberships_seen_by(user).filter(user=OuterRef("pk"))
    if asked.get("role") == "none":
        people = people.filter(~Exists(roles))
    elif asked.get("role") or asked.get("agency"):
        meant = {"role": asked.get("role"), "agency": asked.get("agency")}
        people = people.filter(Exists(roles.filter(**{name: value for name, value in meant.items() if value})))
    match asked.get("state"):
        case "active":
            people = people.filter(is_active=True)
        case "disabled":
            people = people.filter(is_active=False)
        case "never":
            people = people.filter(last_login=None)
    return people


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def invite(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is and what they will do, then make the account and its link."""
    user = user_of(request)
    must_be_allowed(user, "people")
    if request.method != "POST":
        return _empty_invitation(request)
    form, role_form = PersonForm(request.POST), RoleForm(request.POST)
    context: dict[str, Any] = {"form": form, "role_form": role_form}
    if not (form.is_valid() & role_form.is_valid()):
        return show(request, "invite.html", context, section="people", status=422)
    try:
        must_be_confirmed(request)
        person, link = actions.invite(actor=user, **form.cleaned_data, **role_form.given)
    except NameInUse as fault:
        form.add_error("username", str(fault))
        return show(request, "invite.html", context, section="people", status=fault.status)
    except CityError as fault:
        return show(request, "invite.html", {**context, "fault": fault}, section="people")
    return linked(request, person, link)


@confirmed_only
def _empty_invitation(request: HttpRequest) -> HttpResponse:
    return show(request, "invite.html", {"form": PersonForm(), "role_form": RoleForm()}, section="people")


def linked(request: HttpRequest, person: User, link: Link) -> HttpResponse:
    """Say where the link has gone; where no mail leaves show it, this once: it is kept nowhere."""
    if link.mailed_to:
        words = _("%(name)s gets a mail with a link, good for %(days)s days.")
        messages.success(request, words % {"name": person.get_full_name(), "days": GOOD_FOR_DAYS})
        return redirect("administration:person", person.pk)
    return show(request, "link.html", {"person": person, "link": link, "days": GOOD_FOR_DAYS}, section="people")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person, or write what they are called."""
    user = user_of(request)
    found = person_seen_by(user, pk)
    if request.method != "POST":
        return person_page(request, found)
    must_be_allowed(user, "people")
    form = PersonForm(request.POST, person=found)
    if not form.is_valid():
        return person_page(request, found, form=form, seen=request.POST.get("seen"), status=422)
    try:
        must_be_confirmed(request)  # whoever sets the address can have a link sent there
        actions.change_person(actor=user, person_id=pk, seen=seen_in(request), **form.cleaned_data)
    except NameInUse as fault:
        form.add_error("username", str(fault))
        return person_page(request, found, form=form, status=fault.status)
    except CityError as fault:
        return person_page(request, person_seen_by(user, pk), form=form, fault=fault)
    messages.success(request, _("Saved."))
    return redirect("administration:person", pk)


def person_page(request: HttpRequest, found: User, *, status: int = 200, **given: Any) -> HttpResponse:
    """Draw a person's page. given: what of its context is not as at first."""
    user = user_of(request)
    may_change = may(user, "people")
    context: dict[str, Any] = {
        "person": found,
        "may_change": may_change,
        "is_self": found.pk == user.pk,
        "form": PersonForm(person=found),
        "add_form": RoleForm(prefix="new"),
        "seen": seen_of(Thing.PERSON, found.pk),
        "story": story_for(Thing.PERSON, found.pk) if may(user, "history") else (),
        "days": GOOD_FOR_DAYS,
        "link_goes_by_mail": goes_by_mail(found),
    }
    return show(request, "person.html", context, given=given, section="people", status=status)


@staff_only
@confirmed_only
@require_POST
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut an account."""
    laid_down = 0

    def act() -> None:
        nonlocal laid_down
        laid_down = actions.disable_person(actor=user_of(request), person_id=pk, seen=seen_in(request))

    if fault := refused(act):
        return person_page(request, person_seen_by(user_of(request), pk), fault=fault)
    messages.success(request, _("Disabled: whoever was signed in with it is not any more.") + and_work(laid_down))
    return redirect("administration:person", pk)


@staff_only
@confirmed_only
@require_POST
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an account again."""
    try:
        found, link = actions.enable_person(actor=user_of(request), person_id=pk, seen=seen_in(request))
    except ChangedMeanwhile as fault:
        return person_page(request, person_seen_by(user_of(request), pk), fault=fault)
    return linked(request, found, link) if link else redirect("administration:person", pk)


@staff_only
@confirmed_only
@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link by which the person chooses a new password."""
    found, link = actions.send_password_link(actor=user_of(request), person_id=pk)
    return linked(request, found, link)


def and_work(laid_down: int) -> str:
    """Return how much work became nobody's, to follow another sentence; nothing where none did."""
    return f" {work_in_words(laid_down)}" if laid_down else ""
