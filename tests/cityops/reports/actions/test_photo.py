"""Photos wait under the key of a report that is still being written."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from cityops.errors import NotFound, TooMany
from cityops.reports.actions import AlreadySent, Received, TooManyPhotos, drop_photo, receive_photo, send_report
from cityops.reports.actions import photo as photo_actions
from cityops.reports.models import Photo, PhotoAttempt, Submission
from cityops.reports.photos import NotAPhoto
from cityops.reports.retention import forget_orphan_photos
from tests.factories.agencies import CategoryFactory
from tests.factories.pictures import picture, upload
from tests.factories.places import IN_TEMAS
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once

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


def test_an_address_has_a_limit(settings: Any) -> None:
    settings.PHOTOS_PER_HOUR_FROM_ONE_ADDRESS = 2
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


def test_a_photo_that_is_known_is_not_decoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key = uuid4()
    first = receive_photo(key=key, upload=upload(), address_hash="a")
    decoded = []
    monkeypatch.setattr(photo_actions, "clean_photo", decoded.append)
    assert receive_photo(key=key, upload=upload(), address_hash="a").photo == first.photo
    assert decoded == []
    assert PhotoAttempt.objects.count() == 1


def test_what_is_no_photo_counts_as_well(settings: Any) -> None:
    settings.PHOTOS_PER_HOUR_FROM_ONE_ADDRESS = 2
    for number in range(2):
        with pytest.raises(NotAPhoto):
            receive_photo(key=uuid4(), upload=upload(b"bukan foto %d" % number), address_hash="a")
    with pytest.raises(TooMany):
        receive_photo(key=uuid4(), upload=upload(), address_hash="a")


def test_dropping_removes_both_pictures(django_capture_on_commit_callbacks: Any) -> None:
    photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
    with pytest.raises(NotFound):
        drop_photo(key=uuid4(), photo_id=photo.pk)
    with django_capture_on_commit_callbacks(execute=True):
        drop_photo(key=photo.key, photo_id=photo.pk)
    assert not Photo.objects.exists()
    assert not photo.file.storage.exists(photo.file.name)
    assert not photo.file.storage.exists(photo.small_name)


def test_a_photo_of_a_sent_report_cannot_be_dropped(city: object) -> None:
    photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
    Photo.objects.update(report=ReportFactory())
    with pytest.raises(NotFound):
        drop_photo(key=photo.key, photo_id=photo.pk)


def test_orphans_are_forgotten_with_their_files(django_capture_on_commit_callbacks: Any) -> None:
    photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
    assert forget_orphan_photos() == 0
    Photo.objects.update(created_at=timezone.now() - timedelta(days=3))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_orphan_photos() == 1
    assert not photo.file.storage.exists(photo.file.name)
    assert not photo.file.storage.exists(photo.small_name)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Each call on a connection of its own."""

    def test_a_key_takes_no_more_photos_than_a_report_may_have(self) -> None:
        key = uuid4()
        came = at_once(*[partial(receive_photo, key=key, upload=upload(shade(n)), address_hash="a") for n in range(8)])
        assert sum(isinstance(what, Received) for what in came) == 5
        assert sum(isinstance(what, TooManyPhotos) for what in came) == 3
        photos = list(Photo.objects.filter(key=key))
        assert len(photos) == 5
        folder = photos[0].file.storage
        assert all(folder.exists(photo.file.name) and folder.exists(photo.small_name) for photo in photos)

    def test_an_address_takes_no_more_than_its_limit(self, settings: Any) -> None:
        settings.PHOTOS_PER_HOUR_FROM_ONE_ADDRESS = 3
        came = at_once(
            *[partial(receive_photo, key=uuid4(), upload=upload(shade(n)), address_hash="a") for n in range(8)]
        )
        assert sum(isinstance(what, Received) for what in came) == 3
        assert Photo.objects.count() == 3

    def test_the_same_file_is_kept_once(self) -> None:
        key = uuid4()
        came = at_once(*[partial(receive_photo, key=key, upload=upload(), address_hash="a") for _ in range(6)])
        assert {what.photo.pk for what in came} == {Photo.objects.get().pk}

    def test_a_photo_that_is_being_sent_is_no_orphan(self, city_in_earnest: object) -> None:
        photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
        Photo.objects.update(created_at=timezone.now() - timedelta(days=3))
        with transaction.atomic():
            Photo.objects.select_for_update().get()  # as sending holds it
            assert at_once(forget_orphan_photos) == [0]
            Photo.objects.update(report=ReportFactory())
        assert forget_orphan_photos() == 0
        assert photo.file.storage.exists(photo.file.name)

    def test_a_photo_is_dropped_or_sent(self, city_in_earnest: object) -> None:
        category = CategoryFactory()
        photo = receive_photo(key=uuid4(), upload=upload(), address_hash="a").photo
        send = partial(send_report, key=photo.key, place=IN_TEMAS, category=category, text="Lubang", address_hash="a")
        came = at_once(send, partial(drop_photo, key=photo.key, photo_id=photo.pk))
        is_dropped = not isinstance(came[1], NotFound)
        assert came[0].report.photos.count() == (0 if is_dropped else 1)
        assert photo.file.storage.exists(photo.file.name) is not is_dropped
