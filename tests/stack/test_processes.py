import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from stack import children, ports, processes
from stack.locks import Claim
from stack.messages import Stop
from tests.stack.running import eventually

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_zombie_is_not_alive() -> None:
    child = subprocess.Popen(SLEEP)
    assert processes.is_alive(child.pid)
    child.kill()
    eventually(lambda: not processes.is_alive(child.pid))
    os.kill(child.pid, 0)  # it still answers, which is why that proves nothing
    child.wait()


def test_processes_are_found_by_folder_and_by_mark(tmp_path: Path) -> None:
    child = subprocess.Popen(SLEEP, cwd=tmp_path, env={"CITYOPS_STACK": str(tmp_path)})
    try:
        assert eventually(lambda: processes.working_in(tmp_path)) == [child.pid]
        assert eventually(lambda: processes.marked_with(f"CITYOPS_STACK={tmp_path}")) == [child.pid]
        assert processes.marked_with(f"CITYOPS_STACK={tmp_path.parent}") == []
    finally:
        child.kill()
        child.wait()


def test_a_bound_child_ends_with_its_parent() -> None:
    bound = children.bound(SLEEP, death=signal.SIGTERM)
    script = f"import subprocess, time; print(subprocess.Popen({bound!r}).pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    grandchild = int(parent.stdout.readline())
    eventually(lambda: Path(f"/proc/{grandchild}/cmdline").read_text().startswith(sys.executable))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    eventually(lambda: not processes.is_alive(grandchild))


def test_a_deaf_process_is_killed_in_the_end() -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    assert processes.end([child.pid], (signal.SIGTERM, 0.2), (signal.SIGKILL, 5)) == []
    child.wait()
    child.stdout.close()


def test_a_free_port_is_accepted_and_a_taken_one_named_with_its_holder() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        with pytest.raises(Stop, match=rf"Port {port} is taken by \S+ \(process {os.getpid()}\)"):
            ports.require_free("127.0.0.1", port)
    ports.require_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Stop, match="check CITYOPS_HOST"):
        ports.require_free("192.0.2.1", 8000)


def test_a_claim_is_held_by_one_and_says_who(tmp_path: Path) -> None:
    first, second = Claim(tmp_path / "claim"), Claim(tmp_path / "claim")
    assert first.take("script/server (process 1)")
    assert not second.take("another")
    assert second.holder() == "script/server (process 1)"
    first.give_back()
    assert second.take("another")
    second.give_back()
