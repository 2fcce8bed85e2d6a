"""An upload goes back to its owner: its import stopped or broke off, and what was sent and chosen is still there."""

from cityops.datasets import files
from cityops.datasets.errors import Stopped, told
from cityops.datasets.models import State, Upload
from cityops.errors import CityError


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
