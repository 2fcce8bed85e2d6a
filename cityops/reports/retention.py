"""Forgetting: hashes of addresses after a day, photos that never became part of a report after two, contact details
90 days after the report has ended (what the form promises).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cityops.notifications.outbox import forget_messages
from cityops.reports.actions.notify import message_subject
from cityops.reports.models import Photo, PhotoAttempt, ReportContact, Submission

ADDRESSES_KEPT = timedelta(days=1)
ORPHANS_KEPT = timedelta(days=2)
CONTACT_KEPT = timedelta(days=90)


def forget_addresses() -> int:
    """Erase the hashes of addresses; returns how many."""
    old = timezone.now() - ADDRESSES_KEPT
    count = Submission.objects.filter(created_at__lt=old).exclude(address_hash="").update(address_hash="")
    attempts, _each = PhotoAttempt.objects.filter(created_at__lt=old).delete()
    return count + attempts


@transaction.atomic
def forget_orphan_photos() -> int:
    """Delete photos whose report was never sent, files too; returns how many. One that is just being sent stays."""
    old = Photo.objects.filter(report=None, created_at__lt=timezone.now() - ORPHANS_KEPT)
    orphans = list(old.select_for_update(skip_locked=True)[:500])
    Photo.objects.filter(pk__in=[photo.pk for photo in orphans], report=None).delete()
    for photo in orphans:
        transaction.on_commit(photo.delete_files)
    return len(orphans)


@transaction.atomic
def forget_contacts() -> int:
    """Erase how to reach the reporters of reports that ended long ago, and mail that waits; returns how many."""
    old = ReportContact.objects.filter(report__closed_at__lt=timezone.now() - CONTACT_KEPT)
    reports = list(old.select_for_update(of=("self",)).values_list("report_id", flat=True))
    forget_messages(message_subject(report) for report in reports)
    count, _each = ReportContact.objects.filter(report_id__in=reports).delete()
    return count
