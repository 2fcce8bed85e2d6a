"""Writing and reading the history of a row: of a feature, or of an account."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, QuerySet

from cityops.features.gathering import batch, insert, insert_many
from cityops.features.models import HistoryEvent


def record(
    feature: Model,
    verb: str,
    *,
    actor: "object | None" = None,
    from_state: str = "",
    to_state: str = "",
    is_public: bool = False,
    **data: object,
) -> HistoryEvent:
    """Append one event, in the transaction of the write that it tells of. `data` holds ids and codes only.

    Events of moves that were made together have the same `batch`.
    """
    return insert(
        _event(feature, verb, data, actor=actor, from_state=from_state, to_state=to_state, is_public=is_public)
    )


def record_many(
    told: Iterable[tuple[Model, Mapping[str, object]]],
    verb: str,
    *,
    actor: "object | None" = None,
    from_state: str = "",
    to_state: str = "",
    is_public: bool = False,
) -> None:
    """Append the same event of many rows as `record` does, in one statement. told: each row with its `data`."""
    insert_many(
        _event(one, verb, data, actor=actor, from_state=from_state, to_state=to_state, is_public=is_public)
        for one, data in told
    )


def _event(
    feature: Model,
    verb: str,
    data: Mapping[str, object],
    *,
    actor: "object | None",
    from_state: str,
    to_state: str,
    is_public: bool,
) -> HistoryEvent:
    together = batch()
    return HistoryEvent(
        kind=feature._meta.label,
        object_id=feature.pk,
        verb=verb,
        actor_id=getattr(actor, "pk", None),
        from_state=from_state,
        to_state=to_state,
        is_public=is_public,
        data={**data, "batch": str(together)} if together else dict(data),
    )


def history_of(feature: Model) -> QuerySet[HistoryEvent]:
    """Return the events of a feature, oldest first."""
    return HistoryEvent.objects.filter(kind=feature._meta.label, object_id=feature.pk).order_by("id")


def last_event_of(feature: Model) -> HistoryEvent | None:
    """Return what happened last, with who it was."""
    return history_of(feature).select_related("actor").last()
