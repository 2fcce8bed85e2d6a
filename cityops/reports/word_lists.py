"""Lists of the words of reports: which hold a word, block by block of their numbers, kept by the worker.

A write costs nothing here as long as it is new. Blocks are small, so that little has to be looked through by its text,
and sixteen small ones are put together to a large one, so that a rare word has few lists.
"""

import logging
import math
import time
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, F, Max, Min, OuterRef, Sum
from django.utils import timezone
from numpy.typing import NDArray

from cityops.reports.models import ReportWords, WordBlock, WordChange
from layers.listed import either

log = logging.getLogger(__name__)
SMALL = 8192
LARGE = 16 * SMALL
LOCK_NUMBER = 7_305_001  # of the advisory lock: one process lists at a time
PATIENCE_S = 0.2  # for a moment in which nobody writes: who wants to write waits behind
NOBODY_WRITES = "LOCK TABLE reports_reportwords IN SHARE ROW EXCLUSIVE MODE"  # nor begins a block
ASK = "SELECT told, numbers FROM reports_lists(%s, %s::text[], %s::text[], %s, %s)"
LIST = """
INSERT INTO reports_wordlist (block_id, what, word, numbers)
SELECT %(first)s, what, word, string_agg(int8send(number), '' ORDER BY number) FROM (
    SELECT DISTINCT report_id AS number, 'w' AS what, word
    FROM reports_reportwords CROSS JOIN LATERAL string_to_table(upper(text), ' ') AS word
    WHERE report_id >= %(first)s AND report_id < %(after)s AND word <> ''
    UNION ALL
    SELECT report_id, 'c', category_code FROM reports_reportwords
    WHERE report_id >= %(first)s AND report_id < %(after)s AND category_code IS NOT NULL
    UNION ALL
    SELECT report_id, 'a', area_code FROM reports_reportwords
    WHERE report_id >= %(first)s AND report_id < %(after)s AND area_code IS NOT NULL
) AS written GROUP BY what, word
"""
TOGETHER = """
WITH parts AS (
    DELETE FROM reports_wordlist WHERE block_id >= %(first)s AND block_id < %(after)s
    RETURNING block_id, what, word, numbers
) INSERT INTO reports_wordlist (block_id, what, word, numbers)
SELECT %(first)s, what, word, string_agg(numbers, '' ORDER BY block_id) FROM parts GROUP BY what, word
"""


def numbers_of(
    word: str, begins: str, inside: str, categories: Collection[str], areas: Collection[str]
) -> NDArray[np.int64]:
    """Return the numbers of the reports that hold a word, or have one of the categories or areas, ascending.

    word: a pattern of LIKE for what stands between spaces; begins, inside: patterns for the text as a whole, which is
    found by either.
    """
    backend: Any = connection
    parts: dict[str, list[bytes]] = {"listed": [], "changed": [], "read": []}
    with backend.prepared_cursor() as cursor:
        cursor.execute(ASK, [word, list(categories), list(areas), begins, inside])
        for told, numbers in cursor.fetchall():
            parts[told].append(numbers or b"")
    listed, changed, read = (np.frombuffer(b"".join(part), ">i8").astype(np.int64) for part in parts.values())
    return either(listed[~np.isin(listed, changed)] if len(changed) else listed, read)


def list_words(for_s: float = math.inf, *, patience_s: float = PATIENCE_S) -> int:
    """List what is new, and go on for so many seconds; return how many blocks were listed or put together.

    patience_s: how long to wait for a moment in which nobody writes, and autovacuum, which gives way after a second,
    does not look at the table. Two processes that list at once do nothing twice.
    """
    until = time.monotonic() + for_s
    return _list(_begun(patience_s), until) + _list(_full(), until)


def list_changed_words(least: int = 1, for_s: float = math.inf) -> int:
    """List the blocks anew in which words were changed or erased, so that no erased word stays in a list.

    least: how many changes are worth it.
    """
    return _list(_changed(), time.monotonic() + for_s) if WordChange.objects.count() >= least else 0


def are_left() -> bool:
    """Whether blocks are begun that are not listed, or can be put together."""
    return WordBlock.objects.filter(listed_at=None).exists() or bool(_full())


def are_changed(least: int = 1) -> bool:
    """Whether there are blocks to list anew, for so many changes."""
    return WordChange.objects.count() >= least and bool(_changed())


def _begun(patience_s: float) -> list[tuple[int, int]]:
    """Begin blocks as far as there are reports for whole ones; return those that are not listed yet."""
    if _last() >= _after() + SMALL - 1:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{1000 * patience_s:.0f}ms"])
                cursor.execute(NOBODY_WRITES)
                WordBlock.objects.bulk_create(_blocks(_after(), _last() + 1))  # asked anew, under the lock
        except OperationalError:
            log.info("words are written all the time; they are listed later")
    return list(WordBlock.objects.filter(listed_at=None).order_by("first").values_list("first", "after"))


def _changed() -> list[tuple[int, int]]:
    changed = WordChange.objects.filter(number__gte=OuterRef("first"), number__lt=OuterRef("after"))
    blocks = WordBlock.objects.filter(Exists(changed), listed_at__isnull=False).order_by("first")
    return list(blocks.values_list("first", "after"))


def _after() -> int:
    return WordBlock.objects.aggregate(after=Max("after"))["after"] or 0


def _last() -> int:
    last = ReportWords.objects.aggregate(last=Max("pk"))["last"]
    return -1 if last is None else last


def _blocks(begin: int, end: int) -> Iterator[WordBlock]:
    """Yield the small blocks between two numbers; where they begin anew, one of all that is not there before."""
    if begin == 0:
        least = ReportWords.objects.aggregate(least=Min("pk"))["least"] // LARGE * LARGE
        if least:
            yield WordBlock(first=0, after=least)
        begin = least
    while begin + SMALL <= end:
        yield WordBlock(first=begin, after=begin + SMALL)
        begin += SMALL


def _full() -> list[tuple[int, int]]:
    """Return the large blocks of which all small ones are listed."""
    small = WordBlock.objects.filter(listed_at__isnull=False, after__lt=F("first") + LARGE)
    large = small.values(begin=F("first") / LARGE * LARGE).annotate(size=Sum(F("after") - F("first")))
    return [(begin, begin + LARGE) for begin in large.filter(size=LARGE).values_list("begin", flat=True)]


def _list(blocks: Sequence[tuple[int, int]], until: float) -> int:
    return sum(_list_block(first, after) for first, after in blocks if time.monotonic() < until)


def _list_block(first: int, after: int) -> bool:
    """List a block, or put together those that are in it; return whether no other process was, or has been, at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_NUMBER])
        if cursor.fetchone() != (True,):
            return False
        there = list(WordBlock.objects.filter(first__gte=first, first__lt=after).order_by("first"))
        if not there or there[0].first != first or there[-1].after != after:
            return False  # they have become parts of a larger one
        if len(there) > 1:
            cursor.execute("DELETE FROM reports_wordblock WHERE first > %s AND first < %s", [first, after])
            cursor.execute(TOGETHER, {"first": first, "after": after})
        else:
            # Changes are taken first: what is written from then on is read with the text, or named again.
            WordChange.objects.filter(number__gte=first, number__lt=after).delete()
            cursor.execute("DELETE FROM reports_wordlist WHERE block_id = %s", [first])
            cursor.execute(LIST, {"first": first, "after": after})
        WordBlock.objects.filter(first=first).update(after=after, listed_at=timezone.now())
    return True
