"""Kinds of rows that the demo city has beside reports and facilities: what each is, and who writes it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from cityops.agencies.models import AnswerTemplate
from cityops.farming.models import FarmerGroup, FarmPlot, HarvestOffer
from cityops.services.models import ServiceRequest
from geodata.demo.offers import write_offers
from geodata.demo.plots import write_groups, write_plots
from geodata.demo.ready_texts import write_ready_texts
from geodata.demo.requests import write_requests
from geodata.demo.size import DemoSize


@dataclass(frozen=True)
class OtherKind:
    """One more kind. write: writes its rows and returns their ids; the same size gives the same rows."""

    model: type[Model]
    write: Callable[[DemoSize], list[int]]


# In the order in which they are written; they are taken out in reverse, before reports and facilities.
OTHERS: tuple[OtherKind, ...] = (
    OtherKind(ServiceRequest, write_requests),
    OtherKind(FarmerGroup, write_groups),
    OtherKind(FarmPlot, write_plots),
    OtherKind(HarvestOffer, write_offers),
    OtherKind(AnswerTemplate, write_ready_texts),
)
