"""Reports as map layers: what strangers see, and what staff see."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Agency, Category, CategoryKind
from cityops.areas.queries import area_codes
from cityops.reports.queries import reports_public, reports_visible_to
from cityops.reports.workflow import OPEN_STATES, ReportState
from layers.filters import AnyBelow, AnyOf, BBox, Day, FilterField, Flag, Text, allowed_values
from layers.registry import Layer, Place, register


def overdue() -> Q:
    """Open and past the date, at this moment."""
    return Q(due_at__lt=timezone.now(), state__in=OPEN_STATES)


def _text(word: str, **read: Any) -> Q:
    """In code, category, area, or the reporter's words; `read`: which reports' words may be looked through."""
    return (
        Q(code__icontains=word)
        | Q(category__name__icontains=word)
        | Q(category__name_en__icontains=word)
        | Q(area__name__icontains=word)
        | Q(words__text__icontains=word, **read)
    )


def _codes(model: Any) -> Any:
    def codes() -> Collection[str]:
        return frozenset(model.objects.values_list("pk", flat=True))

    return codes


def _filters(*, geometry: str, text: Any) -> dict[str, FilterField]:
    return {
        "kind": AnyOf("kind", allowed_values(CategoryKind.values)),
        "category": AnyOf("category_id", _codes(Category)),
        "status": AnyOf("state", allowed_values(ReportState.values)),
        "open": Flag(lambda: Q(state__in=OPEN_STATES)),
        "agency": AnyOf("agency_id", _codes(Agency)),
        "area": AnyBelow("area__code", area_codes),
        "from": Day("created_at"),
        "to": Day("created_at", is_last=True),
        "overdue": Flag(overdue),
        "q": Text(text),
        "bbox": BBox(geometry),
    }


def _layer(name: str, label: Any, scope: Any, **given: Any) -> Layer:
    return Layer(
        name=name,
        label=label,
        scope=scope,
        properties={
            "code": "code",
            "status": "state",
            "category": "category_id",
            "icon": "category__icon",
            "kind": "kind",
        },
        counted="state",
        counted_values=tuple(ReportState.values),
        due="due_at",
        due_states=OPEN_STATES,
        **given,
    )


PUBLIC = _layer(
    "reports",
    _("Reports"),
    reports_public,
    filters=_filters(geometry="public_geom", text=partial(_text, accepted_at__isnull=False)),
)


STAFF = _layer(
    "work-reports",
    _("Reports"),
    reports_visible_to,
    filters={
        **_filters(geometry="geom", text=_text),
        "unrouted": Flag(lambda: Q(agency_id=None, state__in=OPEN_STATES)),
        "unaccepted": Flag(lambda: Q(accepted_at=None, state__in=OPEN_STATES)),
        "held": Flag(lambda: Q(held_at__isnull=False)),
    },
    place=Place.EXACT,
    is_for_staff=True,
)


def register_layers() -> None:
    """Add both to the map."""
    register(PUBLIC)
    register(STAFF)
