"""Receiving photos in the background, under the key of a report that is still being written."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError, NotFound, TooMany
from cityops.features.turns import take_turn
from cityops.reports.models import Photo, PhotoAttempt, Report, Submission
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
    """A photo that waits for its report.

    position: longitude and latitude in degrees, told to the sender and kept nowhere; None where the photo does not
    tell, and where it had been received before.
    """

    photo: Photo
    position: tuple[float, float] | None


def receive_photo(*, key: UUID, upload: "UploadedFile[Any]", address_hash: str) -> Received:
    """Keep a photo under a key; the same file again is the same photo, and is not decoded again.

    Raises PhotoTooLarge, PhotoTooManyPixels, NotAPhoto, TooManyPhotos, TooMany, AlreadySent.
    """
    check_size(upload.size or 0)  # before it is read
    data = upload.read()
    digest = hashlib.sha256(data).hexdigest()
    known = _checked(key, digest)
    if known is not None:
        return Received(known, None)
    _count_attempt(address_hash)
    clean = clean_photo(data)
    photo = Photo(key=key, width=clean.width, height=clean.height, digest=digest)
    photo.file.save("", ContentFile(clean.large), save=False)
    photo.file.storage.save(photo.small_name, ContentFile(clean.small))
    is_kept = False
    try:
        with transaction.atomic():
            hold_photos_of(key)
            came_meanwhile = _checked(key, digest)
            if came_meanwhile is None:
                photo.save()
        is_kept = came_meanwhile is None
    finally:
        if not is_kept:
            photo.delete_files()
    return Received(came_meanwhile or photo, clean.position)


@transaction.atomic
def drop_photo(*, key: UUID, photo_id: int) -> None:
    """Forget a photo whose report has not been sent. Raises NotFound."""
    hold_photos_of(key)
    photo = Photo.objects.filter(pk=photo_id, key=key, report=None).first()
    if photo is None:
        raise NotFound
    photo.delete()
    transaction.on_commit(photo.delete_files)


def attach_after(report: Report, key: UUID | None) -> list[int]:
    """Make the photos under a key those of the result, in the caller's transaction; return their ids."""
    if key is None:
        return []
    hold_photos_of(key)
    ids = list(Photo.objects.filter(key=key, report=None).order_by("id").values_list("pk", flat=True))
    Photo.objects.filter(pk__in=ids).update(report=report, stage=Photo.Stage.AFTER)
    return ids


def detach_after(ids: Collection[int]) -> None:
    """Take photos of a result back with the move that brought them; they are forgotten like any that were not sent."""
    Photo.objects.filter(pk__in=ids, stage=Photo.Stage.AFTER).update(report=None)


def hold_photos_of(key: UUID) -> None:
    """Let nobody else add, drop or attach photos under a key until the transaction ends."""
    take_turn("photos of a report", key)


def _checked(key: UUID, digest: str) -> Photo | None:
    """Return the photo if it has been received already. Raises AlreadySent, and TooManyPhotos where none fits."""
    if Submission.objects.filter(pk=key).exclude(report=None).exists():
        raise AlreadySent
    waiting = list(Photo.objects.filter(key=key))
    known = next((photo for photo in waiting if photo.digest == digest), None)
    if known is None and len(waiting) >= settings.PHOTOS_PER_REPORT:
        raise TooManyPhotos(most=settings.PHOTOS_PER_REPORT)
    return known


@transaction.atomic
def _count_attempt(address_hash: str) -> None:
    """Count an attempt before anything is decoded. Raises TooMany."""
    take_turn("photos of an address", address_hash)
    since = timezone.now() - timedelta(hours=1)
    tried = PhotoAttempt.objects.filter(address_hash=address_hash, created_at__gte=since).count()
    if tried >= settings.PHOTOS_PER_HOUR_FROM_ONE_ADDRESS:
        raise TooMany(_("Too many photos came from your connection. Send the report now; try the photos in an hour."))
    PhotoAttempt.objects.create(address_hash=address_hash)
