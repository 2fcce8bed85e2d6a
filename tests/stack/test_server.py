"""The whole stack, as it is started, killed and started again."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.stack.running import WEB_PROCESSES, Server, eventually, listening, living, typed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder / "var").start()
    yield server
    if server.process.poll() is None:
        server.press_ctrl_c()


def test_it_says_that_it_is_ready_and_answers(server: Server) -> None:
    assert f"ready http://127.0.0.1:{server.port}\n" in server.lines
    assert server.health() == 200


def test_a_second_one_in_the_same_folder_is_told_who_runs(server: Server) -> None:
    refused = typed("server", CITYOPS_VAR=str(server.var), CITYOPS_PORT="8999")
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert f"process {server.process.pid}" in refused.stderr
    assert f"http://127.0.0.1:{server.port}" in refused.stderr


def test_a_taken_port_is_one_line_that_names_the_holder(server: Server, folder: Path) -> None:
    refused = typed("server", CITYOPS_VAR=str(folder / "other"), CITYOPS_PORT=str(server.port))
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert f"Port {server.port} is taken by python" in refused.stderr
    assert f"CITYOPS_PORT={server.port + 1}" in refused.stderr


@pytest.mark.parametrize("part", ["granian", "manage.py worker", "bin/postgres"])
def test_a_killed_part_is_started_again(server: Server, part: str) -> None:
    before = server.main(part)
    before.kill()

    def another() -> psutil.Process | None:
        now = [child for child in living(server.parts(part)) if child.ppid() == server.process.pid]
        return now[0] if now and now[0].pid != before.pid else None

    eventually(another)
    eventually(lambda: server.health() == 200)


def test_a_killed_web_process_is_replaced(server: Server) -> None:
    main = server.main("granian")
    eventually(
        lambda: len(listening(main.children())) == WEB_PROCESSES
    )  # one that still starts could not take the other's work
    victim = main.children()[0]
    victim.kill()
    eventually(lambda: len(living(main.children())) == WEB_PROCESSES and victim not in living(main.children()))
    assert server.main("granian") == main
    assert server.health() == 200


def test_jobs_run_after_the_database_was_killed(server: Server) -> None:
    server.main("bin/postgres").kill()
    eventually(lambda: server.health() == 200)
    server.manage("procrastinate", "defer", "procrastinate.builtin_tasks.remove_old_jobs", '{"max_hours": 1}')
    count = "from procrastinate.contrib.django.models import ProcrastinateJob as J; print(J.objects.filter({}).count())"
    eventually(
        lambda: "0" in server.manage("shell", "-v", "0", "-c", count.format("status__in=['todo','doing']")).split()
    )


def test_after_a_killed_supervisor_nothing_runs_on_and_nothing_is_lost(server: Server) -> None:
    write = "from cityops.agencies.models import Agency; Agency.objects.create(code='{}', name='{}', short_name='X')"
    server.manage("shell", "-v", "0", "-c", write.format("kept-1", "Kept"))
    parts = server.parts()
    server.kill()
    eventually(lambda: not living(parts))
    began = time.monotonic()
    server.start()
    assert time.monotonic() - began < 20  # twice what is promised: other tests run beside this one
    read = "from cityops.agencies.models import Agency; print(Agency.objects.filter(code='kept-1').count())"
    assert server.manage("shell", "-v", "0", "-c", read).split() == ["1"]


def test_everything_killed_at_once_but_a_stray_web_process(server: Server) -> None:
    parts = server.parts()
    (stray, *_) = server.main("granian").children()
    for process in (psutil.Process(server.process.pid), *parts):
        if process != stray:
            with suppress(psutil.NoSuchProcess):  # the database's own helpers end with it
                process.kill()
    server.process.wait()
    server.start()
    assert server.health() == 200
    assert not living([stray])


def test_a_command_shares_the_running_database(server: Server) -> None:
    assert "28" in server.manage(
        "shell", "-v", "0", "-c", "from cityops.areas.models import Area; print(Area.objects.count())"
    )


def test_two_copies_run_side_by_side_and_an_address_replaces_the_cluster(server: Server, folder: Path) -> None:
    words = Path(server.var / "postgres" / "passwords.json")
    assert words.stat().st_mode & 0o077 == 0
    print_url = "import os; print(os.environ['DATABASE_URL'], os.environ['DATABASE_OWNER_URL'])"
    app, owner = server.manage("shell", "-v", "0", "-c", print_url).split()
    other = Server(folder / "second", DATABASE_URL=app, DATABASE_OWNER_URL=owner).start()
    try:
        assert other.health() == server.health() == 200
        assert not other.parts("bin/postgres")
        assert not (other.var / "postgres").exists()
    finally:
        assert other.press_ctrl_c() == 0


def test_ctrl_c_stops_all_in_order_and_leaves_no_process(server: Server) -> None:
    parts = server.parts()
    assert server.press_ctrl_c() == 0
    assert not living(parts)
    assert server.lines[-2:] == ["stopping …\n", "stopped\n"]
    assert not (server.var / "postgres" / "data" / "postmaster.pid").exists()


def test_a_command_runs_with_the_server_stopped(server: Server) -> None:
    assert "1" in server.manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from django.db import connection as c; print(len(c.introspection.table_names()) > 9 and 1)",
    )
    assert not (server.var / "postgres" / "data" / "postmaster.pid").exists()


def test_term_while_it_starts_stops_it_too(server: Server) -> None:
    process = subprocess.Popen(
        [Path(__file__).resolve().parents[2] / "script" / "server"], env=server.env, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "starting the database" in line or "bringing" in line:
            break
    parts = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(40) == 0
    process.stdout.close()
    assert not living(parts)
