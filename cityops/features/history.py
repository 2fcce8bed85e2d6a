"""Writing and reading the history of a row: of a feature, or of an account."""

from django.db.models import Model, QuerySet

from cityops.features.gathering import batch, insert
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
    if together := batch():
        data["batch"] = str(together)
    return insert(
        HistoryEvent(
            kind=feature._meta.label,
            object_id=feature.pk,
            verb=verb,
            actor_id=getattr(actor, "pk", None),
            from_state=from_state,
            to_state=to_state,
            is_public=is_public,
            data=data,
        )
    )


def history_of(feature: Model) -> QuerySet[HistoryEvent]:
    """Return the events of a feature, oldest first."""
    return HistoryEvent.objects.filter(kind=feature._meta.label, object_id=feature.pk).order_by("id")


def last_event_of(feature: Model) -> HistoryEvent | None:
    """Return what happened last, with who it was."""
    return history_of(feature).select_related("actor").last()
