"""The account of an import: every row written down, what is said grouped, in memory that ends somewhere."""

import uuid
from pathlib import Path

from cityops.datasets.errors import NotImported
from cityops.datasets.ledger import GROUPS_KEPT, MOST_GROUPS, Ledger, lines_of
from cityops.features.imports import Outcome, Row, What


def refused(number: int, reason: str) -> Outcome:
    row = Row(number=number, key=uuid.UUID(int=number), values={})
    return Outcome(row=row, what=What.REFUSED, why=NotImported(reason=reason))


def test_where_each_row_has_words_of_its_own_all_are_written_and_the_largest_groups_told(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.jsonl.gz"
    count = MOST_GROUPS + 500
    with Ledger(path) as ledger:
        for number in range(count):
            ledger.add(refused(number, f"nomor {number}"))
            if number % 100 == 0:
                ledger.add(refused(number, "sama"))
        assert len(ledger._groups) <= MOST_GROUPS
        assert len(ledger._known) <= MOST_GROUPS
    told = ledger.result(is_real=False, notes=[])
    same = count // 100
    assert told["rows"] == told["counts"]["refused"] == count + same
    assert told["groups"][0]["count"] == same
    assert len(told["groups"]) == GROUPS_KEPT
    assert told["more_groups"] == count + 1 - GROUPS_KEPT
    texts = [line.text for line in lines_of(path)]
    assert len(texts) == count + same
    assert f"nomor {count - 1}" in texts[-1]
