"""Doubtful rows over HTTP: the list of those that wait, and one with the places it may mean."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.areas.map_config import base_map_config
from cityops.datasets.actions import leave_row_out, settle_row
from cityops.datasets.actions.doubtful import SettledAlready
from cityops.datasets.doubtful_form import PlaceForm
from cityops.datasets.errors import in_words
from cityops.datasets.models import DoubtfulRow, Settled
from cityops.datasets.queries import doubtful_row, doubtful_rows_for, first_of_each_place, rows_like, targets_of
from cityops.errors import CityError, NotAllowed
from cityops.features.imports import Field, target_named
from cityops.web.once import once_a_request

SHOWN = 100


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision."""
    if not targets_of(request.user):
        raise NotAllowed
    waiting = doubtful_rows_for(request.user).filter(state=Settled.WAITING)
    first = first_of_each_place(request.user, SHOWN)
    context = {"rows": [_shown(row) | {"like": like} for row, like in first], "total": waiting.count()}
    return render(request, "datasets/doubtful_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a doubtful row with the places it may mean; take it in at the one that is chosen."""
    user = cast(User, request.user)
    row = doubtful_row(pk, user)
    if request.method != "POST":
        return _page(request, row, PlaceForm(row=row, like=_like(user, row)))
    if row.state != Settled.WAITING:
        fault = SettledAlready()
        return _page(request, row, PlaceForm(row=row), fault=fault, status=fault.status)
    form = PlaceForm(request.POST, row=row, like=_like(user, row))
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        said = form.cleaned_data
        decided = settle_row(
            actor=user,
            row_id=row.pk,
            place=said["place"],
            is_only_desa=said.get("is_only_desa", False),
            with_like=said.get("with_like", False),
        )
    except CityError as fault:
        return _page(request, row, form, fault=fault, status=fault.status)
    messages.success(request, _("Row %(row)s is taken in: %(code)s") % {"row": row.row, "code": decided.outcome.code})
    if decided.more:
        messages.success(request, _("Taken in with it, of the same place: %(n)s") % {"n": decided.more})
    if decided.waiting:
        messages.warning(request, _("Of the same place, but still waiting: %(n)s") % {"n": decided.waiting})
    return _onwards(user, row)


@staff_only
@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that nothing is made of it."""
    user = cast(User, request.user)
    row = doubtful_row(pk, user)
    try:
        count = leave_row_out(actor=user, row_id=row.pk, with_like="with_like" in request.POST)
    except CityError as fault:
        return _page(request, row, PlaceForm(row=row), fault=fault, status=fault.status)
    messages.success(request, _("Row %(row)s is left out.") % {"row": row.row})
    if count > 1:
        messages.success(request, _("Left out with it, of the same place: %(n)s") % {"n": count - 1})
    return _onwards(user, row)


def _onwards(user: User, row: DoubtfulRow) -> HttpResponse:
    """Go on to the next row that waits, and back to the list after the last."""
    waiting = doubtful_rows_for(user).filter(state=Settled.WAITING)
    following = waiting.filter(pk__gt=row.pk).first() or waiting.first()
    return redirect(following) if following else redirect("datasets:doubtful_rows")


def _like(user: User, row: DoubtfulRow) -> int:
    """Return how many other rows wait that say the same of their place."""
    return rows_like(user, row).exclude(pk=row.pk).count()


def _shown(row: DoubtfulRow) -> dict[str, Any]:
    target = target_named(row.target)
    return {"row": row, "target": target, "why": in_words(row.why) if row.why else "", "said": _said(row)}


def _said(row: DoubtfulRow) -> list[tuple[Any, str]]:
    """Return what the row says, each under the name of its field; nothing of the person behind it."""
    target = target_named(row.target)
    told = [one for one in (target.fields if target else ()) if not one.is_private]
    return [(one.label, _in_words(row.target, one, row.values[one.name])) for one in told if row.values.get(one.name)]


def _in_words(target: str, field: Field, value: str) -> str:
    """Return what a row says in a field as people read it: what a code stands for, a day as it is spelled here."""
    if field.kind == "date":
        return _day_in_words(value)
    return _words_of(target).get(field.name, {}).get(value, value)


def _day_in_words(value: str) -> str:
    try:
        return date_format(datetime.fromisoformat(value), "SHORT_DATE_FORMAT")
    except ValueError:  # as it stood in the file
        return value


@once_a_request
def _words_of(target: str) -> Mapping[str, Mapping[str, str]]:
    """Return what the codes of a target's fields stand for, asked once for all rows."""
    found = target_named(target)
    told = found.fields if found else ()
    return {one.name: {code: str(word) for code, word in one.choices()} for one in told if one.choices}


def _page(
    request: HttpRequest, row: DoubtfulRow, form: PlaceForm, *, fault: CityError | None = None, status: int = 200
) -> HttpResponse:
    context = {
        **_shown(row),
        "form": form,
        "like": form.like,
        "fault": fault,
        "waits": row.state == Settled.WAITING,
        "map_config": base_map_config() | {"candidates": row.candidates},
    }
    return render(request, "datasets/doubtful.html", context, status=status)
