"""An upload goes back to its owner: its import stopped or broke off, and what was sent and chosen is still there."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from cityops.datasets import files
from cityops.datasets.errors import Interrupted, Stopped, told
from cityops.datasets.models import TRIES, State, Upload
from cityops.datasets.progress import Cancelled
from cityops.errors import CityError

logger = logging.getLogger(__name__)


class DatabaseLost(Exception):
    """The database went away in the middle: nothing was kept, and the import can be tried again."""


@contextmanager
def given_back_at_a_fault(upload: Upload, tries_before: int) -> Iterator[None]:
    """Give an upload back where the work inside is stopped or fails.

    tries_before: how often it was begun and not ended, neither well nor badly. Raises DatabaseLost, but not at the last
    try.
    """
    try:
        yield
    except Cancelled:
        give_back(upload, Stopped())
    except CityError as fault:
        give_back(upload, fault)
    except Exception as fault:
        if _lost_the_database(fault) and tries_before < TRIES - 1:
            raise DatabaseLost from fault
        logger.exception("upload %s broke off", upload.pk)
        give_back(upload, Interrupted())


def give_back(upload: Upload, fault: CityError) -> None:
    """Keep nothing of what was made, also by a worker that was killed; keep the file, and say what stood against it."""
    given = Upload.objects.filter(pk=upload.pk, state__in=(State.TRYING, State.IMPORTING))
    if not upload.derivation:
        is_given = given.update(state=State.READ, fault=told(fault), result=None, is_cancelled=False)
    # There is no file, and nothing that could be chosen otherwise.
    elif isinstance(fault, Stopped):
        is_given = given.update(state=State.CANCELLED)
    else:
        is_given = given.update(state=State.FAILED, fault=told(fault))
    if is_given:  # else it had ended well, and the answer of the database was lost
        files.forget(f"{files.rasters_of(upload)}/raster.tif")


def _lost_the_database(fault: Exception) -> bool:
    """Whether it is the connection that broke, and not the disk that is full or the like."""
    if not isinstance(fault, OperationalError | InterfaceError):
        return False
    code = getattr(fault.__cause__, "sqlstate", None) or ""
    return code == "" or code.startswith(("08", "57P"))
