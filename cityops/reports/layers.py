"""Reports as map layers: what strangers see, and what staff see."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import CategoryKind
from cityops.agencies.queries import agency_codes, category_codes
from cityops.agencies.work_keys import work_filters
from cityops.areas.queries import area_codes
from cityops.reports.policy import KIND
from cityops.reports.queries import reports_public, reports_visible_to
from cityops.reports.text_search import found_by, found_by_strangers, listed, listed_for_strangers
from cityops.reports.workflow import OPEN_STATES, TO_SEKKOTA, ReportState
from layers.cells.books import Cells, Flagged
from layers.filters import AnyBelow, AnyOf, BBox, Day, FilterField, Flag, PolygonOf, Text, allowed_values
from layers.person_filter import NOBODY
from layers.registry import Column, Layer, Place, Style, register


def overdue() -> Q:
    """Open and past the date, at this moment."""
    return Q(due_at__lt=timezone.now(), state__in=OPEN_STATES)


def _filters(*, geometry: str, text: Text) -> dict[str, FilterField]:
    return {
        "kind": AnyOf("kind", allowed_values(CategoryKind.values)),
        "category": AnyOf("category_id", category_codes),
        "status": AnyOf("state", allowed_values(ReportState.values)),
        "open": Flag(lambda: Q(state__in=OPEN_STATES)),
        "agency": AnyOf("agency_id", agency_codes),
        "area": AnyBelow("area_id", area_codes),
        "from": Day("created_at"),
        "to": Day("created_at", is_last=True),
        "overdue": Flag(overdue, is_volatile=True),
        "q": text,
        "bbox": BBox(geometry),
        "polygon": PolygonOf(geometry),
    }


# In the legend's order, with the colours of css/tokens.css.
STYLE = Style(
    icon="message-square",
    by="status",
    classes={state.value: (state.label, f"status-{state.value}", f"status-{state.value}") for state in ReportState},
)
COLUMNS = (
    Column("code", _("Code"), "code"),
    Column("category", _("Category"), "category__name"),
    Column("status", _("Status"), "state", choices=dict(ReportState.choices)),
    Column("area", _("Area"), "area__name"),
    Column("sent", _("Sent"), "created_at", kind="time"),
    Column("due", _("Target date"), "due_at", kind="time"),
)

# What is open by agency, and by whether it is somebody's work and still to be accepted: the queues with most in them.
FLAGGED = Flagged(
    facet="flags",
    by="agency",
    states=OPEN_STATES,
    letters={"assigned": "a", "unaccepted": "n"},
    lacking={"assignee": (NOBODY, "a")},
)


def _layer(name: str, label: Any, scope: Any, *, flagged: Flagged | None = None, **given: Any) -> Layer:
    return Layer(
        name=name,
        label=label,
        scope=scope,
        properties={
            "code": "code",
            "status": "state",
            "category": "category_id",
            "kind": "kind",
        },
        counted="state",
        counted_values=tuple(ReportState.values),
        due="due_at",
        due_states=OPEN_STATES,
        style=STYLE,
        columns=COLUMNS,
        cells=Cells(
            source="reports",
            statuses={"status": None, "open": OPEN_STATES},
            facets={"category": "category", "agency": "agency", "kind": "kind"},
            month_by="kind",
            month_values=tuple(CategoryKind.values),
            flagged=flagged,
            tells_words=True,
        ),
        is_on=True,
        **given,
    )


PUBLIC = _layer(
    "reports",
    _("Reports"),
    reports_public,
    filters=_filters(geometry="public_geom", text=Text(found_by_strangers, listed_for_strangers)),
)


STAFF = _layer(
    "work-reports",
    _("Reports"),
    reports_visible_to,
    flagged=FLAGGED,
    filters={
        **_filters(geometry="geom", text=Text(found_by, listed)),
        **work_filters(OPEN_STATES),
        "unrouted": Flag(lambda: Q(agency_id=None, state__in=OPEN_STATES)),
        "unaccepted": Flag(lambda: Q(accepted_at=None, state__in=OPEN_STATES)),
        "held": Flag(lambda: Q(held_at__isnull=False)),
        "reopened": Flag(lambda: Q(reopened_at__isnull=False, state__in=OPEN_STATES)),
        "escalated": Flag(lambda: Q(escalated__gt=0, state__in=OPEN_STATES)),
        "sekkota": Flag(lambda: Q(escalated__gte=TO_SEKKOTA, state__in=OPEN_STATES)),
    },
    place=Place.EXACT,
    policy=(KIND, "view"),
    is_for_staff=True,
    public_twin="reports",
)


def register_layers() -> None:
    """Add both to the map."""
    register(PUBLIC)
    register(STAFF)
