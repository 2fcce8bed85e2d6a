"""Photos over HTTP: received in the background under a key, and shown to those who may see them."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.errors import CityError, NotFound
from cityops.reports.actions import drop_photo, receive_photo
from cityops.reports.models import Photo
from cityops.reports.reading import read_report
from cityops.reports.secrets import codes_on_this_phone
from cityops.reports.views.pictures import picture
from cityops.web.address import address_hash


class KeyForm(forms.Form):
    """The key of a report that is being written."""

    key = forms.UUIDField()


def _key_in(data: object) -> UUID:
    form = KeyForm(data)  # type: ignore[arg-type]
    if not form.is_valid():
        raise CityError
    key: UUID = form.cleaned_data["key"]
    return key


def _as_json(photo: Photo) -> dict[str, object]:
    url = reverse("reports:draft_photo", args=[photo.key, photo.pk])
    return {"id": photo.pk, "url": url, "width": photo.width, "height": photo.height}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take in one photo under a key, or list those that wait under it."""
    if request.method != "POST":
        waiting = Photo.objects.filter(key=_key_in(request.GET), report=None)
        return JsonResponse({"photos": [_as_json(photo) for photo in waiting]})
    key, sent = _key_in(request.POST), request.FILES.get("photo")
    if not isinstance(sent, UploadedFile):
        raise CityError
    received = receive_photo(key=key, upload=sent, address_hash=address_hash(request))
    position = dict(zip(("lng", "lat"), received.position, strict=True)) if received.position else None
    return JsonResponse({**_as_json(received.photo), "position": position}, status=HTTPStatus.CREATED)


@require_POST
def remove(request: HttpRequest, key: UUID, pk: int) -> JsonResponse:
    """Forget a photo before its report is sent."""
    drop_photo(key=key, photo_id=pk)
    return JsonResponse({})


@require_safe
def draft(request: HttpRequest, key: UUID, pk: int) -> HttpResponseBase:
    """Show a waiting photo to whoever knows its key: the browser that sent it."""
    photo = Photo.objects.filter(pk=pk, key=key, report=None).first()
    if photo is None:
        raise NotFound
    return picture(request, photo, name="foto", is_small=True)


@require_safe
def photo(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Show a photo of a report to those who may see it; `?ukuran=kecil` is the small one."""
    reading = read_report(code, user=request.user, on_this_phone=codes_on_this_phone(request))
    found = reading.photos().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return picture(request, found, name=code)
