"""The one calendar function: when does a clock of so many working days end?"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from cityops.agencies.models import Holiday

END_OF_WORK = time(16, 0)  # Perpres 21/2023: 37.5 hours a week, Monday to Friday


@lru_cache(maxsize=16)
def _national(year: int) -> frozenset[date]:
    """National days and cuti bersama of a year, from the library's data."""
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


class WorkingCalendar:
    """Working days: Monday to Friday without national days and cuti bersama, as overridden by the city."""

    def __init__(self, overrides: dict[date, bool] | None = None) -> None:
        """`overrides`: date → whether people work on it; read from the city's table where not given."""
        if overrides is None:
            overrides = dict(Holiday.objects.values_list("date", "is_working"))
        self.overrides = overrides

    def is_working_day(self, day: date) -> bool:
        """Whether the agencies work on that day."""
        if day in self.overrides:
            return self.overrides[day]
        return day.weekday() < 5 and day not in _national(day.year)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a national day, cuti bersama or a day off of the city's own, whatever the weekday."""
        if day in self.overrides:
            return not self.overrides[day]
        return day in _national(day.year)

    def due_after(self, start: datetime, working_days: int) -> datetime:
        """Return the end of work on the n-th working day after the (local) day of `start`, aware.

        A start on a day off, or after work, counts from the next working day's morning like any other: the first
        working day after it is day one.
        """
        day = timezone.localtime(start).date()
        left = working_days
        while left > 0:
            day += timedelta(days=1)
            if self.is_working_day(day):
                left -= 1
        return timezone.make_aware(datetime.combine(day, END_OF_WORK))

    def days_left(self, start: datetime, due: datetime) -> int:
        """Return how many working days lie after the (local) day of `start`, up to that of `due`; 0 if it is over."""
        day, last = timezone.localtime(start).date(), timezone.localtime(due).date()
        return sum(self.is_working_day(day + timedelta(days=step)) for step in range(1, (last - day).days + 1))
