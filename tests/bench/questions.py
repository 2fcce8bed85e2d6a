"""Filters as people use them, for what strangers see: each key of the language, rare and frequent values."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations
from random import Random

from django.db import connection

from geodata.demo.many.words import word_in
from tests.bench.data import UNTIL

COMMON_WORD = 0.28  # such a word may take its time when it is first looked for
YEAR = (date.fromisoformat(UNTIL) - timedelta(days=120)).year  # of the last March that is over


def single_filters() -> dict[str, str]:
    """Return what a filter is called → its query string."""
    return {
        "largest category": f"category={_most('category_id', 0)}",
        "usual category": f"category={_most('category_id', 9)}",
        "largest agency": f"agency={_most('agency_id', 0)}",
        "usual agency": f"agency={_most('agency_id', 6)}",
        "status closed": "status=closed",
        "status in progress": "status=in_progress",
        "open": "open=1",
        "overdue": "overdue=1",
        "kind complaint": "kind=complaint",
        "kind need": "kind=need",
        "kecamatan": "area=35.79.01",
        "desa": "area=35.79.02.2003",
        "a month": f"from={YEAR}-03-01&to={YEAR}-03-31",
        "a year": f"from={YEAR - 1}-03-10&to={YEAR}-03-09",
        "bbox": "bbox=112.515,-7.885,112.545,-7.860",
        "polygon": "polygon=112.50,-7.89,112.56,-7.88,112.55,-7.84,112.51,-7.85",
        "text, rare": f"q={word_in(0.0001)}",
        "text, 7 %": f"q={word_in(0.07)}",
        "text, 28 %": f"q={word_in(COMMON_WORD)}",
    }


def pairs(singles: Mapping[str, str], pick: Random, count: int) -> dict[str, str]:
    """Return so many pairs of filters with different keys, chosen at random."""
    found = {
        f"{one} + {two}": f"{singles[one]}&{singles[two]}"
        for one, two in combinations(singles, 2)
        if _keys(singles[one]).isdisjoint(_keys(singles[two]))
    }
    return {name: found[name] for name in pick.sample(sorted(found), min(count, len(found)))}


def _keys(query: str) -> set[str]:
    return {part.partition("=")[0] for part in query.split("&")}


def _most(column: str, rank: int) -> str:
    """Return the value of a column that so many values are more frequent than."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM reports_report WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
            " OFFSET %s LIMIT 1",
            [rank],
        )
        (value,) = cursor.fetchone() or ("",)
    return str(value)
