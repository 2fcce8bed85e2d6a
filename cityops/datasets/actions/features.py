"""Rows of an upload as features: tried out, and taken in."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.datasets.actions.upload import TAKE_IN, TRY_OUT, give_to_worker, locked_upload
from cityops.datasets.meanings import keep_meanings
from cityops.datasets.models import READY, State, Upload
from cityops.datasets.queries import may_import
from cityops.errors import CityError, NotAllowed, NotFound
from cityops.features.imports import Target, target_named


class NotTriedOut(CityError):
    """What would happen was not looked at."""

    code, status = "not_tried_out", 409
    text = _("Try it out first: you then see what would happen, and can still change it.")


@transaction.atomic
def begin_trial(*, actor: User, upload_id: int, target: str, mapping: dict[str, dict[str, Any]]) -> Upload:
    """Let the worker say what would become of the rows. Raises NotFound, NotAllowed, NotNow."""
    upload = locked_upload(actor, upload_id, *READY)
    usable(actor, target)
    if upload.target != target:
        upload.words = {}  # of another kind, or of the file as it was read before: counted anew
    upload.target, upload.result = target, None
    upload.mappings = upload.mappings | {target: mapping}
    upload.state, upload.fault = State.TRYING, None
    give_to_worker(upload, TRY_OUT)
    return upload


@transaction.atomic
def begin_taking_in(*, actor: User, upload_id: int) -> Upload:
    """Let the worker make features of the rows, as it was tried out.

    Raises NotFound, NotAllowed, NotNow, NotTriedOut.
    """
    upload = locked_upload(actor, upload_id, *READY)
    if upload.state != State.TRIED:
        raise NotTriedOut
    target = usable(actor, upload.target)
    upload.state, upload.fault = State.IMPORTING, None
    give_to_worker(upload, TAKE_IN)
    keep_meanings(actor, target, upload.mapping)
    return upload


def usable(actor: User, name: str) -> Target:
    """Return a target that somebody may import. Raises NotFound, NotAllowed."""
    target = target_named(name)
    if target is None:
        raise NotFound
    if not may_import(actor, target):
        raise NotAllowed
    return target
