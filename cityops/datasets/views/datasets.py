"""Datasets over HTTP: the list, and one with all that is known and can be done with it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.datasets.actions import change_dataset, remove_dataset, show_version
from cityops.datasets.derive_form import DeriveForm
from cityops.datasets.deriving import can_be_derived_from
from cityops.datasets.forms import DescriptionForm, said_of
from cityops.datasets.models import READY, UNDER_WAY, Dataset, InboxFolder, Settled, State, Upload
from cityops.datasets.preview import dataset_config, extent_words, is_style_broken
from cityops.datasets.provenance import derived_of, provenance_of
from cityops.datasets.queries import dataset_named, datasets_seen_by, doubtful_rows_for, may_change, may_upload
from cityops.datasets.standing import standings
from cityops.datasets.table import table_of
from cityops.errors import CityError
from geodata.readers.inspection import Problem
from layers.typed_numbers import BY_HAND


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """List what the reader sees, and what of theirs is still on its way."""
    user = cast(User, request.user)
    context = {
        "datasets": datasets_seen_by(user),
        "under_way": standings(Upload.objects.filter(owner=user, state__in=(*UNDER_WAY, *READY, State.FAILED))[:20]),
        "taken_in": standings(Upload.objects.filter(owner=user, state=State.DONE).exclude(target="")[:10]),
        "may_upload": may_upload(user),
        "inbox": InboxFolder.objects.filter(owner=user, done_at__isnull=False).select_related("dataset"),
        "waiting": doubtful_rows_for(user).filter(state=Settled.WAITING).count(),
    }
    return render(request, "datasets/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show a dataset; write what was changed in its description."""
    user = cast(User, request.user)
    dataset = dataset_named(name, user)
    if request.method != "POST":
        return dataset_page(request, dataset) if BY_HAND not in request.GET else _by_hand(request, dataset)
    form = DescriptionForm(request.POST, user=user, initial=said_of(dataset))
    if not form.is_valid():
        return dataset_page(request, dataset, form, status=422)
    seen = form.cleaned_data["seen"] or 0
    try:
        change_dataset(actor=user, dataset_id=dataset.pk, seen=seen, description=form.description())
    except CityError as fault:
        return dataset_page(request, dataset, form, fault=fault, status=fault.status)
    messages.success(request, _("Saved."))
    return redirect(dataset)


@staff_only
@require_POST
def version(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the versions that are kept."""
    user = cast(User, request.user)
    dataset = dataset_named(name, user)
    number = _whole(request.POST.get("number"))
    try:
        show_version(actor=user, dataset_id=dataset.pk, seen=_whole(request.POST.get("seen")), number=number)
    except CityError as fault:
        return dataset_page(request, dataset, fault=fault, status=fault.status)
    messages.success(request, _("Version %(number)s is on the map.") % {"number": number})
    return redirect(dataset)


@staff_only
@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Take it from the map."""
    user = cast(User, request.user)
    dataset = dataset_named(name, user)
    try:
        remove_dataset(actor=user, dataset_id=dataset.pk, seen=_whole(request.POST.get("seen")))
    except CityError as fault:
        return dataset_page(request, dataset, fault=fault, status=fault.status)
    messages.success(request, _("“%(name)s” is taken from the map.") % {"name": dataset.label})
    return redirect("datasets:list")


@require_safe
@staff_only
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """Show some rows of a dataset as a table; the page's address then says what they are filtered by."""
    dataset = dataset_named(name, request.user)
    table = table_of(dataset, request.user, request.GET)
    response = render(request, "datasets/rows.html", {"dataset": dataset, "table": table})
    address = f"{dataset.get_absolute_url()}?{table.query}" if table.query else dataset.get_absolute_url()
    response["HX-Replace-Url"] = address
    return response


def _by_hand(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    """Lead from a filter that was typed to its address; what is no number comes back, with a word at its field."""
    table = table_of(dataset, request.user, request.GET)
    if table.has_unread:
        return dataset_page(request, dataset, status=422)
    return redirect(f"{dataset.get_absolute_url()}?{table.query}".removesuffix("?"))


def dataset_page(
    request: HttpRequest,
    dataset: Dataset,
    form: DescriptionForm | None = None,
    *,
    derive_form: DeriveForm | None = None,
    fault: CityError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page of a dataset, and what is wrong with what was sent."""
    initial = said_of(dataset) | {"seen": dataset.version}
    shown = dataset.shown
    table = table_of(dataset, request.user, request.GET) if shown and shown.columns else None
    context = {
        "table": table,
        "filter_form": table.form if table else None,
        "dataset": dataset,
        "shown": shown,
        "notes": [Problem(is_repaired=True, **note).text for note in shown.notes] if shown else (),
        "versions": dataset.versions.select_related("made_by"),
        "form": form or DescriptionForm(user=request.user, initial=initial),
        "fault": fault,
        "may_change": may_change(request.user, dataset),
        "derive_form": derive_form or DeriveForm(user=request.user, source=dataset),
        "can_derive": can_be_derived_from(dataset) and may_upload(request.user),
        "provenance": provenance_of(dataset, request.user),
        "derived": derived_of(dataset, request.user),
        "is_style_broken": is_style_broken(dataset),
        "map_config": dataset_config(dataset),
        "extent": extent_words(shown.extent) if shown and shown.extent else "",
    }
    return render(request, "datasets/detail.html", context, status=status)


def _whole(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
