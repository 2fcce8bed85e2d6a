"""Uploads on their way: received, read, read again otherwise, imported, stopped, thrown away."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.datasets import files
from cityops.datasets.columns import has_places
from cityops.datasets.errors import MayNotPublish, NoneOfMyAgencies, NoPlaces, NotNow, Stopped
from cityops.datasets.giving_back import give_back
from cityops.datasets.holding import hold_if_free
from cityops.datasets.models import READY, Dataset, Licence, State, Upload, What
from cityops.datasets.policy import KIND
from cityops.datasets.queries import agencies_of, may_change, may_upload
from cityops.errors import NotAllowed, NotFound
from cityops.policy.decide import allowed
from geodata.readers.inspection import Inspection
from layers.models import Audience

# Tasks of `tasks.py`, by name: what takes in the inbox is one of them, and goes this way, too.
READ, IMPORT = "datasets.read_upload", "datasets.import_upload"
TRY_OUT, TAKE_IN = "datasets.try_out_upload", "datasets.take_in_upload"


@dataclass(frozen=True)
class Description:
    """What is said about data. agency: needed where it is shown to one's agency."""

    label: str
    about: str = ""
    source: str = ""
    licence: str = Licence.UNKNOWN
    dated: date | None = None
    audience: str = Audience.OWNER
    agency: Agency | None = None


def receive_upload(
    *, actor: User, file_name: str, size: int, pieces: Iterable[bytes], replaces: Dataset | None = None
) -> Upload:
    """Keep a file and let the worker read it. Raises NotAllowed, EmptyFile, FileTooBig, DiskFull, UnknownFormat."""
    if not may_upload(actor) or (replaces is not None and not may_change(actor, replaces)):
        raise NotAllowed
    name = Path(file_name.replace("\\", "/")).name[:200] or "file"
    what = files.kind_of(name)
    files.check_size(name, size)
    key = uuid.uuid4()
    path, written = files.keep(key, name, pieces)
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                key=key,
                owner=actor,
                what=what,
                file_name=name,
                file_bytes=written,
                path=path,
                replaces=replaces,
                **(_as_it_was(replaces) if replaces else {"label": _label_from(name), "agency": _usual_agency(actor)}),
            )
            app.configure_task(READ).defer(upload_id=upload.pk)
    except BaseException:
        files.forget(path)
        raise
    return upload


@transaction.atomic
def read_again(
    *, actor: User, upload_id: int, choices: dict[str, Any], said: Mapping[str, Any] = MappingProxyType({})
) -> Upload:
    """Read a file once more, otherwise. Raises NotFound, NotNow.

    said: parts of its description that are known by now.
    """
    upload = locked_upload(actor, upload_id, *READY, State.FAILED)
    if upload.derivation:
        raise NotNow(state=State(upload.state).label)  # there is no file
    for name, value in said.items():
        setattr(upload, name, value)
    upload.choices, upload.target, upload.result = choices, "", None
    upload.state, upload.fault, upload.inspection = State.READING, None, None
    upload.save()
    app.configure_task(READ).defer(upload_id=upload.pk)
    return upload


@transaction.atomic
def begin_import(*, actor: User, upload_id: int, choices: dict[str, Any], description: Description) -> Upload:
    """Let the worker make a layer of it. Raises NotFound, NotNow, NoPlaces, MayNotPublish, NoneOfMyAgencies."""
    upload = locked_upload(actor, upload_id, *READY)
    if upload.what == What.VECTOR and not has_places(Inspection.from_dict(upload.inspection or {})):
        raise NoPlaces
    check_audience(actor, description, upload.replaces)
    for name, value in vars(description).items():
        setattr(upload, name, value)
    upload.choices, upload.target, upload.result = choices, "", None
    upload.state, upload.fault = State.IMPORTING, None
    give_to_worker(upload, IMPORT)
    return upload


def give_to_worker(upload: Upload, task: str) -> None:
    """Let a worker do this. The job is of this beginning alone: one that is left of an earlier one finds it is not."""
    run = uuid.uuid4().hex
    upload.progress = {"run": run}
    upload.save()
    app.configure_task(task).defer(upload_id=upload.pk, run=run)


@transaction.atomic
def stop_import(*, actor: User, upload_id: int) -> Upload:
    """Stop a trial or an import: the file, and what was said of it, stays. Raises NotFound, NotNow.

    What a worker has in hand it lays down within a second, or at the end of a long statement.
    """
    upload = locked_upload(actor, upload_id, State.TRYING, State.IMPORTING)
    upload.is_cancelled = True
    upload.save()
    if hold_if_free(upload.pk):
        give_back(upload, Stopped())
        upload.refresh_from_db()
    return upload


@transaction.atomic
def throw_away(*, actor: User, upload_id: int) -> Upload:
    """Remove the file, with all that was said of it. Raises NotFound, NotNow."""
    upload = locked_upload(actor, upload_id, State.READING, *READY, State.FAILED)
    upload.is_cancelled = True
    if not upload.is_under_way:
        upload.state = State.CANCELLED
        transaction.on_commit(lambda: files.forget(upload.path))
    upload.save()
    return upload


def check_audience(actor: User, description: Description, dataset: Dataset | None = None) -> None:
    """Raise MayNotPublish or NoneOfMyAgencies where somebody shows data to whom they may not."""
    was = None if dataset is None else dataset.audience
    if description.audience == Audience.EVERYONE and was != Audience.EVERYONE:
        about = Dataset(agency=description.agency or _usual_agency(actor))
        if not allowed(actor, KIND, "publish", about):
            raise MayNotPublish
    if description.audience == Audience.AGENCY:
        known = {agency.pk for agency in agencies_of(actor)} | ({dataset.agency_id} if dataset else set())
        if description.agency is None or description.agency.pk not in known:
            raise NoneOfMyAgencies


def locked_upload(actor: User, upload_id: int, *states: State) -> Upload:
    """Return one's own upload, locked. Raises NotFound, NotAllowed, NotNow."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id, owner_id=actor.pk).first()
    if upload is None:
        raise NotFound
    if not may_upload(actor):
        raise NotAllowed
    if upload.state not in states:
        raise NotNow(state=State(upload.state).label)
    return upload


def _usual_agency(actor: User) -> Agency | None:
    mine = agencies_of(actor)
    return mine[0] if mine else None


def _as_it_was(dataset: Dataset) -> dict[str, Any]:
    names = ("label", "about", "source", "licence", "dated", "audience", "agency")
    return {name: getattr(dataset, name) for name in names}


def _label_from(file_name: str) -> str:
    words = Path(file_name).name.partition(".")[0].replace("_", " ").replace("-", " ").strip()
    return (words[:1].upper() + words[1:])[:120] or file_name[:120]
