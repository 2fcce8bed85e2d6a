"""Rows of every kind of work, all over the small test city."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import Point, Polygon
from django.utils import timezone

from cityops.agencies.models import Agency
from cityops.farming.commodities import Commodity
from cityops.farming.models import FarmerGroup, FarmPlot
from cityops.farming.workflow import PlotState
from cityops.features.codes import make_code
from cityops.reports.workflow import ReportState
from cityops.services.models import Service, ServiceRequest
from cityops.services.workflow import RequestState
from tests.factories import places
from tests.factories.agencies import AgencyFactory, CategoryFactory
from tests.factories.reports import ReportFactory

HALF = 0.0004


def scatter(kind: str, number: int = 40) -> None:
    """Rows of a kind in every state, late and in time, with and without a date."""
    make, states, without_date = _KINDS[kind]
    dice = random.Random(11)
    agency = AgencyFactory(code="dpupr")
    for index in range(number):
        state = dice.choice(states)
        now = timezone.now()
        late = timedelta(days=dice.uniform(-20, 20))
        make(
            dice,
            geom=places.place(dice.uniform(112.495, 112.565), dice.uniform(-7.905, -7.835)),
            agency=agency,
            state=state,
            due_at=None if state in without_date or index % 5 == 0 else now + late,
            created_at=now - timedelta(days=dice.uniform(0, 60)),
        )


def _report(dice: random.Random, **given: Any) -> None:
    category = CategoryFactory(code=dice.choice(["lampu", "taman"]), agency=None)
    ReportFactory(category=category, **given)


def _request(dice: random.Random, *, agency: Agency, **given: Any) -> None:
    code = dice.choice(["ktp", "bibit"])
    words = dict.fromkeys(("what", "what_en", "who", "who_en", "fee", "fee_en", "hours", "hours_en"), "-")
    service, _made = Service.objects.get_or_create(
        code=code,
        defaults={"name": code, "name_en": code, "icon": "file-text", "agency": agency, "days": 5, **words},
    )
    ServiceRequest.objects.create(code=make_code("BTU"), service=service, agency=agency, **given)


def _plot(dice: random.Random, *, geom: Point, **given: Any) -> None:
    west, south, east, north = geom.x - HALF, geom.y - HALF, geom.x + HALF, geom.y + HALF
    square = Polygon.from_bbox((west, south, east, north))
    square.srid = 4326
    group, _made = FarmerGroup.objects.get_or_create(name="Sumber Makmur", area_id="35.79.01.1004")
    FarmPlot.objects.create(
        code=make_code("BTU"),
        geom=square,
        commodity=dice.choice(Commodity.values[:2]),
        season="2026-3",
        group=dice.choice([group, None]),
        **given,
    )


_KINDS: dict[str, tuple[Callable[..., None], list[str], set[str]]] = {
    "reports": (_report, ReportState.values, {"waiting"}),
    "requests": (_request, RequestState.values, {"incomplete"}),
    "plots": (_plot, PlotState.values, {"returned"}),
}
