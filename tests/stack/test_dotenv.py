"""The stack and Django must read one `.env` alike."""

from pathlib import Path

import environ
import pytest

from stack.dotenv import read_dotenv

LINES = [
    "CITYOPS_PORT=8001",
    "export CITYOPS_VAR=var2",
    "SECRET_KEY='a#b$c=d'",
    'CITYOPS_MAIL_FROM="Peta \\"Kota\\" <peta@localhost>"',
    "CITYOPS_BASEMAP_URL=",
    "CITYOPS_URL=http://127.0.0.1:8000  ",
    "# CITYOPS_HOST=0.0.0.0",
    "not a setting",
    "CITYOPS_LOG=a\\nb",
    'TWO="line\\nbreak"',
]


def test_it_reads_what_django_environ_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("\n".join(LINES))
    theirs: dict[str, str] = {}
    monkeypatch.setattr(environ.Env, "ENVIRON", theirs)
    environ.Env.read_env(file)
    assert read_dotenv(file) == theirs
    assert theirs["SECRET_KEY"] == "a#b$c=d"


def test_no_file_is_no_setting(tmp_path: Path) -> None:
    assert read_dotenv(tmp_path / ".env") == {}
