"""A file on its way, over HTTP: sent, looked at, imported."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.datasets.actions import begin_import, read_again, receive_upload, stop_import, throw_away
from cityops.datasets.errors import NoFile, NotNow
from cityops.datasets.files import RASTERS, READABLE, VECTORS
from cityops.datasets.forms import DescriptionForm, said_of
from cityops.datasets.handlers import OneLargeFile
from cityops.datasets.models import READY, State, Upload
from cityops.datasets.progress_words import progress_of
from cityops.datasets.queries import dataset_named, may_change, may_upload, upload_with_key
from cityops.datasets.standing import standings
from cityops.datasets.views.features import result_page
from cityops.datasets.views.upload_page import choices_form, upload_page
from cityops.errors import CityError, NotAllowed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def one_large_file(view: View[P]) -> View[P]:
    """Let a file of any size arrive on the disk. The token of the form is looked at once the file is there."""

    @wraps(view)
    def receiving(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.upload_handlers = [OneLargeFile(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return cast("View[P]", csrf_exempt(receiving))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: HttpRequest, name: str | None = None) -> HttpResponseBase:
    """Take in a file: a new dataset, or the next version of one."""
    user = cast(User, request.user)
    if not may_upload(user):
        raise NotAllowed
    if name is not None and not may_change(user, dataset_named(name, user)):
        raise NotAllowed
    return _receive(request, name)


@one_large_file
def _receive(request: HttpRequest, name: str | None) -> HttpResponse:
    user = cast(User, request.user)
    dataset = dataset_named(name, user) if name else None
    fault = None
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise NoFile
            upload = receive_upload(
                actor=user, file_name=file.name or "", size=file.size or 0, pieces=file.chunks(), replaces=dataset
            )
            return redirect(upload)
        except CityError as stands:
            fault = stands
    context = {
        "dataset": dataset,
        "fault": fault,
        "readable": READABLE,
        "endings": ",".join((*VECTORS, *RASTERS)),
        "limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024),
        "uploads": standings(Upload.objects.filter(owner=user).exclude(state__in=(State.DONE, State.CANCELLED))[:10]),
    }
    return render(request, "datasets/new.html", context, status=fault.status if fault else 200)


@require_safe
@staff_only
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far an upload is, and once it was read what was found, with all that can be chosen."""
    upload = upload_with_key(key, request.user)
    if upload.state == State.DONE and upload.dataset is not None:
        return redirect(upload.dataset)
    if upload.target and upload.state == State.DONE:
        return result_page(request, upload)
    is_tried = upload.state in READY and (upload.result or upload.fault) and "look" not in request.GET
    if upload.target and (upload.is_under_way or is_tried):
        return redirect("datasets:as_features", key, upload.target)
    return upload_page(request, upload)


@require_safe
@staff_only
def state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say how far it is, for the page that waits; once it is further, lead there."""
    upload = upload_with_key(key, request.user)
    if not upload.is_under_way:
        further: HttpResponse = HttpResponseClientRedirect(reverse("datasets:upload", args=[key]))
        return further
    return render(request, "datasets/progress.html", {"upload": upload, "progress": progress_of(upload)})


@staff_only
@require_POST
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Read the file once more, otherwise."""
    user = cast(User, request.user)
    upload = upload_with_key(key, user)
    choices = choices_form(upload, request.POST)
    said = DescriptionForm(request.POST, user=user, initial=said_of(upload))
    if not choices.is_valid():
        is_asked = "label" in request.POST
        return upload_page(request, upload, choices=choices, said=said if is_asked else None, status=422)
    said.is_valid()
    read_again(actor=user, upload_id=upload.pk, choices=choices.chosen().to_dict(), said=said.said_so_far())
    return redirect(upload)


@staff_only
@require_POST
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make a layer of it."""
    user = cast(User, request.user)
    upload = upload_with_key(key, user)
    choices = choices_form(upload, request.POST)
    said = DescriptionForm(request.POST, user=user, initial=said_of(upload))
    is_whole = all((choices.is_valid(), said.is_valid()))
    if is_whole and upload.state in READY and choices.is_read_otherwise:
        # What was looked at is not what would be imported.
        read_again(actor=user, upload_id=upload.pk, choices=choices.chosen().to_dict(), said=said.said_so_far())
        messages.info(request, _("The file is read again as you chose. Look at the preview, then make the layer."))
        return redirect(upload)
    if not is_whole or choices.ask_about_faulty_rows():
        return upload_page(request, upload, choices=choices, said=said, status=422)
    try:
        begin_import(
            actor=user,
            upload_id=upload.pk,
            choices=choices.chosen().to_dict(),
            description=said.description(),
        )
    except CityError as fault:
        return upload_page(request, upload, choices=choices, said=said, fault=fault, status=fault.status)
    return redirect(upload)


@staff_only
@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stop the import; all that was chosen stays. Where it had ended by itself, its page says how."""
    upload = upload_with_key(key, request.user)
    with suppress(NotNow):
        stop_import(actor=cast(User, request.user), upload_id=upload.pk)
    return redirect(upload)


@staff_only
@require_POST
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw it away."""
    upload = throw_away(actor=cast(User, request.user), upload_id=upload_with_key(key, request.user).pk)
    if upload.is_under_way:  # until its reader has laid it down
        return redirect(upload)
    messages.success(request, _("“%(name)s” is thrown away.") % {"name": upload.file_name})
    return redirect("datasets:new")
