"""Folders for what a reading unpacks: gone with it, and after a kill with the next one."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from geodata.readers.scraps import scraps

ROOT = Path(__file__).parents[3]
HOLD = """
import sys, tempfile
sys.path.insert(0, sys.argv[1])
tempfile.tempdir = sys.argv[2]
from geodata.readers.scraps import scraps
with scraps() as folder:
    (folder / "unpacked").write_text("much")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_they_go_with_the_block(tmp_path: Path) -> None:
    with scraps() as folder:
        (folder / "unpacked").write_text("much")
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_those_of_a_killed_process_go_with_the_next_and_those_of_a_living_one_stay(tmp_path: Path) -> None:
    holding = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, str(ROOT), str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    dead, living = (Path(process.stdout.readline().strip()) for process in holding if process.stdout)
    holding[0].kill()
    holding[0].wait()
    assert dead.is_dir()
    with scraps() as mine:
        assert set(tmp_path.iterdir()) == {living, mine}
        assert (living / "unpacked").is_file()
    holding[1].communicate("")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").write_text("mine")
    (tmp_path / "cityops-read-link").symlink_to(tmp_path / "elsewhere")
    with scraps():
        assert (tmp_path / "elsewhere" / "file").is_file()
