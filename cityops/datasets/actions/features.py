"""Rows of an upload as features: tried out, taken in, and what is doubtful decided."""

from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from cityops.accounts.models import User
from cityops.areas.queries import area_at
from cityops.datasets.actions.upload import TAKE_IN, TRY_OUT, locked_upload
from cityops.datasets.meanings import keep_meanings
from cityops.datasets.models import READY, DoubtfulRow, Settled, State, Upload
from cityops.datasets.queries import doubtful_rows_for, may_import
from cityops.errors import CityError, NotAllowed, NotFound
from cityops.features.history import record
from cityops.features.imports import Outcome, Row, Target, What, target_named


class NotTriedOut(CityError):
    """What would happen was not looked at."""

    code, status = "not_tried_out", 409
    text = _("Try it out first: you then see what would happen, and can still change it.")


class SettledAlready(CityError):
    """Somebody was first."""

    code, status = "settled_already", 409
    text = _("Somebody has decided about this row in the meantime.")


class StillDoubtful(CityError):
    """A row whose place was chosen, and of which it is still not sure what is meant."""

    code, status = "still_doubtful", 422
    text = _("This place does not settle it. Choose another, or leave the row out.")


@transaction.atomic
def begin_trial(*, actor: User, upload_id: int, target: str, mapping: dict[str, dict[str, Any]]) -> Upload:
    """Let the worker say what would become of the rows. Raises NotFound, NotAllowed, NotNow."""
    upload = locked_upload(actor, upload_id, *READY)
    _usable(actor, target)
    upload.target, upload.mapping, upload.result = target, mapping, None
    upload.state, upload.progress, upload.fault = State.TRYING, {}, None
    upload.save()
    app.configure_task(TRY_OUT).defer(upload_id=upload.pk)
    return upload


@transaction.atomic
def begin_taking_in(*, actor: User, upload_id: int) -> Upload:
    """Let the worker make features of the rows, as it was tried out.

    Raises NotFound, NotAllowed, NotNow, NotTriedOut.
    """
    upload = locked_upload(actor, upload_id, *READY)
    if upload.state != State.TRIED:
        raise NotTriedOut
    _usable(actor, upload.target)
    upload.state, upload.progress = State.IMPORTING, {}
    upload.save()
    keep_meanings(actor, upload.target, upload.mapping)
    app.configure_task(TAKE_IN).defer(upload_id=upload.pk)
    return upload


@transaction.atomic
def settle_row(*, actor: User, row_id: int, place: Point, is_only_desa: bool = False) -> Outcome:
    """Take in a doubtful row at a place (EPSG:4326), by the same checks as all others.

    is_only_desa: the place stands for all of its desa.
    Raises NotFound, NotAllowed, SettledAlready, StillDoubtful, and what stands against the row.
    """
    kept, target = _locked_row(actor, row_id)
    area = area_at(place)
    row = Row(
        kept.row,
        kept.key,
        kept.values,
        place,
        area.pk if area else None,
        is_settled=True,
        is_only_desa=is_only_desa,
    )
    (outcome,) = target.begin(actor).take([row])
    if outcome.what == What.REFUSED:
        raise outcome.why or StillDoubtful()
    if outcome.what == What.DOUBTFUL:
        raise StillDoubtful
    _settle(kept, actor, Settled.MADE, outcome.code)
    return outcome


@transaction.atomic
def leave_row_out(*, actor: User, row_id: int) -> DoubtfulRow:
    """Decide that nothing is made of a doubtful row. Raises NotFound, NotAllowed, SettledAlready."""
    kept, _target = _locked_row(actor, row_id)
    _settle(kept, actor, Settled.LEFT_OUT, "")
    return kept


def _settle(kept: DoubtfulRow, actor: User, state: Settled, code: str) -> None:
    kept.state, kept.code, kept.settled_by, kept.settled_at = state, code, actor, timezone.now()
    kept.values, kept.candidates = {}, []  # what strangers wrote is in the feature now, or nowhere
    kept.save()
    record(kept, "settle", actor=actor, to_state=str(state), target=kept.target, code=code)


def _locked_row(actor: User, row_id: int) -> tuple[DoubtfulRow, Target]:
    kept = doubtful_rows_for(actor).select_for_update().filter(pk=row_id).first()
    if kept is None:
        raise NotFound
    if kept.state != Settled.WAITING:
        raise SettledAlready
    return kept, _usable(actor, kept.target)


def _usable(actor: User, name: str) -> Target:
    target = target_named(name)
    if target is None:
        raise NotFound
    if not may_import(actor, target):
        raise NotAllowed
    return target
