from io import StringIO
from pathlib import Path

from django.core.management import call_command

from cityops.policy.lines import Role
from cityops.policy.registry import verbs
from cityops.policy.table import as_markdown, policy_tables

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_in_the_docs_is_what_the_code_says() -> None:
    assert (ROOT / "docs" / "policy.md").read_text() == as_markdown(), (
        "run: script/manage policy --markdown > docs/policy.md"
    )


def test_every_line_and_every_role_is_in_the_table() -> None:
    rows = [row for _kind, table in policy_tables() for row in table[1:]]
    assert [row[0] for row in rows] == [verb.name for verb in verbs()]
    assert all(len(row) == 2 + len(Role) for row in rows)


def test_the_command_prints_it() -> None:
    out = StringIO()
    call_command("policy", stdout=out)
    assert "resolve" in out.getvalue()
