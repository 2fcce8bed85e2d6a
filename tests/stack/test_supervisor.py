"""The supervisor with small parts of its own."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from stack import processes, supervisor
from stack.messages import Stop
from stack.parts import Part
from stack.supervisor import Supervisor

MARKS_ITS_START = "import os, pathlib, time; open('{}', 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"


def part(tmp_path: Path, name: str, script: str, **more: object) -> Part:
    return Part(name, [sys.executable, "-c", script], {}, tmp_path / f"{name}.log", tmp_path, **more)  # type: ignore[arg-type]


def run(work: supervisor.Work) -> str:
    """Run `work` supervised, in a process of its own (browser tests keep a loop in this one); return its Stop."""
    here, there = multiprocessing.Pipe(duplex=False)

    def tell() -> None:
        try:
            supervisor.run(work)
            there.send("")
        except Stop as stop:
            there.send(str(stop))

    process = multiprocessing.get_context("fork").Process(target=tell)
    process.start()
    there.close()
    said: str = here.recv()
    process.join()
    return said


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

    assert run(work) == ""
    assert not [pid for file in (first, second) for pid in starts(file) if processes.is_alive(pid)]


def test_a_part_that_never_starts_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    async def work(watch: Supervisor) -> None:
        await watch.start(part(tmp_path, "web", "raise SystemExit('the disk is full')", is_ready=lambda: False))

    assert "The web does not start: the disk is full" in run(work)


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

    assert run(work) == ""
    assert order.read_text().split() == ["worker", "web", "database"]


def test_a_failed_command_says_its_last_words(tmp_path: Path) -> None:
    async def work(watch: Supervisor) -> None:
        argv = [sys.executable, "-c", "raise SystemExit('no such column')"]
        await watch.command(argv, {}, tmp_path, tmp_path / "setup.log")

    assert "no such column" in run(work)


def test_a_wish_to_stop_ends_a_running_command(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    argv = [sys.executable, "-c", MARKS_ITS_START.format(mark)]

    async def work(watch: Supervisor) -> None:
        async def wish() -> None:
            await watch.wait_for(lambda: bool(starts(mark)), "never")
            watch.stop()

        await asyncio.gather(watch.command(argv, {}, tmp_path, tmp_path / "log"), wish())

    assert run(work) == ""
    assert not processes.is_alive(starts(mark)[0])
