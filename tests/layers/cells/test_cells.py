"""Cells against a full recount: after random writes, in any order of folds, and with writers side by side."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from cityops.accounts.models import User
from cityops.agencies.models import Category
from cityops.features.codes import make_code
from cityops.reports.models import Report
from layers.cells.books import book, levels_of
from layers.cells.folding import fold
from layers.models import Cell, Delta, Dense
from tests.factories import places
from tests.factories.agencies import CategoryFactory
from tests.factories.cells import wrong_cells
from tests.factories.reports import ReportFactory


@pytest.mark.django_db
def test_books_and_levels_are_the_same_in_python_and_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT layers_book('reports', 'public', 'agency', 'dpupr')")
        assert cursor.fetchone() == (book("reports", "public", "agency", "dpupr"),)
        for facet in ("", "agency", "month", "flags"):
            cursor.execute("SELECT layers_levels(%s)", [facet])
            assert cursor.fetchone() == (list(levels_of(facet)),)


def write_something(dice: random.Random, categories: list[Category]) -> None:
    ids = list(Report.objects.values_list("pk", flat=True))
    verb = dice.choice(
        ["add", "add", "move", "state", "take", "accept", "hide", "category", "delete", "many", "nothing"]
    )
    some = Report.objects.filter(pk__in=dice.sample(ids, min(len(ids), 3)))
    spot = places.place(dice.uniform(112.5, 112.56), dice.uniform(-7.9, -7.84))
    if verb == "add" or not ids:
        ReportFactory(geom=spot, category=dice.choice(categories), public_precision=dice.choice(["exact", "area"]))
    elif verb == "move":
        some.update(geom=spot)
    elif verb == "state":
        some.update(state=dice.choice(["routed", "closed", "in_progress"]))
    elif verb == "take":
        some.update(assignee=dice.choice([None, User.objects.get_or_create(username="somebody")[0]]))
    elif verb == "accept":
        some.update(accepted_at=dice.choice([None, "2026-01-01T00:00Z"]))
    elif verb == "hide":
        some.update(hidden_at="2026-01-01T00:00Z", hidden_reason="x") if dice.random() < 0.6 else some.update(
            hidden_at=None, hidden_reason=""
        )
    elif verb == "category":
        Category.objects.filter(pk=dice.choice(categories).pk).update(is_public=dice.random() < 0.7)
    elif verb == "many":
        Report.objects.update(agency=None)
    elif verb == "nothing":
        some.update(version=3)
    elif verb == "delete":
        for report in some[:1]:
            report.words.delete()
            report.delete()


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("seed", range(3))
def test_cells_are_true_after_any_writes_folded_or_not(seed: int) -> None:
    dice = random.Random(seed)
    categories = [CategoryFactory(), CategoryFactory(code="lampu", name="Lampu"), CategoryFactory(code="sampah")]
    for _ in range(40):
        write_something(dice, categories)
        if dice.random() < 0.3:
            fold()
        if dice.random() < 0.3:
            assert wrong_cells() == []
    fold()
    assert not Delta.objects.exists()
    assert wrong_cells() == []
    assert Cell.objects.filter(n__lt=0).count() == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_what_a_rolled_back_write_appended_is_gone() -> None:
    ReportFactory()
    fold()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ReportFactory()
        raise ZeroDivisionError
    assert not Delta.objects.exists()
    assert wrong_cells() == []


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_where_many_lie_close_together_deeper_cells_are_kept_and_are_true_as_well() -> None:
    category = CategoryFactory()

    def add(many: int) -> None:
        dice = random.Random(many)
        spots = [places.place(112.53 + dice.uniform(0, 0.002), -7.87 + dice.uniform(0, 0.002)) for _ in range(many)]
        Report.objects.bulk_create(
            Report(code=make_code("BTU"), geom=spot, category=category, kind="complaint") for spot in spots
        )

    add(1900)
    fold()
    assert not Dense.objects.exists()
    add(150)
    fold()
    assert Dense.objects.filter(place="public").exists()
    assert Cell.objects.filter(g=22).exists()
    assert wrong_cells() == []
    Report.objects.filter(pk__in=Report.objects.values("pk")[:40]).update(state="closed")
    add(10)
    assert wrong_cells() == []
    fold()
    assert wrong_cells() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT layers_rebuild('reports')")
    assert Cell.objects.filter(g=22).exists()
    assert wrong_cells() == []


@pytest.mark.slow
@pytest.mark.usefixtures("city_in_earnest")
def test_eight_writers_in_one_spot_lose_no_count_and_never_block_each_other() -> None:
    """Several writes a transaction in opposite orders: what upserted cells deadlock on."""
    category = CategoryFactory()

    def write(seed: int) -> int:
        dice = random.Random(seed)
        try:
            for _ in range(6):
                spots = [places.IN_SISIR, places.IN_TEMAS, places.IN_BEJI]
                dice.shuffle(spots)
                with transaction.atomic():
                    for spot in spots:
                        ReportFactory(geom=spot, category=category)
                    Report.objects.filter(pk__in=Report.objects.order_by("?").values("pk")[:1]).update(version=2)
                if dice.random() < 0.5:
                    fold()
            return 18
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(8))) == Report.objects.count() == 144
    fold()
    assert wrong_cells() == []


@pytest.mark.django_db
def test_changes_are_numbered_from_the_moment_the_database_was_made() -> None:
    ReportFactory()
    number = Delta.objects.latest("pk").pk
    assert number > datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1_000_000  # of no earlier database
