"""Counts and tallies: how many rows meet conditions, inside a selection or everywhere, as the rows themselves say."""

import random
from datetime import timedelta

import pytest
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from cityops.reports.layers import PUBLIC
from layers.counts import counts
from layers.filters import parse
from layers.tallies import tallies
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
        due_at = timezone.now() + timedelta(days=dice.choice([-1, 1]))
        state, kind = dice.choice(["new", "routed"]), dice.choice(["need", "complaint"])
        ReportFactory(geom=spot, state=state, kind=kind, due_at=due_at)
    asked = parse(QueryDict(query), PUBLIC.filters)
    rows = PUBLIC.scope(None).filter(m__isnull=False)
    inside = rows.filter(asked.condition(PUBLIC.filters))
    expected = {name: inside.filter(condition).count() for name, condition in CONDITIONS.items()}
    assert tallies(PUBLIC, None, asked, [CONDITIONS]) == expected
    told = counts(PUBLIC, None, asked, [CONDITIONS])
    assert told.by_condition == expected
    assert told.late == counts(PUBLIC, None, asked).late == inside.filter(**PUBLIC.late()).count() > 0
    assert 0 < expected["new"] < 60
    assert expected["none"] == 0
