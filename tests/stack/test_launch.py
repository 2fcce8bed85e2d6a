"""What a bare machine is told: no fitting Python, and no network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stack import config, system_packages, venv
from stack.messages import Stop
from tests.stack.running import ROOT


def program(folder: Path, name: str, *, says: str = "", status: int = 0) -> None:
    """Put a program into a folder that stands for PATH."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit {status}\n")
    path.chmod(0o755)


def launched(tmp_path: Path, *, python: str) -> "subprocess.CompletedProcess[str]":
    """Run the launcher where the stub folder is all there is; the system's Python is `python`."""
    stubs = tmp_path / "bin"
    for tool in ("bash", "dirname", "id", "tail"):
        stubs.mkdir(exist_ok=True)
        (stubs / tool).symlink_to(Path("/usr/bin") / tool)
    launcher = tmp_path / "stack" / "launch"
    launcher.parent.mkdir()
    launcher.write_text((ROOT / "script" / "stack" / "launch").read_text().replace("/usr/bin/python3", python))
    return subprocess.run(
        ["/usr/bin/bash", launcher, "server"], env={"PATH": str(stubs)}, capture_output=True, text=True, check=False
    )


def test_a_python_of_another_version_is_not_taken(tmp_path: Path) -> None:
    program(tmp_path / "bin", "python3", says="too old", status=1)
    said = launched(tmp_path, python="python3")
    assert said.returncode == 1
    assert len(said.stderr.splitlines()) == 1
    assert "Python 3.11, 3.12 or 3.13 is needed" in said.stderr
    assert "apt-get install" in said.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs Python by itself")
def test_no_python_and_no_network_is_one_line(tmp_path: Path) -> None:
    program(tmp_path / "bin", "apt-get", says="Temporary failure resolving", status=100)
    said = launched(tmp_path, python="no-such-python")
    assert said.returncode == 1
    assert "installing Python failed: Temporary failure resolving" in said.stderr
    assert "Is this machine connected?" in said.stderr


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 14, 0)])
def test_the_stack_itself_refuses_another_python(version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(Stop, match=r"Python 3\.11, 3\.12 or 3\.13 is needed"):
        venv.require_python()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")
def test_without_a_network_system_packages_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin", "apt-get", says="Could not resolve a host", status=100)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(system_packages, "_program", lambda name: False)
    given = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path), "CITYOPS_VAR": str(tmp_path / "var")}
    with pytest.raises(Stop, match=r"apt-get update failed: no network\. Connect this machine"):
        system_packages.ensure(config.load(given, root=tmp_path), with_browser=False)
