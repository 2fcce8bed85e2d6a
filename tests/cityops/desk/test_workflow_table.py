from io import StringIO
from pathlib import Path

from django.core.management import call_command

from cityops.features.work import registered_kinds

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_in_the_docs_is_what_the_code_says() -> None:
    out = StringIO()
    call_command("workflow", stdout=out)
    assert (ROOT / "docs" / "workflow.md").read_text() == out.getvalue(), (
        "run: script/manage workflow > docs/workflow.md"
    )


def test_every_move_of_staff_has_somebody_who_makes_it() -> None:
    out = StringIO()
    call_command("workflow", stdout=out)
    rows = [line for line in out.getvalue().splitlines() if line.startswith("| ")]
    for kind in registered_kinds():
        for move in kind.workflow.moves:
            told = [row for row in rows if row.startswith(f"| {move.verb} ") and str(move.sources[0]) in row]
            assert told, move.verb
            assert not any(row.rstrip(" |").endswith("|") for row in told), move.verb
