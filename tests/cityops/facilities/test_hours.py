"""Opening hours in the city's clock: the pure table, and the same decision in SQL."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from cityops.agencies.models import Holiday
from cityops.agencies.working_time import WorkingCalendar
from cityops.facilities.hours import Opening, timetable
from cityops.facilities.models import Facility, FacilityHours
from cityops.facilities.queries import open_at
from tests.factories.facilities import FacilityFactory

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 11, 23)
OFFICE = [Opening(day, time(7, 30), time(14, 30)) for day in range(4)] + [Opening(4, time(7, 30), time(11))]


def at(weekday: int, clock: str) -> datetime:
    hour, minute = clock.split(".")
    return datetime.combine(MONDAY + timedelta(days=weekday), time(int(hour), int(minute)), tzinfo=WIB)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(0, "7.29"), "Closed now, opens at 07:30"),
        (at(0, "7.30"), "Open now, until 14:30"),
        (at(0, "14.29"), "Open now, until 14:30"),
        (at(0, "14.30"), "Closed now, opens tomorrow at 07:30"),
        (at(4, "11.00"), "Closed now, opens on Monday at 07:30"),
    ],
)
def test_it_says_whether_it_is_open_and_when_next(moment: datetime, words: str) -> None:
    with translation.override("en"):
        assert timetable(OFFICE).in_words_at(moment) == words


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert timetable([]).in_words_at(at(0, "9.00")) == ""
    assert timetable([]).lines() == []


def test_a_night_market_is_open_past_midnight() -> None:
    night = timetable([Opening(5, time(18), time(2))])
    assert night.is_open_at(at(5, "23.00"))
    assert night.is_open_at(at(6, "1.59"))
    assert not night.is_open_at(at(6, "2.00"))
    assert not night.is_open_at(at(5, "1.00"))


def test_day_and_night() -> None:
    always = timetable([Opening(day, time(0), time(0)) for day in range(7)])
    with translation.override("en"):
        assert always.in_words_at(at(2, "3.00")) == "Open day and night"
        assert [(line.days, line.hours) for line in always.lines()] == [("Every day", "day and night")]


def test_days_off_are_passed_over() -> None:
    closed = timetable(OFFICE, is_day_off=lambda day: day.weekday() < 2)
    with translation.override("en"):
        assert closed.in_words_at(at(0, "9.00")) == "Closed now, opens on Wednesday at 07:30"


def test_equal_days_stand_together() -> None:
    with translation.override("id"):
        lines = [(line.days, line.hours) for line in timetable(OFFICE).lines()]
    assert lines == [("Senin–Kamis", "07.30–14.30"), ("Jumat", "07.30–11.00"), ("Sabtu–Minggu", "tutup")]


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_the_database_decides_as_the_page_does() -> None:
    """Random weeks, some over midnight, some closed on holidays, asked at random moments and at the minute itself."""
    pick = Random(7)
    Holiday.objects.create(date=MONDAY, name="Hari jadi", is_working=False)
    clocks = [time(hour, minute) for hour in range(0, 24, 3) for minute in (0, 30)]
    for _number in range(12):
        facility = FacilityFactory(closes_on_holidays=pick.random() < 0.5)
        FacilityHours.objects.bulk_create(
            FacilityHours(facility=facility, weekday=day, opens=pick.choice(clocks), closes=pick.choice(clocks))
            for day in range(7)
            if pick.random() < 0.7
        )
    calendar = WorkingCalendar()
    facilities = list(Facility.objects.prefetch_related("openings"))
    for _number in range(60):
        moment = datetime.combine(MONDAY + timedelta(days=pick.randrange(9)), pick.choice(clocks), tzinfo=WIB)
        said = {one.pk for one in facilities if one.timetable(calendar).is_open_at(moment)}
        assert set(Facility.objects.filter(open_at(moment, calendar)).values_list("pk", flat=True)) == said
