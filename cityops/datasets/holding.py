"""Who has an upload in hand: one worker at most."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cityops.datasets.models import Upload

_KEY = "hashtext('datasets.import'), %s"


@contextmanager
def alone(upload_id: int) -> Iterator[None]:
    """Hold the upload: by a lock of the session, which ends with it where the worker or the database dies."""
    with connection.cursor() as cursor:
        # A session in a long statement does not notice by itself that its worker was killed.
        cursor.execute("SET client_connection_check_interval = '1s'")
        cursor.execute(f"SELECT pg_advisory_lock({_KEY})", [upload_id])
    session = connection.connection
    try:
        yield
    finally:
        if connection.connection is session:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({_KEY})", [upload_id])


def hold_if_free(upload_id: int) -> bool:
    """Keep workers from an upload until the transaction ends; False where one has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({_KEY})", [upload_id])
        return bool(cursor.fetchone()[0])


def is_of_another_run(upload: Upload, run: str) -> bool:
    """Whether a job was left over: its import was stopped, and what was begun since has a job of its own.

    run: of the job, "" where it does not say so. Else an old job would spend the tries of the new import.
    """
    return bool(run) and upload.progress.get("run", run) != run
