"""Planting seasons (musim tanam): three a year, written "2026-3" and said "MT III 2026".

A season is named by whoever registers a plot; the months only choose which one a form begins with.
"""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

ROMAN = ("I", "II", "III")
PATTERN = r"^20[0-9]{2}-[123]$"


class NoSeason(CityError):
    """A text that names no planting season."""

    code, status = "no_season", 422
    text = _("Choose a planting season.")


def season_on(day: date) -> str:
    """Return the season a day lies in, by thirds of the year, as the groups' input plans (RDKK) count them."""
    return f"{day.year}-{(day.month - 1) // 4 + 1}"


def season_label(season: str) -> str:
    """Return how people say it: "MT III 2026". Raises NoSeason."""
    if not re.fullmatch(PATTERN, season):
        raise NoSeason
    year, number = season.split("-")
    return f"MT {ROMAN[int(number) - 1]} {year}"


def seasons_around(day: date) -> list[str]:
    """Return the seasons a form offers: those of last year, this year and next year, the newest first."""
    return [f"{year}-{number}" for year in range(day.year + 1, day.year - 2, -1) for number in (3, 2, 1)]
