"""Agencies and categories: lists, and one form each; what differs from the reference data can be taken back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.administration.actions import reference_data as actions
from cityops.administration.changes import seen_of
from cityops.administration.forms.things import AgencyForm, CategoryForm
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.administration.queries import agencies_with_people, category_groups, leaf_category
from cityops.administration.reference import deviations_of
from cityops.administration.story import deviations_in_words
from cityops.administration.views.page import refused, seen_in, show, story_for, user_of
from cityops.agencies.models import Agency, Category
from cityops.agencies.staff import staff_only
from cityops.errors import CityError, NotFound


@require_safe
@staff_only
def agencies(request: HttpRequest) -> HttpResponse:
    """List the agencies."""
    must_be_allowed(user_of(request), "agencies")
    return show(request, "agencies.html", {"agencies": agencies_with_people()}, section="agencies")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """Show an agency, or write what is said of it."""
    user = user_of(request)
    must_be_allowed(user, "agencies")
    found = _agency(code)
    if request.method != "POST":
        return _agency_page(request, found)
    form = AgencyForm(request.POST, agency=found)
    if not form.is_valid():
        return _agency_page(request, found, form=form, seen=request.POST.get("seen"), status=422)
    given, seen = form.given, seen_in(request)
    if fault := refused(lambda: actions.change_agency(actor=user, code=code, given=given, seen=seen)):
        return _agency_page(request, _agency(code), form=form, fault=fault)
    messages.success(request, _("Saved."))
    return redirect("administration:agency", code)


@staff_only
@require_POST
def take_back_agency(request: HttpRequest, code: str) -> HttpResponse:
    """Take a value of the reference data back."""
    fault = _taken_back(request, code, actions.take_back_agency)
    return _agency_page(request, _agency(code), fault=fault) if fault else redirect("administration:agency", code)


@require_safe
@staff_only
def categories(request: HttpRequest) -> HttpResponse:
    """List the categories as the tree that residents choose from."""
    must_be_allowed(user_of(request), "categories")
    return show(request, "categories.html", {"groups": category_groups()}, section="categories")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Show a category, or write who answers for it, how fast, and what residents are told."""
    user = user_of(request)
    must_be_allowed(user, "categories")
    found = leaf_category(code)
    if request.method != "POST":
        return _category_page(request, found)
    form = CategoryForm(request.POST, category=found)
    if not form.is_valid():
        return _category_page(request, found, form=form, seen=request.POST.get("seen"), status=422)
    given, seen = form.given, seen_in(request)
    if fault := refused(lambda: actions.change_category(actor=user, code=code, given=given, seen=seen)):
        return _category_page(request, leaf_category(code), form=form, fault=fault)
    messages.success(request, _("Saved."))
    return redirect("administration:category", code)


@staff_only
@require_POST
def take_back_category(request: HttpRequest, code: str) -> HttpResponse:
    """Take a value of the reference data back."""
    fault = _taken_back(request, code, actions.take_back_category)
    if fault:
        return _category_page(request, leaf_category(code), fault=fault)
    return redirect("administration:category", code)


def _taken_back(request: HttpRequest, code: str, act: Callable[..., Any]) -> CityError | None:
    column, seen = request.POST.get("column", ""), seen_in(request)
    fault = refused(lambda: act(actor=user_of(request), code=code, column=column, seen=seen))
    if fault is None:
        messages.success(request, _("The value of the reference data counts again."))
    return fault


def _agency(code: str) -> Agency:
    found = Agency.objects.select_related("parent").filter(pk=code).first()
    if found is None:
        raise NotFound
    return found


def _agency_page(request: HttpRequest, found: Agency, *, status: int = 200, **given: Any) -> HttpResponse:
    context = {"agency": found, "form": AgencyForm(agency=found), **_around(Thing.AGENCY, found)}
    return show(request, "agency.html", context, given=given, section="agencies", status=status)


def _category_page(request: HttpRequest, found: Category, *, status: int = 200, **given: Any) -> HttpResponse:
    context = {"category": found, "form": CategoryForm(category=found), **_around(Thing.CATEGORY, found)}
    return show(request, "category.html", context, given=given, section="categories", status=status)


def _around(thing: Thing, found: Agency | Category) -> dict[str, Any]:
    return {
        "seen": seen_of(thing, found.pk),
        "story": story_for(thing, found.pk),
        "deviations": deviations_in_words(deviations_of(found)),
    }
