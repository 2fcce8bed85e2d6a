"""The one calendar function: when does a clock of so many working days end?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from cityops.agencies.models import Agency, Holiday, WorkingWeek
from cityops.web.once import once_a_request
from cityops.web.unchanged import while_unchanged


@dataclass(frozen=True)
class Week:
    """On which weekdays an agency works (0: Monday), and when its work ends on each."""

    ends: Mapping[int, time]


# Perpres 21/2023, section 4: 37.5 hours a week from 7.30, with a break of 60 minutes, on Friday of 90.
FIVE_DAYS = Week({**dict.fromkeys(range(4), time(16, 0)), 4: time(16, 30)})
# The usual hours of those who work on Saturdays as well (puskesmas, schools): customary, set by each office.
SIX_DAYS = Week({**dict.fromkeys(range(4), time(14, 0)), 4: time(11, 30), 5: time(13, 0)})
LATE_SOON_DAYS = 1  # working days: what is due by the end of the next one is shown as late soon
WEEKS = {WorkingWeek.FIVE: FIVE_DAYS, WorkingWeek.SIX: SIX_DAYS}


@lru_cache(maxsize=16)
def _national(year: int) -> frozenset[date]:
    """National days and cuti bersama of a year, from the library's data."""
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


@while_unchanged(Holiday)
def _of_the_city() -> dict[date, bool]:
    return dict(Holiday.objects.filter(is_removed=False).values_list("date", "is_working"))


@once_a_request
def late_soon_until() -> datetime:
    """Return the end of the next working day: what is due by then is late soon."""
    return WorkingCalendar().due_after(timezone.now(), LATE_SOON_DAYS)


class WorkingCalendar:
    """Working days: those of an agency's week without national days and cuti bersama, as overridden by the city."""

    def __init__(self, overrides: Mapping[date, bool] | None = None, week: Week = FIVE_DAYS) -> None:
        """`overrides`: date → whether people work on it; read from the city's table where not given."""
        if overrides is None:
            overrides = _of_the_city()
        self.overrides, self.week = overrides, week

    @classmethod
    def of(cls, agency: Agency | None) -> "WorkingCalendar":
        """Return the calendar of an agency; of the city, where there is none."""
        return cls(week=WEEKS[WorkingWeek(agency.week)] if agency else FIVE_DAYS)

    @property
    def of_the_city(self) -> "WorkingCalendar":
        """The city's five days with the same days off: by it the time is counted that people have, not agencies."""
        return WorkingCalendar(self.overrides, FIVE_DAYS)

    def is_working_day(self, day: date) -> bool:
        """Whether the agencies work on that day."""
        if day in self.overrides:
            return self.overrides[day]
        return day.weekday() in self.week.ends and day not in _national(day.year)

    def ends_at(self, day: date) -> time:
        """Return when work ends on a working day; on one that the city adds, as on the last day of the week."""
        return self.week.ends.get(day.weekday()) or self.week.ends[max(self.week.ends)]

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
        return timezone.make_aware(datetime.combine(day, self.ends_at(day)))

    def days_before(self, moment: datetime, working_days: int) -> datetime:
        """Return the same time of day so many working days earlier; 0: the moment itself."""
        day, left = timezone.localtime(moment), working_days
        while left > 0:
            day -= timedelta(days=1)
            if self.is_working_day(day.date()):
                left -= 1
        return day

    def days_left(self, start: datetime, due: datetime) -> int:
        """Return how many working days lie after the (local) day of `start`, up to that of `due`; 0 if it is over."""
        day, last = timezone.localtime(start).date(), timezone.localtime(due).date()
        return sum(self.is_working_day(day + timedelta(days=step)) for step in range(1, (last - day).days + 1))
