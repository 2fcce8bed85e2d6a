"""What words find is kept until something is written, and never longer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.reports.layers import PUBLIC
from cityops.reports.models import Report, ReportWords
from layers.cells.folding import fold
from layers.counts import Counts, counts
from layers.filters import parse
from layers.hits import hits_of
from layers.tiles.address import Tile
from layers.tiles.draw import draw
from tests.factories import places
from tests.factories.reports import ReportFactory
from tests.layers.tiles.grid import tile_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
STRANGER = AnonymousUser()


def report_of(text: str, **given: object) -> Report:
    report = ReportFactory(accepted_at=timezone.now(), geom=places.IN_SISIR, **given)
    ReportWords.objects.update_or_create(report=report, defaults={"text": text})
    return report


def counted(query: str) -> Counts:
    return counts(PUBLIC, STRANGER, parse(QueryDict(query), PUBLIC.filters))


@pytest.mark.parametrize(("query", "n"), [("q=padam", 1), ("q=padam&bbox=112,-8,113,-7", 1), ("q=nowhere", 0)])
def test_a_word_is_looked_for_once(query: str, n: int) -> None:
    report_of("Lampu jalan padam")
    fold()
    assert counted(query).total == n
    with CaptureQueriesContext(connection) as asked:
        assert counted(query).total == n
        draw(PUBLIC, STRANGER, parse(QueryDict(query), PUBLIC.filters), Tile(12, *tile_of(12, places.IN_SISIR)))
    assert not [query for query in asked if "array_agg" in query["sql"]]


@pytest.mark.parametrize("is_folded", [True, False], ids=["folded", "not yet folded"])
def test_changed_and_erased_words_are_seen_at_once(is_folded: bool) -> None:
    report = report_of("Lampu jalan padam")
    if is_folded:
        fold()
    assert counted("q=padam").total == 1
    ReportWords.objects.filter(report=report).update(text="Lampu jalan menyala")
    assert (counted("q=padam").total, counted("q=menyala").total) == (0, 1)
    ReportWords.objects.filter(report=report).update(text="")
    assert counted("q=menyala").total == 0
    ReportWords.objects.filter(report=report).update(text="padam")
    assert counted("q=padam").total == 1
    ReportWords.objects.filter(report=report).delete()
    assert counted("q=padam").total == 0


def test_a_hidden_report_is_found_no_more_and_drawn_no_more() -> None:
    report = report_of("Lampu jalan padam")
    asked = parse(QueryDict("q=padam"), PUBLIC.filters)
    tile = Tile(15, *tile_of(15, places.IN_SISIR))
    assert report.code.encode() in draw(PUBLIC, STRANGER, asked, tile)
    Report.objects.filter(pk=report.pk).update(hidden_at=timezone.now(), hidden_reason="x")
    assert counted("q=padam").total == 0
    assert draw(PUBLIC, STRANGER, asked, tile) == b""


def test_hits_tell_areas_values_and_what_is_late_as_the_rows_do() -> None:
    yesterday = timezone.now() - timedelta(days=1)
    report_of("padam", state="in_progress", due_at=yesterday)
    report_of("padam juga", state="closed", due_at=yesterday)
    report_of("padam lagi", state="new", due_at=timezone.now() + timedelta(days=1))
    report_of("menyala", state="new")
    found = counted("q=padam")
    assert (found.total, found.late) == (3, 1)
    assert found.by_value == {"in_progress": 1, "closed": 1, "new": 1}
    assert found.by_area["35.79.01"] == 3
    assert counted("q=padam&status=closed").total == 1


def test_what_time_decides_too_is_never_kept() -> None:
    for query in ("q=padam&overdue=1", "status=closed"):
        assert hits_of(PUBLIC, STRANGER, parse(QueryDict(query), PUBLIC.filters)) is None
