"""Whatever leads to the rows of a list, few or many are said to be there, it is the rows of the question."""

import random

import pytest
from django.http import QueryDict

from cityops.policy.lines import Role
from cityops.reports.layers import PUBLIC, STAFF
from layers.arms import rows_of
from layers.filters import parse
from layers.finding import FEW, rows_to_list
from tests.factories import places
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
POLYGON = "polygon=112.5,-7.9,112.54,-7.9,112.52,-7.862"
QUERIES = ("", POLYGON, "bbox=112.51,-7.89,112.54,-7.87", "q=aspal", f"q=aspal&{POLYGON}", "status=new&q=tidak ada")


@pytest.mark.parametrize("of", [None, 0, FEW, FEW + 1])
@pytest.mark.parametrize("query", QUERIES)
def test_the_rows_are_those_of_the_question(query: str, of: int | None) -> None:
    dice = random.Random(5)
    for number in range(40):
        spot = places.place(dice.uniform(112.5, 112.56), dice.uniform(-7.9, -7.861))
        ReportFactory(geom=spot, text=f"{'Aspal' if number % 3 else 'Lampu'} rusak {number}", accepted=True)
    asked = parse(QueryDict(query), PUBLIC.filters)
    for layer, user in ((PUBLIC, None), (STAFF, staff(Role.DISPATCHER))):
        found = set(rows_to_list(layer, user, asked, of).values_list("pk", flat=True))
        assert found == set(rows_of(layer, user, asked).values_list("pk", flat=True))
        assert bool(found) != ("tidak" in query)
