"""Files of uploads do not stay: what was imported is in its table, what was given up is nobody's."""

from datetime import datetime

from cityops.datasets import files
from cityops.datasets.models import UNDER_WAY, Upload


def forget_old_uploads(*, before: datetime) -> int:
    """Remove uploads that nobody has touched since, with their files; returns how many."""
    old = Upload.objects.filter(changed_at__lt=before).exclude(state__in=UNDER_WAY)
    count = 0
    for upload in old:
        files.forget(upload.path)
        upload.delete()
        count += 1
    return count
