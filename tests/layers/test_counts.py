"""Counts and tallies: how many rows meet conditions, inside a selection or everywhere, as the rows themselves say."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.models import User
from cityops.policy.lines import Role
from cityops.reports.layers import FLAGGED, PUBLIC, STAFF
from cityops.reports.models import Report
from layers.cells.folding import fold
from layers.cells.plan import plan_for
from layers.counts import counts
from layers.filters import parse
from layers.tallies import tallies
from tests.factories import places
from tests.factories.agencies import AgencyFactory, staff
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


def some_work(dice: random.Random, whose: User) -> None:
    """Open and ended reports of two agencies and of none, some of them somebody's, some accepted."""
    agencies = [None, AgencyFactory(code="dlh"), AgencyFactory(code="dpupr")]
    for _ in range(80):
        ReportFactory(
            geom=places.place(dice.uniform(112.5, 112.56), dice.uniform(-7.9, -7.861)),
            state=dice.choice(["new", "routed", "in_progress", "closed"]),
            agency=dice.choice(agencies),
            assignee=dice.choice([None, whose]),
            accepted_at=dice.choice([None, timezone.now()]),
        )


@pytest.mark.parametrize("is_folded", [False, True])
@pytest.mark.parametrize(
    "query",
    [
        "assigned=1",
        "unaccepted=1",
        "assigned=1&unaccepted=1",
        "assigned=1&status=routed,closed",
        "assignee=nobody&open=1",
        "assignee=nobody&unaccepted=1&open=1",
        "assigned=1&assignee=nobody&open=1",
        "unaccepted=1&area=35.79.01",
        "unaccepted=1&polygon=112.5,-7.9,112.54,-7.9,112.52,-7.862",
    ],
)
def test_cells_tell_what_is_open_by_its_flags(query: str, *, is_folded: bool) -> None:
    dice = random.Random(5)
    officer, dispatcher = staff(Role.OFFICER, agency="dpupr"), staff(Role.DISPATCHER, agency="diskominfo")
    some_work(dice, officer)
    if is_folded:
        fold()
        Report.objects.filter(pk__in=Report.objects.order_by("?")[:9]).update(accepted_at=None)
    asked = parse(QueryDict(query), STAFF.filters)
    is_contradiction = "assigned" in asked and "assignee" in asked
    for user in (officer, dispatcher):
        rows = STAFF.scope(user).filter(asked.condition(STAFF.filters, user), m__isnull=False)
        plan = plan_for(STAFF, user, asked)
        assert (plan is None) == is_contradiction
        assert plan is None or plan.facet == FLAGGED.facet
        assert counts(STAFF, user, asked).total == rows.count()
        assert (rows.count() == 0) == is_contradiction
    assert Report.objects.filter(agency=None, assignee=officer, state="new").exists()


@pytest.mark.parametrize("query", ["assignee=nobody", "assignee=nobody&status=routed,closed", "assignee=me&open=1"])
def test_no_book_tells_what_lacks_a_flag_among_what_has_ended(query: str) -> None:
    officer = staff(Role.OFFICER, agency="dpupr")
    some_work(random.Random(5), officer)
    asked = parse(QueryDict(query), STAFF.filters)
    assert plan_for(STAFF, officer, asked) is None
    rows = STAFF.scope(officer).filter(asked.condition(STAFF.filters, officer))
    assert counts(STAFF, officer, asked).total == rows.count() > 0


@pytest.mark.parametrize("query", ["open=1", "open=1&area=35.79.01", "status=routed", "category=jalan-rusak&open=1"])
def test_a_tally_of_flags_is_what_the_rows_say(query: str) -> None:
    officer = staff(Role.OFFICER, agency="dpupr")
    some_work(random.Random(7), officer)
    conditions = {
        "theirs": Q(assignee__isnull=False, state__in=FLAGGED.states),
        "fresh": Q(accepted_at=None, state__in=FLAGGED.states),
        "mine": Q(assignee=officer, state__in=FLAGGED.states),
    }
    asked = parse(QueryDict(query), STAFF.filters)
    rows = STAFF.scope(officer).filter(asked.condition(STAFF.filters, officer), m__isnull=False)
    told = tallies(
        STAFF, officer, asked, [conditions], {"theirs": "assigned", "fresh": "unaccepted", "mine": "assignee"}
    )
    assert told == {name: rows.filter(condition).count() for name, condition in conditions.items()}
    assert told["theirs"] > 0


def test_a_tally_of_flags_looks_at_no_row() -> None:
    officer = staff(Role.OFFICER, agency="dpupr")
    some_work(random.Random(7), officer)
    conditions = {"fresh": Q(accepted_at=None, state__in=FLAGGED.states)}
    asked = parse(QueryDict("open=1"), STAFF.filters)
    with CaptureQueriesContext(connection) as caught:
        tallies(STAFF, officer, asked, [conditions], {"fresh": "unaccepted"})
    asked_of = [one["sql"] for one in caught]
    assert any("layers_cell" in statement for statement in asked_of)
    assert not any("reports_report" in statement for statement in asked_of)
