from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cityops.agencies.working_time import WorkingCalendar

WIB = ZoneInfo("Asia/Jakarta")
PLAIN = WorkingCalendar({})


def due(start: str, days: int, calendar: WorkingCalendar = PLAIN) -> str:
    at = datetime.fromisoformat(start).replace(tzinfo=WIB)
    return timezone.localtime(calendar.due_after(at, days)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-24 09:00", 1, "2026-11-25 16:00"),
        ("2026-11-27 15:00", 3, "2026-12-02 16:00"),  # Friday afternoon, over a weekend
        ("2026-11-28 10:00", 1, "2026-11-30 16:00"),  # Saturday
        ("2026-03-17 10:00", 1, "2026-03-25 16:00"),  # before Nyepi, cuti bersama and Idul Fitri
        ("2026-12-23 10:00", 1, "2026-12-28 16:00"),  # cuti bersama of Christmas is the 24th
    ],
)
def test_cases(start: str, days: int, end: str) -> None:
    assert due(start, days) == end


def test_the_city_overrides_the_calendar() -> None:
    closed = WorkingCalendar({date(2026, 11, 25): False, date(2026, 11, 28): True})
    assert due("2026-11-24 09:00", 1, closed) == "2026-11-26 16:00"
    assert due("2026-11-27 09:00", 1, closed) == "2026-11-28 16:30"


moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 1)).map(lambda at: at.replace(tzinfo=WIB))


@given(moments, st.integers(1, 30))
def test_it_ends_on_a_working_day_with_as_many_between(start: datetime, days: int) -> None:
    end = timezone.localtime(PLAIN.due_after(start, days)).date()
    first = timezone.localtime(start).date()
    between = [date.fromordinal(n) for n in range(first.toordinal() + 1, end.toordinal() + 1)]
    assert sum(PLAIN.is_working_day(day) for day in between) == days
    assert PLAIN.is_working_day(end)


@given(moments, moments, st.integers(1, 20))
def test_who_comes_later_is_not_due_earlier(one: datetime, other: datetime, days: int) -> None:
    earlier, later = sorted((one, other))
    assert PLAIN.due_after(earlier, days) <= PLAIN.due_after(later, days)
