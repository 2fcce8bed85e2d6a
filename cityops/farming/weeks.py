"""Weeks of the calendar, as "2026-W48" in addresses and as days for people. A week is named by its Monday."""

import re
from datetime import date, timedelta

from django.utils.formats import date_format

PATTERN = re.compile(r"(20[0-9]{2})-W([0-9]{2})")


def monday_of(day: date) -> date:
    """Return the Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def week_name(day: date) -> str:
    """Return the ISO name of the week a day lies in: "2026-W48"."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def week_from(name: str) -> date | None:
    """Return the Monday of a week by its ISO name, or None where there is no such week."""
    found = PATTERN.fullmatch(name)
    if found is None:
        return None
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


def week_in_words(monday: date) -> str:
    """Return "23–29 Nov 2026", or "30 Nov–6 Des 2026", in the reader's language."""
    sunday = monday + timedelta(days=6)
    last = date_format(sunday, "j M Y")
    if monday.year != sunday.year:
        return f"{date_format(monday, 'j M Y')}–{last}"
    return f"{monday.day}–{last}" if monday.month == sunday.month else f"{date_format(monday, 'j M')}–{last}"


def weeks_from(day: date, count: int) -> list[date]:
    """Return the Mondays of this week and the following ones."""
    return [monday_of(day) + timedelta(weeks=number) for number in range(count)]
