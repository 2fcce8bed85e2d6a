"""Taking a move back: what a feature was before it is kept for a while, and put back unless somebody came after."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from cityops.features.gathering import batch, insert
from cityops.features.models import GeoFeature, HistoryEvent, UndoStep

SHOWN_S = 10  # for so long the page offers it
PATIENCE = timedelta(seconds=SHOWN_S + 10)  # for so long it is still taken: a slow line, a late press
KEPT = timedelta(hours=1)
SETTLED_AFTER_S = int(PATIENCE.total_seconds()) + 1  # then a move can be taken back no more: what tells of it may leave

Before = dict[str, Any]


class NothingToUndo(CityError):
    """There is no move of the actor's, or it was made too long ago."""

    code, status = "nothing_to_undo", 409
    text = _("There is nothing left to undo here: a move can be taken back for %(seconds)s seconds by whoever made it.")


def columns_of(feature: GeoFeature, names: Iterable[str]) -> Before:
    """Return what a feature is now, by column."""
    wanted = set(names)
    columns = [field.attname for field in feature._meta.concrete_fields if field.name in wanted]
    return {column: _spelled(getattr(feature, column)) for column in columns}


def remember(
    feature: GeoFeature, event: HistoryEvent, before: Before, *, version: int, beside: Before | None = None
) -> UndoStep | None:
    """Keep what a feature was before a move of a member of staff. version: after it. beside: see `UndoStep`."""
    if event.actor_id is None:
        return None
    return insert(
        UndoStep(
            kind=event.kind,
            object_id=event.object_id,
            event_id=event.pk,
            actor_id=event.actor_id,
            batch=batch(),
            version=version,
            before=before,
            beside=beside,
        )
    )


def last_step_of(actor: Any, feature: GeoFeature) -> UndoStep:
    """Return the actor's last move on a feature, if it was not long ago. Raises NothingToUndo."""
    steps = UndoStep.objects.filter(kind=feature._meta.label, object_id=feature.pk, actor=actor).order_by("-pk")
    step = steps.first()
    if step is None or timezone.now() - step.at > PATIENCE:
        raise NothingToUndo(seconds=SHOWN_S)
    return step


def _spelled(value: Any) -> Any:
    """Return a value as JSON holds it. Moments keep their microseconds: what is put back is what was there."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def can_undo(actor: Any, feature: GeoFeature) -> bool:
    """Whether the last change of a feature was the actor's, and can still be taken back."""
    try:
        return last_step_of(actor, feature).version == getattr(feature, "version", None)
    except NothingToUndo:
        return False


def put_back(feature: GeoFeature, step: UndoStep) -> None:
    """Give a feature the values that it had before; saving it is the caller's."""
    by_column = {field.attname: field for field in feature._meta.concrete_fields}
    for column, value in step.before.items():
        setattr(feature, column, by_column[column].to_python(value))


def undone(events: Iterable[HistoryEvent]) -> set[int]:
    """Return the numbers of the events that were taken back."""
    return {event.data["undoes"] for event in events if event.verb == "undo"}


def same_versions(kind: str, versions: Mapping[int, int]) -> dict[int, list[int]]:
    """Return the earlier versions that features are again as, the last one first: what came after was taken back.

    kind: a model's label. versions: of each as it stands, by its number. In one statement; who has none is left out.
    """
    undos = HistoryEvent.objects.filter(kind=kind, object_id__in=list(versions), verb="undo")
    back = set(undos.values_list("object_id", "data__version"))
    found: dict[int, list[int]] = {}
    for pk, version in versions.items():
        earlier = version
        while (pk, earlier) in back:
            earlier -= 2  # the move counted one, and taking it back another
            found.setdefault(pk, []).append(earlier)
    return found


def forget_steps() -> int:
    """Delete what can be taken back no more."""
    count, _each = UndoStep.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return count
