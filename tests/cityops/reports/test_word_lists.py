"""The lists of words: they tell the same as the text, whatever was written, changed or erased meanwhile."""

import random
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import F
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cityops.policy.lines import Role
from cityops.reports import tasks, text_search, word_lists
from cityops.reports.layers import PUBLIC, STAFF
from cityops.reports.models import Report, ReportWords, WordBlock, WordChange, WordList
from cityops.reports.word_lists import are_changed, are_left, list_changed_words, list_words
from layers import hits
from layers.filters import parse
from layers.hits import hits_of
from layers.registry import Layer
from tests.factories import places
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.reports import ReportFactory

TEXTS = (
    "Jalan berlubang",
    "Lubang, lubang di mana-mana",
    "lubang\njalan\ttiga",
    "100% rusak_parah",
    "RT 05",
    "",
    "   ",
    "ẞtraße İstanbul ÇATI",
    "x" * 3500,
    "Sisir",
)
WORDS = (
    "lubang",
    "LUBANG",
    "05",
    "r",
    "ja",
    "%25",
    "rusak_par",
    "100%25",
    "b",
    "ma-mana",
    "sisir",
    "aspal",
    "ß",
    "i̇s",
    "jalan l",
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_lists, "SMALL", 4)
    monkeypatch.setattr(word_lists, "LARGE", 16)


def numbers(layer: Layer, words: str, user: Any) -> list[int]:
    found = hits_of(layer, user, parse(QueryDict(f"q={words}"), layer.filters))
    assert found is not None
    return sorted(found.rows["pk"].tolist())


def read(layer: Layer, words: str, user: Any) -> list[int]:
    asked = parse(QueryDict(f"q={words}"), layer.filters)
    rows = layer.scope(user).filter(asked.condition(layer.filters), **{f"{layer.morton}__isnull": False})
    return sorted(rows.values_list("pk", flat=True))


