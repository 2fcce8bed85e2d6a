"""Photos wait under the key of a report that is still being written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cityops.errors import NotFound, TooMany
from cityops.reports.actions import AlreadySent, TooManyPhotos, drop_photo, receive_photo
from cityops.reports.models import Photo, Submission
from cityops.reports.retention import forget_orphan_photos
from tests.factories.pictures import picture, upload
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db


def shade(number: int) -> bytes:
    """A picture unlike the others."""
    return picture((40 + number, 40))


def test_the_same_file_twice_is_one_photo() -> None:
    key = uuid4()
    first = receive_photo(key=key, upload=upload(), address_hash="a")
    again = receive_photo(key=key, upload=upload(), address_hash="a")
    assert first.photo == again.photo
    assert Photo.objects.count() == 1


def test_nothing_of_the_name_is_kept() -> None:
    photo = receive_photo(key=uuid4(), upload=upload(name="Budi Santoso.jpg"), address_hash="a").photo
    assert "Budi" not in photo.file.name
    assert photo.file.storage.exists(photo.small_name)


def test_a_sixth_photo_is_refused() -> None:
    key = uuid4()
    for number in range(5):
        receive_photo(key=key, upload=upload(shade(number)), address_hash="a")
    with pytest.raises(TooManyPhotos):
        receive_photo(key=key, upload=upload(shade(9)), address_hash="a")


def test_an_address_has_a_limit(settings: object) -> None:
    settings.PHOTOS_PER_HOUR_FROM_ONE_ADDRESS = 2  # type: ignore[attr-defined]
    for number in range(2):
        receive_photo(key=uuid4(), upload=upload(shade(number)), address_hash="a")
    with pytest.raises(TooMany):
        receive_photo(key=uuid4(), upload=upload(), address_hash="a")
    receive_photo(key=uuid4(), upload=upload(), address_hash="another")


def test_a_photo_after_sending_is_refused(city: object) -> None:
    key = uuid4()
    Submission.objects.create(key=key, report=ReportFactory())
    with pytest.raises(AlreadySent):
        receive_photo(key=key, upload=upload(), address_hash="a")


def test_dropping_removes_both_pictures() -> None:
    photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
    with pytest.raises(NotFound):
        drop_photo(key=uuid4(), photo_id=photo.pk)
    drop_photo(key=photo.key, photo_id=photo.pk)
    assert not Photo.objects.exists()
    assert not photo.file.storage.exists(photo.file.name)
    assert not photo.file.storage.exists(photo.small_name)


def test_a_photo_of_a_sent_report_cannot_be_dropped(city: object) -> None:
    photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
    Photo.objects.update(report=ReportFactory())
    with pytest.raises(NotFound):
        drop_photo(key=photo.key, photo_id=photo.pk)


def test_orphans_are_forgotten_with_their_files() -> None:
    photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
    assert forget_orphan_photos() == 0
    Photo.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert forget_orphan_photos() == 1
    assert not photo.file.storage.exists(photo.file.name)
    assert not photo.file.storage.exists(photo.small_name)
