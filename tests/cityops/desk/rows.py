"""Rows of every kind of work, all over the small test city."""

import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cityops.accounts.models import User
from cityops.farming.commodities import Commodity
from cityops.farming.models import FarmerGroup
from cityops.farming.offer_workflow import OfferState
from cityops.farming.workflow import PlotState
from cityops.policy.lines import Role
from cityops.reports.workflow import ReportState
from cityops.services.workflow import RequestState
from tests.factories import places
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.farming import FarmPlotFactory, field_at
from tests.factories.offers import OfferFactory
from tests.factories.reports import ReportFactory
from tests.factories.services import RequestFactory, ServiceFactory


def scatter(kind: str, number: int = 40, whose: User | None = None) -> None:
    """Rows of a kind in every state, late and in time, with and without a date, somebody's and nobody's.

    whose: whose work a third of them is.
    """
    make, states, without_date = _KINDS[kind]
    dice = random.Random(11)
    agency = AgencyFactory(code="dpupr")
    hands = [None, staff(Role.OFFICER, agency="dpupr"), whose]
    for index in range(number):
        state = dice.choice(list(states))
        now = timezone.now()
        late = timedelta(days=dice.uniform(-20, 20))
        make(
            dice,
            geom=places.place(dice.uniform(112.495, 112.565), dice.uniform(-7.905, -7.835)),
            agency=agency,
            state=state,
            due_at=None if state in without_date or index % 5 == 0 else now + late,
            assignee=hands[index % 3],
            created_at=now - timedelta(days=dice.uniform(0, 60)),
        )


def _report(dice: random.Random, **given: Any) -> None:
    ReportFactory(category=CategoryFactory(code=dice.choice(["lampu", "taman"]), agency=None), **given)


def _request(dice: random.Random, **given: Any) -> None:
    RequestFactory(service=ServiceFactory(code=dice.choice(["ktp", "bibit"])), **given)


def _plot(dice: random.Random, *, geom: Any, **given: Any) -> None:
    group, _made = FarmerGroup.objects.get_or_create(name="Sumber Makmur", area_id="35.79.01.1004")
    FarmPlotFactory(
        geom=field_at(geom), commodity=dice.choice(Commodity.values[:2]), group=dice.choice([group, None]), **given
    )


def _offer(dice: random.Random, **given: Any) -> None:
    OfferFactory(commodity=dice.choice(Commodity.values[:2]), **given)


_KINDS: dict[str, tuple[Callable[..., None], Iterable[str], set[str]]] = {
    "reports": (_report, ReportState.values, {"waiting"}),
    "requests": (_request, RequestState.values, {"incomplete"}),
    "plots": (_plot, PlotState.values, {"returned"}),
    "offers": (_offer, OfferState.values, set()),
}
KINDS = list(_KINDS)