def same_for_all() -> None:
    for layer, user in ((PUBLIC, AnonymousUser()), (STAFF, staff(Role.DISPATCHER))):
        for words in WORDS:
            assert numbers(layer, words, user) == read(layer, words, user), (layer.name, words)


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestWhatIsFound:
    @pytest.mark.parametrize("dense", [0, 10**9], ids=["looked up", "told by bits"])
    def test_it_is_what_is_written(self, dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hits, "DENSE", dense)
        dice = random.Random(dense)
        categories = [CategoryFactory(), CategoryFactory(code="aspal", name="Aspal", agency__code="dlh")]
        for turn in range(4):
            for _ in range(13):
                ReportFactory(text=dice.choice(TEXTS), accepted=dice.random() < 0.7, category=dice.choice(categories))
            list_words()
            same_for_all()
            for report in dice.sample(list(Report.objects.all()), 5):
                ReportWords.objects.filter(pk=report.pk).update(text=dice.choice(TEXTS))
            moved, told = dice.sample(list(Report.objects.all()), 2)
            Report.objects.filter(pk=moved.pk).update(geom=places.IN_TEMAS)
            Report.objects.filter(pk=told.pk).update(category=dice.choice(categories))
            dice.choice(list(Report.objects.all())).delete()
            same_for_all()
            if turn == 2:
                list_changed_words()
                assert not WordChange.objects.exists()
                same_for_all()

    def test_lists_are_read_not_the_text(self) -> None:
        for _ in range(9):
            ReportFactory(accepted=True, text="Lampu padam")
        assert list_words()
        WordList.objects.update(numbers=b"")
        assert len(numbers(PUBLIC, "padam", AnonymousUser())) < 8  # those that are newer than all blocks

    def test_sixteen_small_blocks_become_a_large_one(self) -> None:
        for _ in range(36):  # a whole large block is among them, wherever the numbers begin
            ReportFactory(accepted=True, text="Lampu padam")
            list_words()
        blocks = list(WordBlock.objects.order_by("first").values_list("first", "after"))
        assert [after for _, after in blocks[:-1]] == [first for first, _ in blocks[1:]]
        assert max(after - first for first, after in blocks if first) == 16
        assert not WordList.objects.exclude(block__in=WordBlock.objects.all()).exists()
        same_for_all()

    def test_small_blocks_are_put_together_without_reading_the_texts(self) -> None:
        for turn in range(36):
            ReportFactory(accepted=True, text=TEXTS[turn % len(TEXTS)])
        list_words(for_s=0)  # begins them
        for first, after in WordBlock.objects.order_by("first").values_list("first", "after"):
            word_lists._list_block(first, after)
        changed = ReportWords.objects.filter(pk__lt=WordBlock.objects.latest("after").after).order_by("-pk")[8]
        ReportWords.objects.filter(pk=changed.pk).update(text="beda")
        with CaptureQueriesContext(connection) as asked:
            assert list_words() > 0
        assert not [one for one in asked if "string_to_table" in one["sql"]]
        assert WordBlock.objects.filter(first__gt=0, after=F("first") + 16).exists()
        assert WordChange.objects.filter(number=changed.pk).exists()
        assert numbers(STAFF, "beda", staff(Role.DISPATCHER)) == [changed.pk]
        same_for_all()

    def test_erased_words_leave_the_lists(self) -> None:
        reports = [ReportFactory(text="rahasia-mawar") for _ in range(9)]
        list_words()
        ReportWords.objects.filter(pk=reports[0].pk).update(text="")
        Report.objects.filter(pk=reports[1].pk).delete()
        list_changed_words()
        for word in WordList.objects.filter(word="RAHASIA-MAWAR"):
            held = {int.from_bytes(bytes(word.numbers)[at : at + 8], "big") for at in range(0, len(word.numbers), 8)}
            assert not held & {reports[0].pk, reports[1].pk}
        ReportWords.objects.update(text="")
        list_changed_words()
        assert not WordList.objects.filter(what="w").exists()

    def test_few_changes_wait(self) -> None:
        report, *_ = [ReportFactory() for _ in range(9)]
        list_words()
        ReportWords.objects.filter(pk=report.pk).update(text="beda")
        assert list_changed_words(least=2) == 0
        assert are_changed()
        assert not are_changed(least=2)
        assert list_changed_words(least=1) == 1

    def test_blocks_that_became_a_larger_one_meanwhile_are_let_be(self) -> None:
        for _ in range(40):
            ReportFactory(accepted=True, text="Lampu padam")
            list_words()
        large = next(block for block in WordBlock.objects.order_by("-first") if block.after - block.first == 16)
        assert word_lists._list_block(large.first, large.first + 4) is False
        assert word_lists._list_block(large.first + 4, large.first + 8) is False
        assert WordBlock.objects.get(pk=large.pk).after == large.after
        same_for_all()

    def test_a_number_that_comes_late_is_found(self) -> None:
        reports = [ReportFactory(text="Lampu padam") for _ in range(9)]
        late = reports[2].pk
        reports[2].delete()
        list_words()
        assert late not in numbers(STAFF, "padam", staff(Role.DISPATCHER))
        ReportFactory(pk=late, text="Lampu padam")
        assert late in numbers(STAFF, "padam", staff(Role.DISPATCHER))
        list_changed_words()
        assert late in numbers(STAFF, "padam", staff(Role.DISPATCHER))

    def test_it_stops_when_its_time_is_over_and_goes_on_later(self) -> None:
        for _ in range(20):
            ReportFactory(accepted=True, text="Lampu padam")
        assert list_words(for_s=0) == 0
        assert are_left()
        same_for_all()
        assert list_words() > 0
        assert not are_left()
        same_for_all()

    def test_what_is_left_has_another_turn_soon_and_not_for_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tasks, "AT_A_TIME_S", 0)
        for _ in range(20):
            ReportFactory(text="Lampu padam")
        tasks.list_what_is_written(1, turn=tasks.TURNS)
        assert not ProcrastinateJob.objects.filter(task_name="reports.list_words").exists()
        tasks.list_what_is_written(1)
        soon = ProcrastinateJob.objects.get(task_name="reports.list_words")
        assert soon.args == {"timestamp": 1, "turn": 2}
        assert soon.scheduled_at > timezone.now()
        list_words()
        ReportWords.objects.filter(pk=WordBlock.objects.latest("after").first).update(text="beda")
        tasks.list_what_was_changed(1)
        assert ProcrastinateJob.objects.filter(task_name="reports.list_changed_words").count() == 1

    def test_a_turn_that_leaves_nothing_is_the_last(self) -> None:
        for _ in range(20):
            ReportFactory(text="Lampu padam")
        tasks.list_what_is_written(1)
        assert not are_left()
        assert not ProcrastinateJob.objects.exists()

    def test_nothing_written_is_nothing_to_list(self) -> None:
        assert list_words() == list_changed_words() == 0

    def test_a_search_by_a_list_asks_once(self) -> None:
        for _ in range(9):
            ReportFactory(accepted=True, text="Lampu padam")
        list_words()
        with CaptureQueriesContext(connection) as asked:
            assert text_search.listed("padam") is not None
        assert len(asked) == 3  # categories, areas, lists


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city_in_earnest")
class TestMeanwhile:
    def test_a_writer_is_waited_for_not_passed(self) -> None:
        """Its report would be missing in a block that was read before it was there."""
        for _ in range(9):
            ReportFactory(text="Lampu padam")
        with writing(lambda: ReportFactory(text="Lampu padam")):
            assert list_words() == 0
        assert list_words() > 0
        assert len(numbers(STAFF, "padam", staff(Role.DISPATCHER))) == 10

    def test_a_moment_in_which_nobody_writes_can_be_waited_for(self) -> None:
        for _ in range(9):
            ReportFactory(text="Lampu padam")
        listed: list[int] = []

        def wait() -> None:
            listed.append(list_words(patience_s=20))
            connection.close()

        thread = Thread(target=wait)
        with writing(lambda: ReportFactory(text="Lampu padam")), connection.cursor() as cursor:
            thread.start()
            while not cursor.execute("SELECT FROM pg_locks WHERE NOT granted").rowcount:
                assert thread.is_alive()
        thread.join(timeout=20)
        assert listed[0] > 0

    def test_what_changes_while_it_is_listed_is_named(self) -> None:
        reports = [ReportFactory(text="Lampu padam") for _ in range(9)]
        list_words()
        changed = reports[0]
        first = WordBlock.objects.filter(first__lte=changed.pk, after__gt=changed.pk).get()
        with writing(lambda: word_lists._list_block(first.first, first.after)):
            ReportWords.objects.filter(pk=changed.pk).update(text="Lampu menyala")
        user = staff(Role.DISPATCHER)
        assert numbers(STAFF, "menyala", user) == [changed.pk]
        assert changed.pk not in numbers(STAFF, "padam", user)

    def test_two_processes_do_not_list_at_once(self) -> None:
        for _ in range(9):
            ReportFactory(text="Lampu padam")
        list_words()
        block = WordBlock.objects.order_by("-first")[0]
        with writing(lambda: word_lists._list_block(block.first, block.after)):
            assert word_lists._list_block(block.first, block.after) is False

    def test_an_emptied_table_empties_the_lists(self) -> None:
        for _ in range(9):
            ReportFactory(text="Lampu padam")
        list_words()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE reports_reportwords")
        assert not WordBlock.objects.exists()
        assert not WordList.objects.exists()


class writing:
    """A transaction on a connection of its own that has done something and is not at its end within the block."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act, self.has_acted, self.may_end = act, Event(), Event()
        self.thread = Thread(target=self._run)

    def _run(self) -> None:
        try:
            with transaction.atomic():
                self.act()
                self.has_acted.set()
                self.may_end.wait(timeout=20)
        finally:
            self.has_acted.set()
            connection.close()

    def __enter__(self) -> None:
        self.thread.start()
        assert self.has_acted.wait(timeout=20)

    def __exit__(self, *_: object) -> None:
        self.may_end.set()
        self.thread.join(timeout=20)
