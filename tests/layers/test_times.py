"""The strip of time: by week or month, in the city's days, scoped and filtered like all else."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cityops.errors import NotFound
from layers.filters import Filter
from layers.registry import layer_named
from layers.times import bucketed, times
from tests.factories import places
from tests.factories.reports import ReportFactory

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 3, 2)


def came(moment: datetime, **traits: Any) -> Any:
    return ReportFactory(created_at=moment, accepted=True, **traits)


def test_weeks_begin_on_monday_and_leave_no_gap() -> None:
    found = bucketed({MONDAY + timedelta(days=6): 2, MONDAY + timedelta(days=14): 1})
    assert found.unit == "week"
    assert [(one.first, one.last, one.n) for one in found.buckets] == [
        (date(2026, 3, 2), date(2026, 3, 8), 2),
        (date(2026, 3, 9), date(2026, 3, 15), 0),
        (date(2026, 3, 16), date(2026, 3, 22), 1),
    ]


def test_years_are_told_by_month() -> None:
    found = bucketed({date(2023, 12, 31): 4, date(2024, 2, 29): 5, date(2026, 11, 24): 6})
    assert found.unit == "month"
    assert len(found.buckets) == 36
    assert [(one.first, one.last, one.n) for one in found.buckets[:3]] == [
        (date(2023, 12, 1), date(2023, 12, 31), 4),
        (date(2024, 1, 1), date(2024, 1, 31), 0),
        (date(2024, 2, 1), date(2024, 2, 29), 5),
    ]
    assert found.buckets[-1].last == date(2026, 11, 30)


def test_nothing_is_no_strip() -> None:
    assert bucketed({}).buckets == ()


@pytest.mark.django_db
def test_a_day_is_the_city_s_own(city: Any, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    came(datetime(2026, 3, 8, 23, 59, tzinfo=WIB))  # Sunday evening in Batu
    came(datetime(2026, 3, 9, 0, 1, tzinfo=WIB))  # Monday; in Greenwich it is Sunday still
    layer = layer_named("reports", AnonymousUser())
    with django_assert_num_queries(1):
        found = times(layer, AnonymousUser(), Filter({}))
    assert [(one.first, one.n) for one in found.buckets] == [(MONDAY, 1), (MONDAY + timedelta(days=7), 1)]


@pytest.mark.django_db
def test_it_counts_what_the_filter_leaves_but_all_of_the_time(city: Any) -> None:
    first, second = (datetime(2026, 3, day, 12, tzinfo=WIB) for day in (3, 17))
    came(first)
    came(second, geom=places.IN_BUMIAJI)
    layer = layer_named("reports", AnonymousUser())
    asked = Filter({"from": ("2026-03-16",), "to": ("2026-03-20",)})
    assert [one.n for one in times(layer, AnonymousUser(), asked).buckets] == [1, 0, 1]
    asked = Filter({"area": ("35.79.02",)})
    assert [(one.first, one.n) for one in times(layer, AnonymousUser(), asked).buckets] == [(date(2026, 3, 16), 1)]


@pytest.mark.django_db
def test_a_week_across_two_months_is_one_week_and_each_month_has_its_days(city: Any) -> None:
    user = AnonymousUser()
    layer = layer_named("reports", user)
    for day in (30, 31):
        came(datetime(2026, 3, day, 12, tzinfo=WIB))
    came(datetime(2026, 4, 1, 0, 0, tzinfo=WIB))
    assert [(one.first, one.n) for one in times(layer, user, Filter({})).buckets] == [(date(2026, 3, 30), 3)]
    came(datetime(2023, 1, 1, 0, 0, tzinfo=WIB))
    found = times(layer, user, Filter({}))
    assert found.unit == "month"
    assert {one.first: one.n for one in found.buckets if one.n} == {
        date(2023, 1, 1): 1,
        date(2026, 3, 1): 2,
        date(2026, 4, 1): 1,
    }


@pytest.mark.django_db
def test_where_nothing_ever_came_there_is_no_strip(city: Any, client: Client) -> None:
    assert client.get("/layers/reports/times/").json() == {"unit": "week", "buckets": []}


@pytest.mark.django_db
def test_strangers_learn_of_nothing_that_is_hidden(city: Any, client: Client) -> None:
    came(datetime(2026, 3, 3, 12, tzinfo=WIB), hidden=True)
    came(datetime(2026, 3, 3, 12, tzinfo=WIB), held=True)
    came(datetime(2026, 3, 10, 12, tzinfo=WIB))
    assert client.get("/layers/reports/times/").json() == {
        "unit": "week",
        "buckets": [{"from": "2026-03-09", "to": "2026-03-15", "n": 1}],
    }
    assert client.get("/layers/work-reports/times/").status_code == 404


@pytest.mark.django_db
def test_a_layer_without_dates_has_no_strip(city: Any) -> None:
    with pytest.raises(NotFound):
        times(layer_named("facilities", AnonymousUser()), AnonymousUser(), Filter({}))


@pytest.mark.django_db
def test_a_bad_filter_is_named(city: Any, client: Client) -> None:
    answer = client.get("/layers/reports/times/?area=99.99", HTTP_ACCEPT="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_filter"
