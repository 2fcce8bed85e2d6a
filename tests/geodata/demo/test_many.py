import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Q
from django.test import override_settings

from cityops.features.codes import clean_code
from cityops.features.models import HistoryEvent
from cityops.reports.models import Report, ReportWords
from cityops.reports.workflow import OPEN_STATES
from geodata.city.folder import read_reference
from geodata.demo.load import NotInProduction
from geodata.demo.many import words, write
from geodata.demo.many.write import FILLED, MARK, MadeAlready, Wanted, make_reports, remove_made
from layers.models import Delta
from tests.factories.cells import wrong_cells

pytestmark = pytest.mark.django_db
BATU = read_reference("batu")
FILLED_TABLES = [model._meta.db_table for model in FILLED]
WANTED = Wanted(200, date(2026, 11, 24))


@pytest.fixture(autouse=True)
def batu() -> None:
    call_command("load_reference", "batu", stdout=StringIO())
    call_command("make_demo_boundaries", load=True, stdout=StringIO())


def rows() -> Sequence[tuple[object, ...]]:
    columns = ("code", "geom", "category", "agency", "state", "due_at", "created_at", "accepted_at", "words__text")
    return list(Report.objects.order_by("code").values_list(*columns))


def test_all_lie_in_the_city() -> None:
    assert list(make_reports(BATU, WANTED)) == [200]
    assert Report.objects.count() == 200
    assert not Report.objects.filter(Q(area=None) | Q(lost_area=True) | Q(m=None)).exists()


def test_the_same_seed_gives_the_same_rows_and_another_gives_others() -> None:
    list(make_reports(BATU, WANTED))
    first = rows()
    assert list(remove_made()) == [200]
    list(make_reports(BATU, WANTED))
    assert rows() == first
    list(remove_made())
    list(make_reports(BATU, replace(WANTED, seed=2)))
    assert {row[0] for row in rows()}.isdisjoint(row[0] for row in first)


def test_shares_are_those_of_a_city() -> None:
    list(make_reports(BATU, replace(WANTED, count=2000)))
    every = Report.objects.count()

    def share(**given: object) -> float:
        return Report.objects.filter(**given).count() / every

    assert share(kind="complaint") == pytest.approx(0.90, abs=0.03)
    assert share(category="road-damage") == pytest.approx(0.18, abs=0.03)
    assert share(state__in=OPEN_STATES) == pytest.approx(0.12, abs=0.03)
    # Late on the evening before the first day that has none.
    assert share(state__in=OPEN_STATES, due_at__date__lt=WANTED.until) == pytest.approx(0.04, abs=0.02)
    assert share(created_at__year=2026) > share(created_at__year=2022)


def test_rows_are_what_a_report_can_be() -> None:
    list(make_reports(BATU, replace(WANTED, count=1000)))
    reports = Report.objects.all()
    assert all(clean_code(code, "BTU") == code for code in reports.values_list("code", flat=True))
    assert not reports.filter(updated_at__lt=F("created_at")).exists()
    assert not reports.filter(created_at__date__gte=WANTED.until).exists()
    assert not reports.filter(state__in=("waiting", "closed", "rejected", "archived"), due_at__isnull=False).exists()
    assert not reports.exclude(state="new").filter(accepted_at=None).exists()
    assert not reports.filter(state__in=("resolved", "closed")).filter(Q(closed_at=None) | Q(outcome="")).exists()


def test_each_has_words_and_one_or_two_events() -> None:
    list(make_reports(BATU, WANTED))
    lengths = [len(text.split()) for text in ReportWords.objects.values_list("text", flat=True)]
    assert len(lengths) == 200
    assert min(lengths) >= 10
    assert max(lengths) <= 40
    moved = Report.objects.exclude(state="new").count()
    assert HistoryEvent.objects.filter(kind="reports.Report").count() == 200 + moved


def test_words_and_history_may_be_left_out() -> None:
    list(make_reports(BATU, replace(WANTED, with_words=False, with_history=False)))
    assert (Report.objects.count(), ReportWords.objects.count(), HistoryEvent.objects.count()) == (200, 0, 0)


def test_what_is_there_is_taken_out_only_when_that_is_said() -> None:
    list(make_reports(BATU, WANTED))
    with pytest.raises(MadeAlready, match="--replace"):
        list(make_reports(BATU, WANTED))
    assert Report.objects.count() == 200


def test_reports_that_were_not_made_stay() -> None:
    list(make_reports(BATU, WANTED))
    kept = Report.objects.order_by("pk").first()
    assert kept is not None
    assert kept.secret_salt.startswith(MARK)
    Report.objects.filter(pk=kept.pk).update(secret_salt="of-a-resident")
    list(remove_made())
    assert list(Report.objects.values_list("pk", flat=True)) == [kept.pk]


def indexes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = ANY (%s) ORDER BY 1", [FILLED_TABLES])
        # made again from what PostgreSQL says of it, a list has its casts elsewhere
        return [re.sub(r"[()]|::text(\[\])?|::character varying", "", text) for (text,) in cursor.fetchall()]


def test_many_are_written_without_indexes_and_have_them_and_their_cells_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    list(make_reports(BATU, replace(WANTED, count=20, seed=2)))
    Report.objects.update(secret_salt="of-a-resident")
    before = indexes()
    monkeypatch.setattr(write, "UNINDEXED_FROM", WANTED.count)
    monkeypatch.setattr(write, "BLOCK", 150)
    during = [len(indexes()) for _ in make_reports(BATU, WANTED)]
    assert max(during) < len(before) / 2
    assert indexes() == before
    assert Report.objects.count() == 220
    call_command("rebuild_cells", "reports", stdout=StringIO())
    assert wrong_cells() == []
    Report.objects.filter(pk__in=Report.objects.values("pk")[:30]).delete()
    assert wrong_cells() == []
    assert Delta.objects.filter(d__lt=0).exists()  # counted again


def test_many_that_are_broken_off_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = indexes()
    monkeypatch.setattr(write, "UNINDEXED_FROM", WANTED.count)
    monkeypatch.setattr(write, "BLOCK", 50)
    made = make_reports(BATU, WANTED)
    assert next(made) == 50
    made.close()
    assert indexes() == before
    assert not Report.objects.exists()


def test_production_refuses() -> None:
    with override_settings(IS_PRODUCTION=True), pytest.raises(NotInProduction):
        list(make_reports(BATU, WANTED))
    with override_settings(IS_PRODUCTION=True), pytest.raises(CommandError):
        call_command("make_reports", 10)


def test_some_words_are_rare_and_some_are_nearly_everywhere() -> None:
    texts = [text.lower() for text in words.draw_texts(np.random.default_rng(1), 20_000)]

    def found(share: float) -> float:
        word = words.word_in(share)
        return sum(word in text for text in texts) / len(texts)

    assert found(0.07) == pytest.approx(0.07, rel=0.1)
    assert found(0.28) == pytest.approx(0.28, rel=0.1)
    assert found(0.0001) < 0.0006
