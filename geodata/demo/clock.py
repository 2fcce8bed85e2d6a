"""Working time of the demo city, by the same calendar as the real one, in a table for speed."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cityops.agencies.working_time import WorkingCalendar
from geodata.city.entries import HolidayEntry

START_OF_WORK_H = 8.0
LAST_MOMENT_H = 15.75
BEYOND_DAYS = 400  # of the table after the last day
MOST_WORKING_DAYS = 200  # that anything takes


class WorkClock:
    """The working days from `first` on; what lies beyond `last` is there too, for due dates."""

    def __init__(self, first: date, last: date, zone: ZoneInfo, overrides: Iterable[HolidayEntry]) -> None:
        """`overrides`: days on which the city differs from the national calendar."""
        self.calendar = calendar = WorkingCalendar({entry.on: entry.is_working for entry in overrides})
        span = (last - first).days + BEYOND_DAYS
        days = (first + timedelta(days=step) for step in range(-7, span))
        self.days = [day for day in days if calendar.is_working_day(day)]
        self.zone = zone

    @property
    def of_the_city(self) -> "WorkClock":
        """The clock itself: in the demo all agencies work the city's five days."""
        return self

    def due_after(self, start: datetime, working_days: int) -> datetime:
        """Return the end of work on the n-th working day after the day of `start`."""
        if working_days <= 0:
            return self._end(start.astimezone(self.zone).date())
        index = bisect_right(self.days, start.astimezone(self.zone).date())
        return self._end(self.days[index + working_days - 1])

    def days_left(self, start: datetime, due: datetime) -> int:
        """Return how many working days lie after the day of `start`, up to that of `due`."""
        first, last = start.astimezone(self.zone).date(), due.astimezone(self.zone).date()
        return max(0, bisect_right(self.days, last) - bisect_right(self.days, first))

    def moment_after(self, start: datetime, working_days: int, pick: Random) -> datetime:
        """Return a moment in working time so many working days later; 0: the same day where there is time left."""
        working_days = min(working_days, MOST_WORKING_DAYS)
        local = start.astimezone(self.zone)
        hour = local.hour + local.minute / 60
        index = bisect_right(self.days, local.date())
        is_today = (
            working_days == 0 and index > 0 and self.days[index - 1] == local.date() and hour < LAST_MOMENT_H - 0.5
        )
        if is_today:
            begin = max(hour + 0.2, START_OF_WORK_H)
            return self._hours(local.date(), pick.uniform(begin, LAST_MOMENT_H))
        return self._hours(self.days[index + max(0, working_days - 1)], pick.uniform(START_OF_WORK_H, LAST_MOMENT_H))

    def _end(self, day: date) -> datetime:
        return self._at(day, self.calendar.ends_at(day))

    def _hours(self, day: date, hour: float) -> datetime:
        return self._at(day, time(0)) + timedelta(seconds=round(hour * 3600))

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone)
