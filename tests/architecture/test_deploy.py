"""Production settings, in a process of their own with nothing but what an operator must give."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GIVEN = {
    "SECRET_KEY": "x9" * 40 + "-only-for-this-test",
    "CITYOPS_HOSTS": "peta.example.go.id",
    "CITYOPS_URL": "https://peta.example.go.id",
}


def manage(*arguments: str, without: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in (GIVEN | more).items() if key != without}
    env |= {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cityops.settings.production"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, check=False)


def test_check_deploy_has_no_warning(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", CITYOPS_VAR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_what_must_be_given_has_no_default(name: str, tmp_path: Path) -> None:
    done = manage("check", without=name, CITYOPS_VAR=str(tmp_path))
    assert done.returncode != 0
    assert name in done.stderr


def test_the_demo_is_refused(tmp_path: Path) -> None:
    done = manage("create_demo_signins", CITYOPS_VAR=str(tmp_path))
    assert done.returncode != 0
    assert not (tmp_path / "demo-signins.txt").exists()
