"""Doubtful rows over HTTP: the list of those that wait, and one with the places it may mean."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.areas.map_config import base_map_config
from cityops.areas.places import place_from
from cityops.datasets.actions import leave_row_out, settle_row
from cityops.datasets.actions.features import SettledAlready
from cityops.datasets.errors import in_words
from cityops.datasets.models import DoubtfulRow, Settled
from cityops.datasets.queries import doubtful_row, doubtful_rows_for, targets_of
from cityops.errors import CityError, NotAllowed
from cityops.features.imports import Field, target_named
from cityops.web.once import once_a_request

SHOWN = 100


class PlaceForm(forms.Form):
    """Where the row belongs: degrees, which a candidate or the pin fills in."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Which place is meant?"), required=False, widget=forms.RadioSelect, choices=()
    )
    lat = forms.CharField(label=gettext_lazy("Latitude"), required=False, max_length=30)
    lng = forms.CharField(label=gettext_lazy("Longitude"), required=False, max_length=30)

    def __init__(self, data: Any = None, *, row: DoubtfulRow) -> None:
        super().__init__(data, label_suffix="", initial={"choice": "0" if row.candidates else "pin"})
        self.candidates: list[dict[str, Any]] = row.candidates
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        labels = [(str(n), one["label"]) for n, one in enumerate(self.candidates)]
        field.choices = [*labels, ("pin", _("Another place: the pin on the map"))]

    def clean(self) -> dict[str, Any]:
        """Find the place. Without a script the degrees of the pin are typed."""
        data: dict[str, Any] = self.cleaned_data
        chosen = data.get("choice") or "pin"
        if chosen != "pin":
            one = self.candidates[int(chosen)]
            data["place"], data["is_only_desa"] = Point(one["lng"], one["lat"], srid=4326), one["is_desa"]
            return data
        try:
            data["place"] = place_from(*(data.get(name, "").replace(",", ".") for name in ("lng", "lat")))
        except CityError:
            self.add_error("choice", _("Put the pin on the map, or choose one of the places."))
        return data


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision."""
    if not targets_of(request.user):
        raise NotAllowed
    waiting = doubtful_rows_for(request.user).filter(state=Settled.WAITING)
    context = {"rows": [_shown(row) for row in waiting[:SHOWN]], "total": waiting.count()}
    return render(request, "datasets/doubtful_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a doubtful row with the places it may mean; take it in at the one that is chosen."""
    user = cast(User, request.user)
    row = doubtful_row(pk, user)
    if request.method != "POST":
        return _page(request, row, PlaceForm(row=row))
    if row.state != Settled.WAITING:
        fault = SettledAlready()
        return _page(request, row, PlaceForm(row=row), fault=fault, status=fault.status)
    form = PlaceForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        said = form.cleaned_data
        outcome = settle_row(
            actor=user, row_id=row.pk, place=said["place"], is_only_desa=said.get("is_only_desa", False)
        )
    except CityError as fault:
        return _page(request, row, form, fault=fault, status=fault.status)
    messages.success(request, _("Row %(row)s is taken in: %(code)s") % {"row": row.row, "code": outcome.code})
    return _onwards(user, row)


@staff_only
@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that nothing is made of it."""
    user = cast(User, request.user)
    row = doubtful_row(pk, user)
    try:
        leave_row_out(actor=user, row_id=row.pk)
    except CityError as fault:
        return _page(request, row, PlaceForm(row=row), fault=fault, status=fault.status)
    messages.success(request, _("Row %(row)s is left out.") % {"row": row.row})
    return _onwards(user, row)


def _onwards(user: User, row: DoubtfulRow) -> HttpResponse:
    """Go on to the next row that waits, and back to the list after the last."""
    waiting = doubtful_rows_for(user).filter(state=Settled.WAITING)
    following = waiting.filter(pk__gt=row.pk).first() or waiting.first()
    return redirect(following) if following else redirect("datasets:doubtful_rows")


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
        return date_format(datetime.fromisoformat(value), "j M Y")
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
        "fault": fault,
        "waits": row.state == Settled.WAITING,
        "map_config": base_map_config() | {"candidates": row.candidates},
    }
    return render(request, "datasets/doubtful.html", context, status=status)
