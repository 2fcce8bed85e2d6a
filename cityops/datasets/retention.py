"""What does not stay: files of uploads, since what was imported is in its table, and contacts in rows that wait."""

from datetime import datetime

from cityops.datasets import files
from cityops.datasets.models import UNDER_WAY, DoubtfulRow, Settled, Upload
from cityops.features.imports import all_targets


def forget_old_uploads(*, before: datetime) -> int:
    """Remove uploads that nobody has touched since, with their files; returns how many."""
    old = Upload.objects.filter(changed_at__lt=before).exclude(state__in=UNDER_WAY)
    count = 0
    for upload in old:
        files.forget(upload.path)
        upload.delete()
        count += 1
    return count


def forget_contacts_of_waiting_rows(*, before: datetime) -> int:
    """Remove what is private from doubtful rows that wait since then; returns from how many. The rows stay."""
    private = {one.name for target in all_targets() for one in target.fields if one.is_private}
    waiting = DoubtfulRow.objects.filter(
        state=Settled.WAITING, created_at__lt=before, values__has_any_keys=list(private)
    )
    rows = list(waiting)
    for row in rows:
        row.values = {name: value for name, value in row.values.items() if name not in private}
    return DoubtfulRow.objects.bulk_update(rows, ["values"], batch_size=500)
