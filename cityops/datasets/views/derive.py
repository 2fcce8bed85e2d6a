"""Layers worked out of others, over HTTP: begun here, followed on the page of any upload."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.datasets.actions import derive_again, derive_layer
from cityops.datasets.derive_form import DeriveForm
from cityops.datasets.queries import dataset_named
from cityops.datasets.views.datasets import dataset_page
from cityops.errors import CityError


@staff_only
@require_POST
def derive(request: HttpRequest, name: str) -> HttpResponse:
    """Begin to make a layer of heights."""
    user = cast(User, request.user)
    dataset = dataset_named(name, user)
    form = DeriveForm(request.POST, user=user, source=dataset)
    if not form.is_valid():
        return dataset_page(request, dataset, derive_form=form, status=422)
    try:
        return redirect(derive_layer(actor=user, source=dataset, how=form.derivation(), **form.description()))
    except CityError as fault:
        return dataset_page(request, dataset, derive_form=form, fault=fault, status=fault.status)


@staff_only
@require_POST
def again(request: HttpRequest, name: str) -> HttpResponse:
    """Work a layer out anew."""
    user = cast(User, request.user)
    dataset = dataset_named(name, user)
    try:
        return redirect(derive_again(actor=user, dataset=dataset))
    except CityError as fault:
        return dataset_page(request, dataset, fault=fault, status=fault.status)
