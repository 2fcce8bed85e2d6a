"""Rows for moves of many, of every kind that shares them but reports, which have tests of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import Model

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.facilities.models import Facility
from cityops.farming import bulk as plots
from cityops.farming import offer_bulk as offers
from cityops.farming.models import PlotNote
from cityops.features.worked import Worked
from cityops.policy.lines import Role
from cityops.services import bulk as requests
from cityops.services.models import Message
from tests.factories.agencies import staff
from tests.factories.farming import SIDE, FarmPlotFactory, field_at
from tests.factories.offers import OfferFactory
from tests.factories.places import IN_TEMAS
from tests.factories.services import OfficeFactory, RequestFactory

OFFICE = "BTU-KANT-0R22"  # where requests are collected


def _request(_number: int, state: str) -> Worked:
    if not Facility.objects.filter(code=OFFICE).exists():
        OfficeFactory(code=OFFICE)
    request: Worked = RequestFactory(state=state)
    return request


def _plot(number: int, state: str) -> Worked:
    place = Point(IN_TEMAS.x + number % 10 * SIDE, IN_TEMAS.y + number // 10 * SIDE, srid=4326)
    plot: Worked = FarmPlotFactory(geom=field_at(place), state=state)
    return plot


def _offer(_number: int, state: str) -> Worked:
    offer: Worked = OfferFactory(held=True, state=state)
    return offer


@dataclass(frozen=True)
class Kind:
    """A kind with what its moves need. said: where its words are kept. ended: a state from which no verb goes."""

    bulk: Bulk[Any]
    make: Callable[[int, str], Worked]
    given: Mapping[str, dict[str, Any]]
    first: str
    ended: str
    agency: str
    role: Role
    said: type[Model] | None = None
    states: Mapping[str, str] | None = None

    def some(self, verb: str, number: int = 3) -> list[Worked]:
        """Rows on which the move can be made."""
        state = (self.states or {}).get(verb, self.first)
        return [self.make(index, state) for index in range(number)]

    def person(self, role: Role | None = None, **given: Any) -> User:
        """Somebody who works on it."""
        return staff(role or self.role, agency=self.agency, **given)

    def moved(self, verb: str, actor: User, rows: list[Worked]) -> Any:
        """Make a move of them together."""
        return self.bulk.make(verb, actor=actor, seen=versions(rows), given=self.given.get(verb, {}))


def versions(rows: list[Worked]) -> dict[str, int]:
    """What is on the screen of whoever moves them."""
    return {row.code: row.version for row in rows}


KINDS = {
    "requests": Kind(
        bulk=requests.BULK,
        make=_request,
        given={
            "assign": {"assignee": "siti"},
            "ask": {"text": "Kartu keluarga belum ada."},
            "ready": {"office": OFFICE, "bring": "KTP", "until": date(2090, 1, 1)},
            "finish": {"text": "Sudah diserahkan."},
            "reject": {"reason": "Bukan warga Kota Batu."},
        },
        first="submitted",
        ended="done",
        agency="dukcapil",
        role=Role.OFFICER,
        said=Message,
        states={"ready": "checking", "finish": "checking"},
    ),
    "plots": Kind(
        bulk=plots.BULK,
        make=_plot,
        given={"assign": {"assignee": "siti"}, "return": {"reason": "Batas timur salah."}},
        first="submitted",
        ended="withdrawn",
        agency="distan",
        role=Role.EXTENSION,
        said=PlotNote,
    ),
    "offers": Kind(
        bulk=offers.BULK,
        make=_offer,
        given={"assign": {"assignee": "siti"}, "hide": {"reason": "Nomor palsu."}},
        first="held",
        ended="sold",
        agency="distan",
        role=Role.EXTENSION,
    ),
}
