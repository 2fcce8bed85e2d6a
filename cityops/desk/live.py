"""What of an open work map has changed: told exactly, and at the price of a few look-ups while nothing has."""

from hashlib import sha256
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cityops.accounts.models import User
from cityops.desk.work_filter import Asked
from cityops.desk.work_list import work_list
from cityops.features.undo import same_versions
from cityops.features.work import WorkKind, work_kinds
from cityops.notifications.notices import unread_of
from layers.registry import Layer, layer_named
from layers.tiles.address import WORLD
from layers.tiles.version import versions_of


def stamp_of(user: User, asked: Asked, *, rows: int, item: str) -> str:
    """Return what the answer hangs on: it stays while no row that it tells of was written, nor the minute has passed.

    The same stamp, the same answer; another stamp may have the same answer as well.
    """
    kinds = work_kinds(user)
    layers = [layer_named(kind.layer, user) for kind in kinds]
    versions = versions_of(layers, WORLD)
    # Of a kind that keeps no account of writes its rows are asked.
    written = [
        versions[layer.name] if layer.name in versions else _written(user, kind, layer, asked, item)
        for kind, layer in zip(kinds, layers, strict=True)
    ]
    told = ([layer.portions(user) for layer in layers], asked.query, rows, item, get_language(), unread_of(user))
    return digest(repr((user.pk, told, written, int(timezone.now().timestamp()) // 60)))


def rows_now(user: User, asked: Asked, *, of: int, rows: int) -> list[tuple[Any, ...]]:
    """Return the code and version of what a reload of the list would bring, in its order.

    After these the versions that a row is again as: whoever has one of them on the screen sees what there is.
    """
    found = work_list(user, asked, of=of)
    shown = list(found.values_list("pk", "code", "version")[:rows])
    same = same_versions(found.model._meta.label, {pk: version for pk, _code, version in shown})
    return [(code, version, *same.get(pk, ())) for pk, code, version in shown]


def item_now(user: User, kind: WorkKind, code: str) -> dict[str, Any] | None:
    """Return the version of the row that is open and who changed it last, in words; None where none is.

    version 0: it is not, or no longer, the reader's to see.
    """
    if not code:
        return None
    found = layer_named(kind.layer, user).scope(user).filter(code=code).only("pk", "version").first()
    if found is None:
        return {"code": code, "version": 0, "words": _("This is not, or no longer, yours to see.")}
    words = _("%(who)s has just changed this.") % {"who": kind.last_change(found, user)["who"]}
    return {"code": code, "version": found.version, "words": words}


def _written(user: User, kind: WorkKind, layer: Layer, asked: Asked, item: str) -> dict[str, Any]:
    """Return what changes with each write to a kind's rows: what those say that are open, asked for, or in the pane.

    The sum, since who wrote first may be seen last.
    """
    shown = Q(state__in=kind.workflow.open_states)
    if kind == asked.kind:
        shown |= asked.meant.condition(layer.filters, user) | Q(code=item)
    return layer.scope(user).filter(shown).aggregate(number=Count("pk"), versions=Sum("version"), at=Max("updated_at"))


def digest(text: str) -> str:
    """Return a short name for a text."""
    return sha256(text.encode()).hexdigest()[:20]
