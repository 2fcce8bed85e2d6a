"""A file becomes a layer without anybody at a screen: the same steps, checks and rights as on the page, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cityops.accounts.models import User
from cityops.datasets.actions import begin_import, receive_upload, throw_away
from cityops.datasets.actions.upload import Description
from cityops.datasets.columns import usual_choices
from cityops.datasets.errors import NotImported, in_words
from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, State, Upload, What
from cityops.datasets.queries import columns_before
from cityops.datasets.reading import read
from cityops.errors import CityError
from geodata.readers.choices import Choices
from geodata.readers.inspection import Inspection
from geodata.readers.raster_facts import RasterInspection


@dataclass(frozen=True)
class Said:
    """What somebody said beforehand. about_it: parts of a Description; the others stay as they were, or are usual."""

    about_it: dict[str, Any]
    choices: Choices


def import_file(
    *, actor: User, file_name: str, size: int, pieces: Iterable[bytes], replaces: Dataset | None, said: Said
) -> tuple[Upload, list[str]]:
    """Make a layer of a file, or the next version of one; returns what was noticed, too.

    Raises NotImported with all that stands against it, and what `receive_upload` and `begin_import` raise.
    """
    with transaction.atomic():
        upload = receive_upload(actor=actor, file_name=file_name, size=size, pieces=pieces, replaces=replaces)
        upload.choices = said.choices.to_dict()
        upload.save()
    try:
        read(upload.pk)
        upload.refresh_from_db()
        choices, noticed = _read_as(upload)
        begin_import(
            actor=actor,
            upload_id=upload.pk,
            choices=choices.to_dict(),
            description=Description(**(_as_described(upload) | said.about_it)),
        )
    except CityError:
        throw_away(actor=actor, upload_id=upload.pk)
        raise
    make_layer(upload.pk)
    upload.refresh_from_db()
    if upload.state != State.DONE:
        raise NotImported(reason=in_words(upload.fault) if upload.fault else upload.get_state_display())
    return upload, noticed


def _as_described(upload: Upload) -> dict[str, Any]:
    return {name: getattr(upload, name) for name in Description.__dataclass_fields__}


def _read_as(upload: Upload) -> tuple[Choices, list[str]]:
    """Return how it is to be read, and what was noticed. Raises NotImported."""
    if upload.fault:
        raise NotImported(reason=in_words(upload.fault))
    if upload.what == What.RASTER:
        raster = RasterInspection.from_json(upload.inspection or {})
        noticed = [note.text for note in raster.problems]
        if not raster.is_ready:
            raise NotImported(reason="\n".join(noticed))
        return Choices.from_dict(upload.choices), noticed
    found = Inspection.from_dict(upload.inspection or {})
    noticed = [problem.text for problem in found.problems]
    if found.is_fatal or (found.faulty_rows and not found.choices.leaves_out):
        raise NotImported(reason="\n".join(noticed))
    return usual_choices(found, columns_before(upload.replaces)), noticed
