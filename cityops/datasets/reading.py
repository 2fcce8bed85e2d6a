"""Looking into a file that was received: what is in it, and what is wrong with it. Nothing is stored but that."""

import logging
from typing import Any

from django.db import transaction

from cityops.areas.queries import extent_of_city
from cityops.datasets import files
from cityops.datasets.errors import Interrupted, told
from cityops.datasets.models import TRIES, State, Upload, What
from cityops.errors import CityError
from geodata.readers.choices import Choices
from geodata.readers.inspecting import inspect_vector
from geodata.readers.raster import inspect_raster

logger = logging.getLogger(__name__)


def read(upload_id: int, *, tries_before: int = 0) -> None:
    """Inspect an upload's file and write down what was found, or what stands against it.

    tries_before: how often that was begun by a worker that did not live to its end.
    """
    upload = Upload.objects.filter(pk=upload_id, state=State.READING).first()
    if upload is None:
        return
    found, fault = None, None
    try:
        if tries_before >= TRIES:
            raise Interrupted
        found = _look_at(upload)
    except CityError as stands:
        fault = told(stands)
    except Exception:
        logger.exception("upload %s could not be read", upload.pk)
        fault = told(Interrupted())
    _end(upload_id, found, fault)


def _look_at(upload: Upload) -> dict[str, Any]:
    path, choices = files.path_of(upload.path), Choices.from_dict(upload.choices)
    if upload.what == What.RASTER:
        return inspect_raster(path, crs=choices.crs, name=upload.file_name).to_json()
    return inspect_vector(path, choices, city=extent_of_city()).to_dict()


@transaction.atomic
def _end(upload_id: int, found: object, fault: object) -> None:
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    if upload.state != State.READING:  # another has read it meanwhile, and it is further
        return
    if upload.is_cancelled:
        upload.state = State.CANCELLED
        transaction.on_commit(lambda: files.forget(upload.path))
    else:
        upload.state = State.FAILED if fault else State.READ
    upload.inspection, upload.fault = found, fault
    upload.save()
