from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cityops.reports.models import PhotoAttempt, Submission
from cityops.reports.retention import forget_addresses

pytestmark = pytest.mark.django_db


def test_hashes_of_addresses_are_erased_after_a_day() -> None:
    old, new = uuid4(), uuid4()
    Submission.objects.create(key=old, address_hash="a" * 32, created_at=timezone.now() - timedelta(hours=25))
    Submission.objects.create(key=new, address_hash="b" * 32, created_at=timezone.now())
    assert forget_addresses() == 1
    assert dict(Submission.objects.values_list("key", "address_hash")) == {old: "", new: "b" * 32}


def test_attempts_to_send_photos_are_forgotten_after_a_day() -> None:
    PhotoAttempt.objects.create(address_hash="a", created_at=timezone.now() - timedelta(hours=25))
    new = PhotoAttempt.objects.create(address_hash="a")
    assert forget_addresses() == 1
    assert PhotoAttempt.objects.get() == new
