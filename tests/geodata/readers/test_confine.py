"""What a confined process can still do: compute, read what it was given, write where it may, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BEGIN = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from geodata.readers import confine
sys.path.pop(0)
given, folder = Path({given!r}), Path({folder!r})
confine.die_with_parent(os.getppid())
assert confine.see_only(reads=[given], writes=[folder])
assert confine.stay_alone()
"""


def confined(tmp_path: Path, code: str) -> "subprocess.CompletedProcess[str]":
    (tmp_path / "mine").mkdir(exist_ok=True)
    (tmp_path / "given").write_text("words")
    (tmp_path / "secret").write_text("secret")
    begin = BEGIN.format(root=str(ROOT), given=str(tmp_path / "given"), folder=str(tmp_path / "mine"))
    return subprocess.run([sys.executable, "-I", "-c", begin + code], capture_output=True, text=True, check=False)


def test_it_reads_what_it_was_given_and_writes_where_it_may(tmp_path: Path) -> None:
    done = confined(
        tmp_path, "(folder / 'a').write_text(given.read_text()); (folder / 'a').replace(folder / 'b'); import rasterio"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine" / "b").read_text() == "words"


@pytest.mark.parametrize(
    "code",
    [
        "(given.parent / 'secret').read_text()",
        "(given.parent / 'new').write_text('x')",
        "given.write_text('x')",
        "os.listdir(given.parent)",
        "open('/etc/passwd')",
        "open('/proc/self/environ')",
        f"open({str(ROOT / 'manage.py')!r})",
        "import socket; socket.socket()",
        "import socket; socket.socketpair(); socket.create_connection(('127.0.0.1', 80))",
        "os.execv('/bin/true', ['true'])",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0) == -1 and exit('PermissionError')",
    ],
)
def test_all_else_is_refused_by_the_kernel(code: str, tmp_path: Path) -> None:
    done = confined(tmp_path, code)
    assert done.returncode != 0
    assert "PermissionError" in done.stderr


def test_memory_has_a_limit(tmp_path: Path) -> None:
    done = confined(tmp_path, "confine.limit(memory=10**8, seconds=5, bytes_out=1000); bytes(10**9)")
    assert "MemoryError" in done.stderr


def test_a_file_has_a_limit(tmp_path: Path) -> None:
    done = confined(
        tmp_path, "confine.limit(memory=10**9, seconds=5, bytes_out=1000); (folder / 'a').write_bytes(bytes(5000))"
    )
    assert "File too large" in done.stderr


def test_whoever_lost_its_parent_ends(tmp_path: Path) -> None:
    done = confined(tmp_path, "confine.die_with_parent(1); print('goes on')")
    assert done.returncode == 1
    assert done.stdout == ""
