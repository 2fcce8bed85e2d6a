"""The locks of the child process, tried from the inside."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = """
import sys; sys.path.insert(0, sys.argv[1])
from geodata.readers.child.cell import lock
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
