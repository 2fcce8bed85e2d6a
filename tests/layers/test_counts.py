"""Tallies: how many of some rows meet conditions, inside a selection or everywhere, as the rows themselves say."""

import random

import pytest
from django.db.models import Q
from django.http import QueryDict

from cityops.reports.layers import PUBLIC
from layers.counts import tally
from layers.filters import parse
from tests.factories import places
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
CONDITIONS = {"new": Q(state="new"), "needs": Q(kind="need"), "none": Q(pk__in=[])}


@pytest.mark.parametrize(
    "query", ["", "polygon=112.5,-7.9,112.54,-7.9,112.52,-7.862", "bbox=112.51,-7.89,112.54,-7.87"]
)
def test_a_tally_is_what_the_rows_say(query: str) -> None:
    dice = random.Random(11)
    for _ in range(60):
        spot = places.place(dice.uniform(112.5, 112.56), dice.uniform(-7.9, -7.861))
        ReportFactory(geom=spot, state=dice.choice(["new", "routed"]), kind=dice.choice(["need", "complaint"]))
    asked = parse(QueryDict(query), PUBLIC.filters)
    rows = PUBLIC.scope(None).filter(m__isnull=False)
    inside = rows.filter(asked.condition(PUBLIC.filters))
    expected = {name: inside.filter(condition).count() for name, condition in CONDITIONS.items()}
    assert tally(PUBLIC, rows, asked, CONDITIONS) == expected
    assert 0 < expected["new"] < 60
    assert expected["none"] == 0
