"""An upload goes back to its owner: its import stopped or broke off, and what was sent and chosen is still there."""

from django.db import connection

from cityops.datasets import files
from cityops.datasets.errors import Stopped, told
from cityops.datasets.models import State, Upload
from cityops.errors import CityError


def give_back(upload: Upload, fault: CityError) -> None:
    """Keep nothing of what was made, also by a worker that was killed; keep the file, and say what stood against it."""
    files.forget(f"{files.rasters_of(upload)}/raster.tif")
    given = Upload.objects.filter(pk=upload.pk)
    if not upload.derivation:
        given.update(state=State.READ, fault=told(fault), result=None, is_cancelled=False)
    # There is no file, and nothing that could be chosen otherwise.
    elif isinstance(fault, Stopped):
        given.update(state=State.CANCELLED)
    else:
        given.update(state=State.FAILED, fault=told(fault))


def hold_if_free(upload: Upload) -> bool:
    """Keep workers from an upload until the transaction ends; False where one has it (`importing.alone`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('datasets.import'), %s)", [upload.pk])
        return bool(cursor.fetchone()[0])
