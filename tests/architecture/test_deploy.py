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


@pytest.mark.parametrize(("proxies", "believed"), [("0", "None"), ("1", "('HTTP_X_FORWARDED_PROTO', 'https')")])
def test_the_proxy_s_word_on_tls_counts_only_where_there_is_one(proxies: str, believed: str, tmp_path: Path) -> None:
    more = {"CITYOPS_VAR": str(tmp_path), "CITYOPS_TRUSTED_PROXIES": proxies, "SECRET_KEY_FALLBACKS": "old,older"}
    done = manage("diffsettings", "--all", **more)
    lines = [line.lstrip("# ") for line in done.stdout.splitlines()]
    assert f"SECURE_PROXY_SSL_HEADER = {believed}" in lines
    assert "SECRET_KEY_FALLBACKS = ['old', 'older']" in lines
    strong = more | {"SECRET_KEY_FALLBACKS": "y8" * 40 + "-former"}
    assert manage("check", "--deploy", "--fail-level", "WARNING", **strong).returncode == 0


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_what_must_be_given_has_no_default(name: str, tmp_path: Path) -> None:
    done = manage("check", without=name, CITYOPS_VAR=str(tmp_path))
    assert done.returncode != 0
    assert name in done.stderr


def test_the_demo_is_refused(tmp_path: Path) -> None:
    done = manage("create_demo_signins", CITYOPS_VAR=str(tmp_path))
    assert done.returncode != 0
    assert not (tmp_path / "demo-signins.txt").exists()
