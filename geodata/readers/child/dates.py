"""Dates as people spell them: 2024-01-31, 31/01/2024, 31 Januari 2024, with a time or without; out as ISO 8601."""

import re
from collections.abc import Iterable
from datetime import datetime

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("januari", "january", "jan"),
            ("februari", "february", "pebruari", "feb"),
            ("maret", "march", "mar"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("agustus", "august", "agu", "agt", "ags", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nopember", "nov", "nop"),
            ("desember", "december", "des", "dec"),
        ),
        start=1,
    )
    for word in words
}
TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[AaPp][Mm])?"
    r"\s*(?P<zone>Z|UTC|WIB|[+-]\d{2}:?(?:\d{2})?)?)?"
)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + TIME)
NUMBERS = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})" + TIME)
WORDS = re.compile(r"(?:[A-Za-z']+,\s*)?(?P<day>\d{1,2})[ -](?P<word>[A-Za-z]+)\.?[ ,-]+(?P<year>\d{4})" + TIME)
ZONES = {"": "", "Z": "+00:00", "UTC": "+00:00", "WIB": "+07:00"}


def is_month_first(values: Iterable[str]) -> bool:
    """Whether dates of numbers name the month before the day: only where a second number is too large for a month."""
    found = [match for value in values if (match := NUMBERS.fullmatch(value.strip()))]
    return any(int(m["month"]) > 12 for m in found) and not any(int(m["day"]) > 12 for m in found)


def iso(value: str, *, month_first: bool = False) -> str | None:
    """Return a date, or a date with its time, in ISO 8601; None where it is none."""
    value = value.strip()
    if value[4:5] == value[7:8] == "-" and value[10:11] in ("", "T", " "):  # ISO already: three times as quick
        try:
            when = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value if len(value) == 10 else when.isoformat(timespec="seconds")
    found = YEAR_FIRST.fullmatch(value) or NUMBERS.fullmatch(value) or WORDS.fullmatch(value)
    if found is None:
        return None
    parts = found.groupdict()
    day, month = int(parts["day"]), MONTHS.get(parts["word"].lower(), 0) if "word" in parts else int(parts["month"])
    if month_first and found.re is NUMBERS:
        day, month = month, day
    hour = int(parts["hour"] or 0)
    if half := (parts["half"] or "").lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        when = datetime(int(parts["year"]), month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    except ValueError:
        return None
    if parts["hour"] is None:
        return when.date().isoformat()
    zone = parts["zone"] or ""
    return when.isoformat() + ZONES.get(zone, zone)
