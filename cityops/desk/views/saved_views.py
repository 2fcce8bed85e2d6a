"""Saved views over HTTP: opening one by its address, and a small page to save, name, share and delete them."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.desk import saved_views_actions as actions
from cityops.desk.home import OPENED
from cityops.desk.models import Page, SavedView
from cityops.desk.saved_views import listed_views, own_views, saved_views_context, views_open_to
from cityops.desk.saved_views_forms import SavedViewForm
from cityops.desk.saved_views_layers import hidden_from_others
from cityops.desk.saved_views_reading import LONGEST, read_view
from cityops.errors import CityError, NotFound
from cityops.policy.registry import grants_of


@require_safe
def open_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the map with the view; where a part of it is gone, say which, and offer the rest.

    What is not the reader's to open is not there. The map itself asks who they are.
    """
    view = views_open_to(request.user).filter(slug=slug).first()
    if view is None:
        raise NotFound
    response: HttpResponse
    if view.page == Page.WORK and not grants_of(request.user):
        # Whoever is not signed in comes back here afterwards; until then not even the names of its layers are told.
        response = HttpResponseRedirect(f"{view.path}?{OPENED}={view.slug}")
    else:
        reading = read_view(view.page, view.query, request.user)
        if reading.faults:
            context = {"view": view, "faults": reading.faults, "rest_url": _address(view, reading.query)}
            context["is_own"] = view.owner_id == request.user.pk
            response = render(request, "desk/saved_view_gone.html", context)
        else:
            response = HttpResponseRedirect(_address(view, reading.query))
    add_never_cache_headers(response)
    return response


def _address(view: SavedView, query: str) -> str:
    """Return the address of a view's map; `view` says which one is open until something is changed."""
    return f"{view.path}?{query}&view={view.slug}" if query else f"{view.path}?view={view.slug}"


@require_safe
@staff_only
def view_list(request: HttpRequest) -> HttpResponse:
    """List the own views and those of the agency."""
    user = cast(User, request.user)
    views = [
        (view, view.owner_id == user.pk, request.build_absolute_uri(view.get_absolute_url()))
        for view in listed_views(user)
    ]
    return render(request, "desk/saved_views_list.html", {**saved_views_context(user), "views": views})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new_view(request: HttpRequest) -> HttpResponse:
    """Ask for a name, then keep the view; it opens at once. The view comes as the query of the page's own address."""
    user = cast(User, request.user)
    given = request.POST if request.method == "POST" else request.GET
    page = given.get("page", Page.WORK)
    if page not in Page.values:
        raise NotFound
    query = request.POST.get("query", "") if request.method == "POST" else _query_of(request)
    form = SavedViewForm(request.POST or None, user=user, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            view = actions.save_view(actor=user, page=page, query=query, **form.given())
        except CityError as fault:
            form.add_error("name", str(fault))
        else:
            link = request.build_absolute_uri(view.get_absolute_url())
            messages.success(request, render_to_string("desk/view_saved.html", {"view": view, "link": link}))
            _say_what_is_hidden(request, view)
            return redirect(view)
    context = {"form": form, "page": page, "query": query[: LONGEST + 1]}
    return render(request, "desk/saved_view_form.html", context, status=422 if form.errors else 200)


def _say_what_is_hidden(request: HttpRequest, view: SavedView) -> None:
    """Tell who shares a view which of its layers others will miss, and where that is mended."""
    if labels := hidden_from_others(view):
        words = _("Others see this view without %(layers)s: choose on the page of the layer who sees it.")
        messages.warning(request, words % {"layers": ", ".join(f"“{label}”" for label in labels)})


def _query_of(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Call an own view otherwise, share it, or begin with it."""
    user = cast(User, request.user)
    view = own_views(user).filter(slug=slug).first()
    if view is None:
        raise NotFound
    home = saved_views_context(user)["home_view"]
    initial = {"is_home": home is not None and home.pk == view.pk}
    form = SavedViewForm(request.POST or None, user=user, view=view, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            view = actions.change_view(actor=user, slug=slug, **form.given())
        except CityError as fault:
            form.add_error("name", str(fault))
        else:
            _say_what_is_hidden(request, view)
            return redirect("desk:view_list")
    context = {"form": form, "view": view, "link": request.build_absolute_uri(view.get_absolute_url())}
    return render(request, "desk/saved_view_form.html", context, status=422 if form.errors else 200)


@staff_only
@require_POST
def delete_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete an own view."""
    name = actions.delete_view(actor=cast(User, request.user), slug=slug)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": name})
    return redirect("desk:view_list")


@staff_only
@require_POST
def keep_the_rest(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep of an own view what still stands, and open it."""
    return redirect(actions.keep_the_rest(actor=cast(User, request.user), slug=slug))


@staff_only
@require_POST
def begin_with(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a view the home page."""
    view = actions.begin_with(actor=cast(User, request.user), slug=slug)
    messages.success(request, _("You begin with “%(name)s” from now on.") % {"name": view.name})
    return redirect("desk:view_list")


@staff_only
@require_POST
def begin_with_the_work_map(request: HttpRequest) -> HttpResponse:
    """Make the work map itself the home page again."""
    actions.begin_with_the_work_map(actor=cast(User, request.user))
    messages.success(request, _("You begin with the work map again."))
    return redirect("desk:view_list")
