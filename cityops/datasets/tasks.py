"""What the worker does with uploads. Each can be run again after a worker was killed: nothing of it was kept."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from cityops.datasets.actions.upload import IMPORT, READ, TAKE_IN, TRY_OUT
from cityops.datasets.giving_back import DatabaseLost
from cityops.datasets.importing import INDEX_NAMES, make_layer
from cityops.datasets.inbox import look_into
from cityops.datasets.models import TRIES
from cityops.datasets.reading import read
from cityops.datasets.retention import forget_contacts_of_waiting_rows, forget_old_uploads
from cityops.datasets.showing import index_version
from cityops.datasets.taking_in import take_in, try_out

AGAIN = RetryStrategy(max_attempts=TRIES, wait=5, retry_exceptions={DatabaseLost})
KEPT = timedelta(days=14)  # files of uploads that nobody finished
CONTACTS_KEPT = timedelta(days=90)  # in rows about which nobody decided; as long as those of reports


@app.task(name=READ, pass_context=True)
def read_upload(context: JobContext, upload_id: int) -> None:
    """Look into a file."""
    read(upload_id, tries_before=context.job.attempts)


@app.task(name=IMPORT, pass_context=True, retry=AGAIN)
def import_upload(context: JobContext, upload_id: int, run: str = "") -> None:
    """Make a layer of a file."""
    make_layer(upload_id, tries_before=context.job.attempts, run=run)


@app.task(name=INDEX_NAMES, retry=RetryStrategy(max_attempts=TRIES, wait=5))
def index_names(version_id: int) -> None:
    """Let the search box find the rows of a layer at once."""
    index_version(version_id)


@app.task(name=TRY_OUT, pass_context=True, retry=AGAIN)
def try_out_upload(context: JobContext, upload_id: int, run: str = "") -> None:
    """Say what would become of the rows of a file."""
    try_out(upload_id, tries_before=context.job.attempts, run=run)


@app.task(name=TAKE_IN, pass_context=True, retry=AGAIN)
def take_in_upload(context: JobContext, upload_id: int, run: str = "") -> None:
    """Make features of the rows of a file."""
    take_in(upload_id, tries_before=context.job.attempts, run=run)


@app.periodic(cron="37 3 * * *")
@app.task(name="datasets.forget_uploads", queueing_lock="datasets.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Remove the files of uploads that nobody came back to."""
    forget_old_uploads(before=timezone.now() - KEPT)
    forget_contacts_of_waiting_rows(before=timezone.now() - CONTACTS_KEPT)


@app.periodic(cron="* * * * *")
@app.task(name="datasets.look_into_inbox", queueing_lock="datasets.look_into_inbox")
def look_into_inbox(timestamp: int) -> None:
    """Take in what lies in the operator's inbox, if there is one."""
    if settings.INBOX_DIR and (inbox := Path(settings.INBOX_DIR)).is_dir():
        look_into(inbox)
