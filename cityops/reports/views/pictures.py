"""A photo over HTTP, for the pages of residents and of staff alike. Who may see it is the views' to decide."""

from pathlib import PurePath

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from cityops.errors import NotFound
from cityops.reports.models import Photo


def picture(request: HttpRequest, photo: Photo, *, name: str, is_small: bool = False) -> HttpResponseBase:
    """Return a photo, the small one also for `?ukuran=kecil`. Raises NotFound where its file is lost.

    A browser keeps it, and asks each time whether it may still show it: a photo that was hidden is gone at once. The
    pictures behind one name never change, hence the name is their ETag.
    """
    is_small = is_small or request.GET.get("ukuran") == "kecil"
    stored = photo.small_name if is_small else str(photo.file.name)
    etag = quote_etag(PurePath(stored).stem)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = photo.file.storage.open(stored)
        except FileNotFoundError:
            raise NotFound from None
        response = FileResponse(file, content_type="image/jpeg", filename=f"{name}-{photo.pk}.jpg")
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response
