"""Facilities."""

import factory

from cityops.facilities.models import Facility, FacilityKind
from cityops.features.codes import make_code
from tests.factories.places import IN_BEJI


class FacilityFactory(factory.django.DjangoModelFactory):
    """A puskesmas in Beji. Needs a city (`city` fixture) to lie in."""

    class Meta:
        model = Facility

    code = factory.LazyFunction(lambda: make_code("BTU"))
    kind = FacilityKind.PUSKESMAS
    name = "Puskesmas Beji"
    geom = IN_BEJI
