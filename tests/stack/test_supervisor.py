"""The supervisor with small parts of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stack import processes, supervisor
from stack.messages import Stop
from stack.parts import Part
from stack.supervisor import Supervisor

MARKS_ITS_START = "import os, pathlib, time; open('{}', 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"


def part(tmp_path: Path, name: str, script: str, **more: object) -> Part:
    return Part(name, [sys.executable, "-c", script], {}, tmp_path / f"{name}.log", tmp_path, **more)  # type: ignore[arg-type]


def starts(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_a_killed_part_is_started_again_and_those_that_need_it_too(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"

    async def work(watch: Supervisor) -> None:
        ready: Callable[[], bool] = lambda: bool(starts(first))  # noqa: E731
        await watch.start(part(tmp_path, "database", MARKS_ITS_START.format(first), is_ready=ready))
        await watch.start(part(tmp_path, "worker", MARKS_ITS_START.format(second), renew_with="database"))
        await watch.wait_for(lambda: bool(starts(second)), "never")
        os.kill(starts(first)[0], signal.SIGKILL)
        await watch.wait_for(lambda: len(starts(first)) == len(starts(second)) == 2, "never")

    supervisor.run(work)
    assert not [pid for file in (first, second) for pid in starts(file) if processes.is_alive(pid)]


def test_a_part_that_never_starts_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    async def work(watch: Supervisor) -> None:
        await watch.start(part(tmp_path, "web", "raise SystemExit('the disk is full')", is_ready=lambda: False))

    with pytest.raises(Stop, match="The web does not start: the disk is full"):
        supervisor.run(work)


def test_parts_stop_in_the_opposite_order(tmp_path: Path) -> None:
    order = tmp_path / "order"
    script = (
        "import signal, time, sys\n"
        f"def end(*_): open('{order}', 'a').write('NAME\\n'); sys.exit()\n"
        f"signal.signal(signal.SIGTERM, end); open('{tmp_path}/NAME', 'w').close(); time.sleep(60)"
    )

    async def work(watch: Supervisor) -> None:
        for name in ("database", "web", "worker"):
            is_ready = (tmp_path / name).exists
            await watch.start(part(tmp_path, name, script.replace("NAME", name), is_ready=is_ready))

    supervisor.run(work)
    assert order.read_text().split() == ["worker", "web", "database"]


def test_a_failed_command_says_its_last_words(tmp_path: Path) -> None:
    async def work(watch: Supervisor) -> None:
        argv = [sys.executable, "-c", "raise SystemExit('no such column')"]
        await watch.command(argv, {}, tmp_path, tmp_path / "setup.log")

    with pytest.raises(Stop, match="no such column"):
        supervisor.run(work)


def test_a_wish_to_stop_ends_a_running_command(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    argv = [sys.executable, "-c", MARKS_ITS_START.format(mark)]

    async def work(watch: Supervisor) -> None:
        async def wish() -> None:
            await watch.wait_for(lambda: bool(starts(mark)), "never")
            watch.stop()

        await asyncio.gather(watch.command(argv, {}, tmp_path, tmp_path / "log"), wish())

    supervisor.run(work)
    assert not processes.is_alive(starts(mark)[0])
