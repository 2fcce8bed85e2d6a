"""When things happen in Kota Batu: rain from November to April, dry until October, feasts, harvests, school."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import holidays

# Factor by month, January first.
MONTHS: dict[str, tuple[float, ...]] = {
    "steady": (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    "wet": (2.0, 1.9, 1.5, 1.1, 0.8, 0.6, 0.5, 0.5, 0.6, 0.9, 1.5, 1.8),
    "rain": (3.0, 2.6, 1.8, 1.0, 0.4, 0.2, 0.15, 0.15, 0.2, 0.8, 2.0, 2.4),
    "dry": (0.6, 0.6, 0.7, 0.8, 1.1, 1.2, 1.4, 1.6, 1.7, 1.4, 0.8, 0.6),
    "drought": (0.3, 0.3, 0.3, 0.5, 0.9, 1.3, 1.8, 2.3, 2.5, 2.0, 0.8, 0.4),
    "wind": (2.0, 1.7, 1.2, 0.8, 0.6, 0.6, 0.9, 1.0, 1.0, 1.2, 1.4, 1.7),
    "planting": (1.0, 1.1, 1.6, 1.2, 0.7, 1.2, 1.2, 0.6, 0.7, 1.5, 2.3, 1.7),
    "harvest": (1.0, 1.4, 1.8, 1.5, 0.8, 0.8, 1.5, 1.7, 1.3, 0.7, 0.6, 0.7),
    "school": (1.4, 0.8, 0.8, 0.8, 0.9, 1.8, 2.8, 1.4, 0.9, 0.8, 0.8, 0.8),
    "tax": (0.6, 0.8, 1.8, 1.9, 1.0, 0.7, 0.9, 1.6, 2.3, 1.3, 0.6, 0.5),
    "holidays": (1.1, 0.8, 0.9, 1.0, 1.0, 1.3, 1.3, 1.0, 0.9, 0.9, 0.9, 1.4),
    "tourist": (1.1, 0.7, 0.8, 1.0, 1.0, 1.5, 1.6, 1.0, 0.8, 0.8, 0.8, 1.6),
}
FEASTS = ("holidays", "tourist")


@cache
def idul_fitri(year: int) -> date:
    """Return the first day of Idul Fitri of a year."""
    days = holidays.country_holidays("ID", years=year, categories=("public",), language="id")
    first: date = min(day for day, name in days.items() if "fitri" in name.lower())
    return first


def _feast_factor(day: date) -> float:
    """More on weekends, around Idul Fitri and at the turn of the year."""
    factor = 1.5 if day.weekday() >= 5 else 0.85
    if any(abs((day - idul_fitri(year)).days) <= 6 for year in (day.year, day.year + 1) if year <= day.year):
        factor *= 2.4
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 3):
        factor *= 1.9
    return factor


@cache
def season_factor(season: str, day: date) -> float:
    """Return how much likelier than usual a thing of this season is on that day."""
    factor = MONTHS[season][day.month - 1]
    return factor * _feast_factor(day) if season in FEASTS else factor


def day_weights(first: date, last: date) -> tuple[list[date], list[float]]:
    """Return all days and how much is reported on each: slowly more, less on Sundays, much after storms."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    grows: Callable[[int], float] = lambda step: 0.7 + 0.6 * step / max(1, len(days) - 1)  # noqa: E731
    weekday = (1.2, 1.1, 1.05, 1.0, 0.95, 0.85, 0.7)
    return days, [
        grows(step) * weekday[day.weekday()] * (0.75 + 0.25 * season_factor("rain", day) / 1.2)
        for step, day in enumerate(days)
    ]


def episode_day(when: str, first: date, last: date) -> date | None:
    """Return the day of an episode that lies within the window, or None."""
    for year in (last.year, first.year):
        if when.startswith("lebaran"):
            day = idul_fitri(year) + timedelta(days=int(when.removeprefix("lebaran")))
        else:
            month, number = when.split("-")
            day = date(year, int(month), int(number))
        if first <= day <= last:
            return day
    return None
