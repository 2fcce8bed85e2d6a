"""Receiving photos in the background, under the key of a report that is still being written."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError, NotFound, TooMany
from cityops.reports.models import Photo, Submission
from cityops.reports.photos import check_size, clean_photo


class TooManyPhotos(CityError):
    """A report has all the photos it may have."""

    code, status = "too_many_photos", 422
    text = _("At most %(most)s photos go with a report. Remove one to add another.")


class AlreadySent(CityError):
    """The report that the key stands for has left."""

    code, status = "already_sent", 409
    text = _("This report has been sent already. The photo was not added.")


@dataclass(frozen=True)
class Received:
    """A photo that waits for its report; `position` (longitude, latitude) is told to the sender and kept nowhere."""

    photo: Photo
    position: tuple[float, float] | None


def receive_photo(*, key: UUID, upload: "UploadedFile[Any]", address_hash: str) -> Received:
    """Keep a photo under a key; the same file again is the same photo.

    Raises PhotoTooLarge, PhotoTooManyPixels, NotAPhoto, TooManyPhotos, TooMany, AlreadySent.
    """
    check_size(upload.size or 0)  # before it is read
    if Submission.objects.filter(pk=key).exclude(report=None).exists():
        raise AlreadySent
    data = upload.read()
    digest = hashlib.sha256(data).hexdigest()
    known = Photo.objects.filter(key=key, digest=digest).first()
    if known is None:
        _check_limits(key, address_hash)
    clean = clean_photo(data)
    if known is not None:
        return Received(known, clean.position)
    photo = Photo(key=key, width=clean.width, height=clean.height, digest=digest, address_hash=address_hash)
    photo.file.save("", ContentFile(clean.large), save=False)
    photo.file.storage.save(photo.small_name, ContentFile(clean.small))
    try:
        with transaction.atomic():
            photo.save()
    except IntegrityError:  # the same file came twice at once
        photo.delete_files()
        return Received(Photo.objects.get(key=key, digest=digest), clean.position)
    return Received(photo, clean.position)


def drop_photo(*, key: UUID, photo_id: int) -> None:
    """Forget a photo whose report has not been sent. Raises NotFound."""
    photo = Photo.objects.filter(pk=photo_id, key=key, report=None).first()
    if photo is None:
        raise NotFound
    photo.delete()
    photo.delete_files()


def _check_limits(key: UUID, address_hash: str) -> None:
    if Photo.objects.filter(key=key).count() >= settings.PHOTOS_PER_REPORT:
        raise TooManyPhotos(most=settings.PHOTOS_PER_REPORT)
    since = timezone.now() - timedelta(hours=1)
    received = Photo.objects.filter(address_hash=address_hash, created_at__gte=since).count()
    if received >= settings.PHOTOS_PER_HOUR_FROM_ONE_ADDRESS:
        raise TooMany(_("Too many photos came from your connection. Send the report now; try the photos in an hour."))
