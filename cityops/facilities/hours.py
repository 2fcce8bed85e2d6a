"""Opening hours: when is it open, when next, and how people say it. Pure: no database."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LOOK_AHEAD_DAYS = 15  # the longest row of days off, with a weekend at both ends


@dataclass(frozen=True)
class Opening:
    """One weekday (0: Monday). Closing at or before it opens means on the next day; the same time: round the clock."""

    weekday: int
    opens: time
    closes: time

    @property
    def goes_past_midnight(self) -> bool:
        """Whether it closes on the next day."""
        return self.closes <= self.opens

    def in_words(self) -> str:
        """Return "07.30–14.30" in the reader's language."""
        if self.opens == self.closes:
            return _("day and night")
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


@dataclass(frozen=True)
class Line:
    """Days in a row with the same hours, in words: "Monday–Thursday", "07.30–14.30"."""

    days: str
    hours: str
    is_closed: bool


@dataclass(frozen=True)
class Standing:
    """How a place stands at a moment: open or not, and that in words (empty: its hours are not known)."""

    is_open: bool
    words: str


@dataclass(frozen=True)
class Timetable:
    """The hours of one place. is_day_off: asked where it is closed on holidays, else never."""

    openings: Mapping[int, Opening] = field(default_factory=dict)
    is_day_off: Callable[[date], bool] = lambda _day: False

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it is open at a moment in the city's clock."""
        return self._open_until(moment) is not None

    def in_words_at(self, moment: datetime) -> str:
        """Return "Open now, until 14.30" or "Closed now, opens tomorrow at 07.30"; empty where no hours are known."""
        if not self.openings:
            return ""
        if until := self._open_until(moment):
            if until - moment > timedelta(days=1):
                return _("Open day and night")
            return _("Open now, until %(time)s") % {"time": _clock(until.time())}
        opening = self._next_opening(moment)
        if opening is None:
            return _("Closed now")
        values = {"time": _clock(opening.time()), "day": str(WEEKDAYS[opening.weekday()])}
        days = (opening.date() - moment.date()).days
        if days == 0:
            return _("Closed now, opens at %(time)s") % values
        if days == 1:
            return _("Closed now, opens tomorrow at %(time)s") % values
        if days < 7:
            return _("Closed now, opens on %(day)s at %(time)s") % values
        return _("Closed now, opens on %(date)s") % {"date": f"{values['day']}, {opening.day}/{opening.month}"}

    def standing_at(self, moment: datetime) -> Standing:
        """Return both at once."""
        return Standing(self.is_open_at(moment), self.in_words_at(moment))

    def lines(self) -> list[Line]:
        """Return the week in as few lines as it has different hours; empty where no hours are known."""
        if not self.openings:
            return []
        runs: list[tuple[int, int, Opening | None]] = []
        for weekday in range(7):
            today = self.openings.get(weekday)
            if runs and _same(runs[-1][2], today):
                runs[-1] = (runs[-1][0], weekday, today)
            else:
                runs.append((weekday, weekday, today))
        return [Line(_days(first, last), today.in_words() if today else _("closed"), not today)
                for first, last, today in runs]  # fmt: skip

    def _on(self, day: date) -> Opening | None:
        opening = self.openings.get(day.weekday())
        return opening if opening and not self.is_day_off(day) else None

    def _open_until(self, moment: datetime) -> datetime | None:
        """Return when it closes, where it is open; a moment far away where it hardly ever does."""
        until = None
        for ago in (1, 0):
            day = moment.date() - timedelta(days=ago)
            start, end = self._span(day, moment)
            if start and end and start <= moment < end:
                until = end
        if until is None:
            return None
        for _more in range(7):  # one day passes into the next
            start, end = self._span(until.date(), moment)
            if not (start and end and start <= until < end):
                return until
            until = end
        return until

    def _span(self, day: date, like: datetime) -> tuple[datetime | None, datetime | None]:
        opening = self._on(day)
        if opening is None:
            return None, None
        start = datetime.combine(day, opening.opens, tzinfo=like.tzinfo)
        end = datetime.combine(day, opening.closes, tzinfo=like.tzinfo)
        return start, end + timedelta(days=1) if opening.goes_past_midnight else end

    def _next_opening(self, moment: datetime) -> datetime | None:
        for ahead in range(LOOK_AHEAD_DAYS):
            start, _end = self._span(moment.date() + timedelta(days=ahead), moment)
            if start and start > moment:
                return start
        return None


def timetable(openings: Iterable[Opening], *, is_day_off: Callable[[date], bool] | None = None) -> Timetable:
    """Return the hours by weekday."""
    by_day = {opening.weekday: opening for opening in openings}
    return Timetable(by_day, is_day_off) if is_day_off else Timetable(by_day)


def _same(one: Opening | None, other: Opening | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.opens, one.closes) == (other.opens, other.closes)


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return _("Every day")
    return str(WEEKDAYS[first]) if first == last else f"{WEEKDAYS[first]}–{WEEKDAYS[last]}"


def _clock(at: time) -> str:
    return time_format(at, "H:i" if (get_language() or "id").startswith("en") else "H.i")
