from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cityops.notifications.models import OutboxMessage
from cityops.reports.actions import forget_my_contact
from cityops.reports.actions.notify import tell_reporter
from cityops.reports.models import PhotoAttempt, Report, ReportContact, Submission
from cityops.reports.retention import forget_addresses, forget_contacts
from tests.factories.reports import ReportFactory

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


@pytest.mark.usefixtures("city")
class TestMailThatWaits:
    @staticmethod
    def told(**traits: Any) -> Report:
        report = ReportFactory(**traits)
        ReportContact.objects.create(report=report, email="ani@example.com")
        tell_reporter(report, "answered", text="Besok kami datang.")
        return report

    def test_it_goes_with_the_contact_at_the_reporter_s_wish(self) -> None:
        report, other = self.told(), self.told()
        forget_my_contact(pk=report.pk)
        assert [row.subject for row in OutboxMessage.objects.all()] == [f"reports.Report:{other.pk}"]

    def test_it_goes_with_the_contact_after_90_days(self) -> None:
        self.told(ended=True, closed_at=timezone.now() - timedelta(days=91))
        recent = self.told(ended=True)
        assert forget_contacts() == 1
        assert [row.subject for row in OutboxMessage.objects.all()] == [f"reports.Report:{recent.pk}"]
