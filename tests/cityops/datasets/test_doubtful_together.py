"""Many doubtful rows are decided about at once: in as many statements as few are."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.accounts.models import User
from cityops.datasets.models import DoubtfulRow, Settled
from cityops.features.history import history_of
from cityops.reports.models import Report
from tests.factories.agencies import CategoryFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]
TEMAS = "35.79.01.1001"


def rows_of(planner: User, place: str, number: int) -> list[DoubtfulRow]:
    said = {"text": "Lubang", "category": "jalan-rusak", "date": "2020-01-02", "place": place, "state": "closed"}
    return DoubtfulRow.objects.bulk_create(
        DoubtfulRow(
            target="reports",
            key=uuid4(),
            file_name="aduan.csv",
            row=row,
            values=said | {"text": f"Lubang {row}"},
            place=place,
            owner=planner,
        )
        for row in range(1, number + 1)
    )


def statements(desk: Client, address: str, **said: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert desk.post(address, {"with_like": "on"} | said).status_code == 302
    return len(asked)


def test_taken_in_at_a_place(desk: Client, planner: User) -> None:
    CategoryFactory()
    few, many = rows_of(planner, "xyzzy", 3), rows_of(planner, "plugh", 60)
    rows_of(planner, "elsewhere", 1)  # to which both go on
    counted = [statements(desk, one[0].get_absolute_url(), choice="area", area=TEMAS) for one in (few, many)]
    assert counted[1] <= counted[0]
    assert Report.objects.count() == 63
    settled = DoubtfulRow.objects.filter(state=Settled.MADE, settled_by=planner, values={}, candidates=[], place="")
    assert settled.count() == 63
    made = dict(Report.objects.values_list("code", "words__text"))
    assert all(made[one.code] == f"Lubang {one.row}" for one in settled)
    (event,) = history_of(settled[0])
    assert (event.verb, event.actor, event.to_state) == ("settle", planner, "made")
    assert event.data == {"target": "reports", "code": settled[0].code}


def test_left_out(desk: Client, planner: User) -> None:
    few, many = rows_of(planner, "xyzzy", 3), rows_of(planner, "plugh", 60)
    rows_of(planner, "elsewhere", 1)  # to which both go on
    counted = [statements(desk, f"{one[0].get_absolute_url()}leave-out/") for one in (few, many)]
    assert counted[1] <= counted[0]
    left_out = DoubtfulRow.objects.filter(state=Settled.LEFT_OUT, code="", values={}, place="")
    assert left_out.count() == 63
    assert [event.verb for event in history_of(left_out[0])] == ["settle"]
