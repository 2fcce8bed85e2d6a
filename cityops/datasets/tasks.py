"""What the worker does with uploads. Each can be run again after a worker was killed: nothing of it was kept."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from cityops.datasets.importing import make_layer
from cityops.datasets.reading import read
from cityops.datasets.retention import forget_old_uploads

KEPT = timedelta(days=14)  # files of uploads that nobody finished


@app.task(name="datasets.read_upload")
def read_upload(upload_id: int) -> None:
    """Look into a file."""
    read(upload_id)


@app.task(name="datasets.import_upload")
def import_upload(upload_id: int) -> None:
    """Make a layer of a file."""
    make_layer(upload_id)


@app.periodic(cron="37 3 * * *")
@app.task(name="datasets.forget_uploads", queueing_lock="datasets.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Remove the files of uploads that nobody came back to."""
    forget_old_uploads(before=timezone.now() - KEPT)
