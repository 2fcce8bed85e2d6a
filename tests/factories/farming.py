"""Farm plots, made as the application makes them: the database fills area, hectares and desa."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.gis.geos import Point, Polygon
from django.utils import timezone

from cityops.farming.models import FarmerGroup, FarmPlot, PlotFarmer
from cityops.features.codes import make_code
from tests.factories.agencies import AgencyFactory
from tests.factories.places import IN_TEMAS

SIDE = 0.0005  # degrees: about 55 m, 0.3 ha


def ring_at(place: Point, side: float = SIDE) -> list[tuple[float, float]]:
    """Corners of a square whose south-west corner is a place."""
    x, y = place.x, place.y
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def field_at(place: Point, side: float = SIDE) -> Polygon:
    ring = ring_at(place, side)
    return Polygon([*ring, ring[0]], srid=4326)


def beside(place: Point, steps: float) -> Point:
    """A place so many sides of a field to the east."""
    return Point(place.x + steps * SIDE, place.y, srid=4326)


class FarmerGroupFactory(factory.django.DjangoModelFactory):
    """A farmer group of Temas."""

    class Meta:
        model = FarmerGroup

    name = factory.Sequence(lambda n: f"Tani Makmur {n}")
    area_id = "35.79.01.1001"


class FarmPlotFactory(factory.django.DjangoModelFactory):
    """A rice field in Temas that waits to be verified. Needs a city (`city` fixture) to lie in."""

    class Meta:
        model = FarmPlot
        skip_postgeneration_save = True

    class Params:
        verified = factory.Trait(state="verified", due_at=None)
        overdue = factory.Trait(due_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=2)))

    code = factory.LazyFunction(lambda: make_code("BTU"))
    geom = factory.LazyFunction(lambda: field_at(IN_TEMAS))
    commodity = "padi"
    season = "2026-3"
    agency = factory.SubFactory(AgencyFactory, code="distan")
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def farmer(plot: FarmPlot, create: bool, name: str | None, **_: Any) -> None:
        PlotFarmer.objects.create(plot=plot, name=name or "Pak Slamet", phone="0812 0000 0001")
        plot.refresh_from_db()


def fields_side_by_side(count: int, place: Point = IN_TEMAS, **given: Any) -> list[FarmPlot]:
    """So many plots that share edges and overlap none."""
    return [FarmPlotFactory(geom=field_at(beside(place, number)), **given) for number in range(count)]
