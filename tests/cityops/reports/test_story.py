"""Whatever is recorded about a report has a word in its history."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import translation

from cityops.reports.story import DONE
from cityops.reports.workflow import WORKFLOW

ROOT = Path(settings.BASE_DIR) / "cityops"
ROOMS = (ROOT / "reports", ROOT / "areas")


def recorded_in(file: Path) -> Iterator[str]:
    """The verbs that a module writes into history, where they stand there in letters."""
    for call in ast.walk(ast.parse(file.read_text())):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        said = call.args[1:2] if call.func.id == "record" else []
        if call.func.id == "HistoryEvent":
            said = [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
        for verb in said:
            if isinstance(verb, ast.Constant):
                yield str(verb.value)


def test_every_verb_that_is_recorded_has_a_word() -> None:
    written = {verb for room in ROOMS for file in room.rglob("*.py") for verb in recorded_in(file)}
    assert {"send", "lost_area", "to_dispatcher", "forget_contact"} <= written
    assert not (written | {move.verb for move in WORKFLOW.moves}) - DONE.keys()


def test_the_reporter_s_move_is_called_the_same_everywhere() -> None:
    with translation.override("id"):
        label = str(next(move.label for move in WORKFLOW.moves if move.verb == "reporter_reopen"))
        assert label == "Belum beres"
        assert label.lower() in str(DONE["reporter_reopen"])
