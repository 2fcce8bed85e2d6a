"""Ten thousands of doubtful rows: the list groups them by place before it reads any, and one place is found at once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.accounts.models import User
from cityops.datasets.models import DoubtfulRow, Settled
from cityops.datasets.queries import first_of_each_place, rows_like

pytestmark = pytest.mark.django_db

MANY = 20_000
MADE = """
INSERT INTO datasets_doubtfulrow (target, key, file_name, row, values, candidates, place, state, code, owner_id)
SELECT 'reports', gen_random_uuid(), 'aduan.csv', n, jsonb_build_object('text', 'Lubang nomor ' || n), '[]',
    CASE WHEN n %% 100 = 0 THEN '' ELSE 'jalan ' || n %% 2000 END,
    CASE WHEN n %% 50 = 1 THEN 'left_out' ELSE 'waiting' END, '', %s
FROM generate_series(1, %s) n
"""


@pytest.fixture
def waiting(planner: User) -> User:
    """Somebody for whom many rows wait: ten of each place, some that name none, and some that are decided."""
    with connection.cursor() as cursor:
        cursor.execute(MADE, [planner.pk, MANY])
        cursor.execute("ANALYZE datasets_doubtfulrow")
    return planner


def test_the_first_of_each_place_with_how_many_they_are(waiting: User) -> None:
    found = first_of_each_place(waiting, 2500)
    assert [(one.row, like) for one, like in found[:3]] == [(2, 10), (3, 10), (4, 10)]
    nowhere = [(one.row, like) for one, like in found if not one.place]
    assert nowhere[:3] == [(100, 1), (200, 1), (300, 1)]
    assert len(nowhere) == MANY // 100
    assert len(found) == len({one.place for one, _like in found}) - 1 + len(nowhere)
    assert sum(like for _one, like in found) == DoubtfulRow.objects.filter(state=Settled.WAITING).count()


def test_the_list_shows_a_hundred_and_counts_all(waiting: User, desk: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = desk.get("/data/doubtful/")
    assert len(answer.context["rows"]) == 100
    assert answer.context["total"] == MANY - MANY // 50
    assert answer.context["rows"][0]["like"] == 10
    assert not any(" OVER (" in one["sql"] for one in asked.captured_queries)


def test_what_says_the_same_is_found_by_an_index(waiting: User) -> None:
    row = DoubtfulRow.objects.filter(place="jalan 7").first()
    assert row is not None
    plan: str = rows_like(waiting, row).order_by("pk").explain()
    assert "doubtful_rows_of_a_place" in plan
    assert "Index Cond" in plan
    assert "place" in plan.split("Index Cond")[1].splitlines()[0]
