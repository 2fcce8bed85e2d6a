"""Agencies and categories: a list, and one form each; what differs from the reference data can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.administration.actions import reference_data as actions
from cityops.administration.changes import seen_of
from cityops.administration.forms.reference_data import AgencyForm, CategoryForm
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.administration.queries import agencies_with_people, agency_of, category_groups, leaf_category
from cityops.administration.reference import deviations_of
from cityops.administration.story import deviations_in_words
from cityops.administration.views.page import refused, seen_in, show, story_for, user_of
from cityops.agencies.models import Agency, Category
from cityops.agencies.staff import staff_only


@dataclass(frozen=True)
class Kind:
    """What sets agencies and categories apart.

    name: of one in templates and addresses. section: of the menu, of the list's address, and the policy's verb.
    """

    thing: Thing
    name: str
    section: str
    listed: Callable[[], dict[str, Any]]
    find: Callable[[str], Agency | Category]
    form: Callable[..., AgencyForm | CategoryForm]
    change: Callable[..., Any]
    take_back: Callable[..., Any]


AGENCY = Kind(
    thing=Thing.AGENCY,
    name="agency",
    section="agencies",
    listed=lambda: {"agencies": agencies_with_people()},
    find=agency_of,
    form=AgencyForm,
    change=actions.change_agency,
    take_back=actions.take_back_agency,
)
CATEGORY = Kind(
    thing=Thing.CATEGORY,
    name="category",
    section="categories",
    listed=lambda: {"groups": category_groups()},
    find=leaf_category,
    form=CategoryForm,
    change=actions.change_category,
    take_back=actions.take_back_category,
)


@require_safe
@staff_only
def listing(request: HttpRequest, kind: Kind) -> HttpResponse:
    """List them: agencies by name, categories as the tree that residents choose from."""
    must_be_allowed(user_of(request), kind.section)
    return show(request, f"{kind.section}.html", kind.listed(), section=kind.section)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def thing(request: HttpRequest, kind: Kind, code: str) -> HttpResponse:
    """Show one, or write what is said of it."""
    user = user_of(request)
    must_be_allowed(user, kind.section)
    found = kind.find(code)
    if request.method != "POST":
        return _page(request, kind, found)
    form = kind.form(found, request.POST)
    if not form.is_valid():
        return _page(request, kind, found, form=form, seen=request.POST.get("seen"), status=422)
    given, seen = form.given, seen_in(request)
    if fault := refused(lambda: kind.change(actor=user, code=code, given=given, seen=seen)):
        return _page(request, kind, kind.find(code), form=form, fault=fault)
    messages.success(request, _("Saved."))
    return redirect(f"administration:{kind.name}", code)


@staff_only
@require_POST
def take_back(request: HttpRequest, kind: Kind, code: str) -> HttpResponse:
    """Take a value of the reference data back."""
    user, column, seen = user_of(request), request.POST.get("column", ""), seen_in(request)
    if fault := refused(lambda: kind.take_back(actor=user, code=code, column=column, seen=seen)):
        return _page(request, kind, kind.find(code), fault=fault)
    messages.success(request, _("The value of the reference data counts again."))
    return redirect(f"administration:{kind.name}", code)


def _page(
    request: HttpRequest, kind: Kind, found: Agency | Category, *, status: int = 200, **given: Any
) -> HttpResponse:
    context = {
        kind.name: found,
        "form": kind.form(found),
        "seen": seen_of(kind.thing, found.pk),
        "story": story_for(kind.thing, found.pk),
        "deviations": deviations_in_words(deviations_of(found)),
    }
    return show(request, f"{kind.name}.html", context, given=given, section=kind.section, status=status)
