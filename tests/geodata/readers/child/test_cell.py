"""The locks of the child process, tried from the inside."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = """
import sys; sys.path.insert(0, sys.argv[1])
from geodata.readers.child.cell import die_with_parent, lock
import os; die_with_parent(os.getppid())
lock(memory=2_000_000_000, seconds=20, bytes_out=1000, readable=[sys.argv[2]], writable=sys.argv[3])
import os, socket
try:
    {attempt}
except OSError as refused:
    print("refused", refused.errno)
else:
    print("done")
"""


def tried(attempt: str, folder: Path) -> str:
    (folder / "mine").write_text("mine")
    (folder / "other").write_text("other")
    (folder / "scraps").mkdir()
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            PROGRAM.format(attempt=attempt),
            str(ROOT),
            str(folder / "mine"),
            str(folder / "scraps"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "attempt",
    [
        "open(sys.argv[2]).read()",
        "open(sys.argv[3] + '/a', 'w').write('a')",
        "open(os.__file__).read()",
    ],
)
def test_it_can_work(attempt: str, tmp_path: Path) -> None:
    assert tried(attempt, tmp_path) == "done"


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "os.execv('/bin/true', ['true'])",
        "open(sys.argv[2].replace('mine', 'other')).read()",
        "open('/etc/passwd').read()",
        "open(sys.argv[2], 'w')",
        "os.listdir('/')",
        "open('/proc/1/environ').read()",
        "os.symlink('/etc/passwd', sys.argv[3] + '/a') or open(sys.argv[3] + '/a').read()",
    ],
)
def test_it_can_do_nothing_else(attempt: str, tmp_path: Path) -> None:
    assert tried(attempt, tmp_path) == "refused 13"


BEGIN = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from geodata.readers.child.cell import die_with_parent, lock
sys.path.pop(0)
given, folder = Path({given!r}), Path({folder!r})
die_with_parent(os.getppid())
lock(memory={memory}, seconds=5, bytes_out=1000, readable=[str(given)], writable=str(folder))
"""


def confined(tmp_path: Path, code: str, *, memory: int = 2_000_000_000) -> "subprocess.CompletedProcess[str]":
    (tmp_path / "mine").mkdir(exist_ok=True)
    (tmp_path / "given").write_text("words")
    (tmp_path / "secret").write_text("secret")
    begin = BEGIN.format(root=str(ROOT), memory=memory, given=str(tmp_path / "given"), folder=str(tmp_path / "mine"))
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
    done = confined(tmp_path, "bytes(10**9)", memory=10**8)
    assert "MemoryError" in done.stderr


def test_a_file_has_a_limit(tmp_path: Path) -> None:
    done = confined(tmp_path, "(folder / 'a').write_bytes(bytes(5000))")
    assert "File too large" in done.stderr


def test_whoever_lost_its_parent_ends(tmp_path: Path) -> None:
    done = confined(tmp_path, "die_with_parent(1); print('goes on')")
    assert done.returncode == 1
    assert done.stdout == ""
