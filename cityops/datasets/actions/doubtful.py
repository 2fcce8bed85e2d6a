"""Doubtful rows decided: taken in at a place, or left out; one, or with it all that say the same of their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.areas.queries import area_at
from cityops.datasets.actions.features import usable
from cityops.datasets.models import DoubtfulRow, Settled
from cityops.datasets.queries import doubtful_rows_for, rows_like
from cityops.errors import CityError, NotFound
from cityops.features.history import record_many
from cityops.features.imports import Outcome, Row, What

AT_ONCE = 1000  # rows that one press decides about: the others wait for the next


class SettledAlready(CityError):
    """Somebody was first."""

    code, status = "settled_already", 409
    text = _("Somebody has decided about this row in the meantime.")


class StillDoubtful(CityError):
    """A row whose place was chosen, and of which it is still not sure what is meant."""

    code, status = "still_doubtful", 422
    text = _("This place does not settle it. Choose another, or leave the row out.")


@dataclass(frozen=True)
class Decided:
    """What came of a decision. outcome: of the row that was looked at. more: of how many like it something was made.

    waiting: how many like it wait still, since something else stands against them or they are too many at once.
    """

    outcome: Outcome
    more: int = 0
    waiting: int = 0


@transaction.atomic
def settle_row(
    *, actor: User, row_id: int, place: Point, is_only_desa: bool = False, with_like: bool = False
) -> Decided:
    """Take in a doubtful row at a place (EPSG:4326), by the same checks as all others.

    is_only_desa: the place stands for all of its desa. with_like: so are those that say the same of their place; of
    these one at fault waits on.
    Raises NotFound, NotAllowed, SettledAlready, StillDoubtful, and what stands against the row.
    """
    first = _locked_row(actor, row_id)
    kept = {one.key: one for one in [first, *(_locked_like(actor, first) if with_like else ())]}
    area = area_at(place)
    rows = [
        Row(
            one.row,
            one.key,
            one.values,
            place,
            area.pk if area else None,
            is_settled=True,
            is_only_desa=is_only_desa,
        )
        for one in kept.values()
    ]
    outcomes = {one.row.key: one for one in usable(actor, first.target).begin(actor).take(rows)}
    mine = outcomes[first.key]
    if mine.what == What.REFUSED:
        raise mine.why or StillDoubtful()
    if mine.what == What.DOUBTFUL:
        raise StillDoubtful
    settled = [key for key, one in outcomes.items() if one.what not in (What.REFUSED, What.DOUBTFUL)]
    like = rows_like(actor, first).count() if with_like else 0
    _settle([kept[key] for key in settled], actor, Settled.MADE, {kept[key].pk: outcomes[key].code for key in settled})
    return Decided(mine, len(settled) - 1, max(0, like - len(settled)))


@transaction.atomic
def leave_row_out(*, actor: User, row_id: int, with_like: bool = False) -> int:
    """Decide that nothing is made of a doubtful row; with_like: nor of those that say the same of their place.

    Returns how many are left out. Raises NotFound, NotAllowed, SettledAlready.
    """
    first = _locked_row(actor, row_id)
    kept = [first, *(_locked_like(actor, first) if with_like else ())]
    _settle(kept, actor, Settled.LEFT_OUT, {})
    return len(kept)


def _settle(kept: Sequence[DoubtfulRow], actor: User, state: Settled, codes: Mapping[int, str]) -> None:
    """Write that rows are decided about, and what was made of each: few statements, however many they are."""
    now = timezone.now()
    for one in kept:
        one.state, one.code, one.settled_by, one.settled_at = state, codes.get(one.pk, ""), actor, now
        one.values, one.candidates, one.place = {}, [], ""  # what strangers wrote is in the feature now, or nowhere
    DoubtfulRow.objects.filter(pk__in=[one.pk for one in kept]).update(
        state=state, settled_by=actor, settled_at=now, values={}, candidates=[], place=""
    )
    if codes:
        DoubtfulRow.objects.bulk_update(kept, ["code"], batch_size=AT_ONCE)
    told = [(one, {"target": one.target, "code": one.code}) for one in kept]
    record_many(told, "settle", actor=actor, to_state=state)


def _locked_row(actor: User, row_id: int) -> DoubtfulRow:
    kept = doubtful_rows_for(actor).select_for_update().filter(pk=row_id).first()
    if kept is None:
        raise NotFound
    if kept.state != Settled.WAITING:
        raise SettledAlready
    usable(actor, kept.target)
    return kept


def _locked_like(actor: User, first: DoubtfulRow) -> list[DoubtfulRow]:
    """Return the others that say the same of their place, but those that somebody else decides about at this moment."""
    like = rows_like(actor, first).exclude(pk=first.pk).order_by("pk")
    return list(like.select_for_update(skip_locked=True)[: AT_ONCE - 1])
