"""Service requests as a map layer, for staff alone."""

from collections.abc import Collection

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cityops.agencies.queries import agency_codes
from cityops.agencies.work_keys import work_filters
from cityops.areas.queries import area_codes
from cityops.errors import NotFound
from cityops.services.models import Service
from cityops.services.policy import KIND
from cityops.services.queries import requests_visible_to, with_what_is_shown
from cityops.services.workflow import OPEN_STATES, WORKFLOW, RequestState
from layers.cells.books import Cells
from layers.filters import AnyBelow, AnyOf, BBox, Day, Flag, PolygonOf, Text, allowed_values
from layers.registry import SERVICES, Column, Layer, Place, Style, register


def _text(word: str) -> Q:
    """In code, service or area; never in what somebody wrote or is called, which not all may read who see requests."""
    return (
        Q(code__icontains=word)
        | Q(service__name__icontains=word)
        | Q(service__name_en__icontains=word)
        | Q(area__name__icontains=word)
    )


def _services() -> Collection[str]:
    return frozenset(Service.objects.values_list("pk", flat=True))


def request_card(request: HttpRequest, code: str) -> HttpResponse:
    """Draw a request for the map's sheet. Raises NotFound for who may not see it."""
    found = with_what_is_shown(requests_visible_to(request.user)).filter(code=code).first()
    if found is None:
        raise NotFound
    return render(request, "services/card.html", {"asked": found})


LAYER = Layer(
    name="requests",
    label=_("Service requests"),
    scope=requests_visible_to,
    policy=(KIND, "view"),
    filters={
        "service": AnyOf("service_id", _services),
        "status": AnyOf("state", allowed_values(RequestState.values)),
        "open": Flag(lambda: Q(state__in=OPEN_STATES)),
        "agency": AnyOf("agency_id", agency_codes),
        "area": AnyBelow("area_id", area_codes),
        "from": Day("created_at"),
        "to": Day("created_at", is_last=True),
        **work_filters(OPEN_STATES),
        "q": Text(_text),
        "bbox": BBox("geom"),
        "polygon": PolygonOf("geom"),
    },
    properties={"code": "code", "status": "state", "service": "service_id", "icon": "service__icon"},
    place=Place.EXACT,
    counted="state",
    counted_values=tuple(RequestState.values),
    due="due_at",
    due_states=OPEN_STATES,
    group=SERVICES,
    style=Style(
        icon="file-text",
        by="status",
        classes={
            state.name: (state.label, f"status-{state.sign}", f"status-{state.sign}") for state in WORKFLOW.states
        },
    ),
    columns=(
        Column("code", _("Code"), "code"),
        Column("service", _("Service"), "service__name"),
        Column("status", _("Status"), "state", choices=dict(RequestState.choices)),
        Column("area", _("Area"), "area__name"),
        Column("sent", _("Sent"), "created_at", kind="time"),
        Column("due", _("Target date"), "due_at", kind="time"),
    ),
    card=request_card,
    cells=Cells(
        source="requests",
        statuses={"status": None, "open": OPEN_STATES},
        facets={"agency": "agency", "service": "service"},
    ),
    is_for_staff=True,
)


def register_layer() -> None:
    """Add it to the map."""
    register(LAYER)
