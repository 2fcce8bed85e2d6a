"""Keeps the parts of the stack alive: starts one that died again, and stops all of them in order."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from stack import children, processes, tools
from stack.messages import Stop, say
from stack.parts import Part

# A part that dies is started again after this long, twice as long each time; after a good while it counts as well.
FIRST_PAUSE, LONGEST_PAUSE, GOOD_WHILE = 0.5, 30.0, 60.0
# A part that dies this often before it has ever been ready has a fault that starting again does not mend.
TRIES_AT_FIRST = 3
LOG_LIMIT = 20_000_000


class Supervisor:
    """Parents the parts. Add them in the order of need; they are stopped in the opposite order."""

    def __init__(self) -> None:
        """Start with no part."""
        self._keepers: list[_Keeper] = []
        self._stop = asyncio.Event()
        self._fault: Stop | None = None

    def stop(self) -> None:
        """Ask for an orderly stop; asked twice it is the same stop."""
        self._stop.set()

    def stop_on_signals(self) -> None:
        """Take Ctrl-C, TERM and a closed terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.stop)

    @property
    def is_stopping(self) -> bool:
        """Whether the stack is on its way down."""
        return self._stop.is_set()

    async def start(self, part: Part) -> None:
        """Start a part and keep it alive from now on. Returns when it is ready. Raises Stop if it never gets there."""
        keeper = _Keeper(part, self._give_up, self._renew)
        self._keepers.append(keeper)
        keeper.task = asyncio.create_task(keeper.keep())
        await self.wait_for(part.is_ready, f"{part.name} is not ready", keeper)
        keeper.was_ready = True

    async def wait_for(
        self, condition: Callable[[], bool], otherwise: str, keeper: "_Keeper | None" = None, *, seconds: float = 60.0
    ) -> None:
        """Wait until `condition` holds; raises Stop with `otherwise` when it does not in time or a part gave up."""
        until = time.monotonic() + seconds
        loop = asyncio.get_running_loop()
        while not ((keeper is None or keeper.is_running) and await loop.run_in_executor(None, condition)):
            if self._fault:
                raise self._fault
            if self._stop.is_set():
                raise asyncio.CancelledError
            if time.monotonic() > until:
                raise Stop(f"{otherwise} after {seconds:.0f} s.")
            await asyncio.sleep(0.05)

    async def run_until_stopped(self) -> None:
        """Watch until someone asks to stop or a part cannot be kept. Raises that part's Stop."""
        while not self._stop.is_set():
            try:
                await asyncio.wait_for(self._stop.wait(), 600)
            except TimeoutError:
                for keeper in self._keepers:
                    keeper.shorten_log()
        if self._fault:
            raise self._fault

    async def command(self, argv: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path | None = None) -> None:
        """Run a command to its end, ending it when the stack is to stop. Raises Stop with its last words if it fails.

        log: where its output is added; without one it speaks in the terminal.
        """
        with log.open("ab") if log else nullcontext() as out:
            before = out.tell() if out else 0
            process = await asyncio.create_subprocess_exec(
                *children.bound(argv, death=signal.SIGTERM),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
            )
        waits = [asyncio.ensure_future(process.wait()), asyncio.ensure_future(self._stop.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waits[1].cancel()
        if process.returncode is None:
            processes.send_to_group(process.pid, signal.SIGTERM)
            await waits[0]
            raise self._fault or asyncio.CancelledError
        if process.returncode:
            said = tools.tail(log, since=before).strip().splitlines()[-1:] if log else []
            details = f": {said[0].strip()[:300]} (details: {log})" if said else ", see above."
            raise Stop(f"{' '.join(argv[1:3])} failed{details}")

    async def call(self, action: Callable[[], object]) -> None:
        """Run something slow beside the watching, so that signals and dying parts are still seen."""
        await asyncio.get_running_loop().run_in_executor(None, action)

    async def stop_all(self) -> None:
        """Stop the parts, the last one first."""
        if self._keepers:
            say("stopping …")
        for keeper in reversed(self._keepers):
            await keeper.end()

    def _renew(self, restarted: Part) -> None:
        for keeper in self._keepers:
            if keeper.part.renew_with == restarted.name and keeper.process is not None and keeper.is_running:
                processes.send(keeper.process.pid, keeper.part.stop_signal)

    def _give_up(self, fault: Stop) -> None:
        self._fault = fault
        self._stop.set()


class _Keeper:
    """Keeps one part alive."""

    def __init__(self, part: Part, give_up: Callable[[Stop], None], restarted: Callable[[Part], None]) -> None:
        self.part = part
        self.give_up = give_up
        self.restarted = restarted
        self.process: asyncio.subprocess.Process | None = None
        self.task: asyncio.Task[None] | None = None
        self.was_ready = False
        self._deaths = 0
        self._ending = False

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._ending:
            began = time.monotonic()
            try:
                words = await self._run_once()
            except (OSError, Stop) as fault:
                words = str(fault)
            if self._ending:
                return
            if time.monotonic() - began > GOOD_WHILE:
                pause = FIRST_PAUSE
            self._deaths += 1
            if not self.was_ready and self._deaths >= TRIES_AT_FIRST:
                self.give_up(Stop(f"The {self.part.name} does not start: {words} (details: {self.part.log})"))
                return
            say(f"The {self.part.name} ended unexpectedly ({words}); starting it again in {pause:g} s.")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self) -> str:
        """Run the process to its end and return in words how it ended."""
        await asyncio.get_running_loop().run_in_executor(None, self.part.before)
        if self._ending:
            return ""
        self.part.log.parent.mkdir(parents=True, exist_ok=True)
        self.shorten_log()
        with self.part.log.open("ab") as log:
            before = log.tell()
            self.process = await asyncio.create_subprocess_exec(
                *self.part.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.part.env,
                cwd=self.part.cwd,
                start_new_session=True,
            )
        if self._deaths:
            self.restarted(self.part)
        status = await self.process.wait()
        processes.send_to_group(self.process.pid, signal.SIGKILL)  # helpers that a killed part left behind
        return self._last_words(status, before)

    def _last_words(self, status: int, since: int) -> str:
        if status < 0:
            return f"killed by {signal.Signals(-status).name}"
        lines = [line for line in tools.tail(self.part.log, since=since).splitlines() if line.strip()]
        return lines[-1].strip()[:300] if lines else f"exit status {status}"

    async def end(self) -> None:
        """Stop the part: ask, wait, then kill."""
        self._ending = True
        process = self.process
        if process is not None and process.returncode is None:
            processes.send(process.pid, self.part.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), self.part.stop_seconds)
            except TimeoutError:
                say(f"The {self.part.name} did not stop in {self.part.stop_seconds:.0f} s and is killed.")
                processes.send_to_group(process.pid, signal.SIGKILL)
                await process.wait()
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    def shorten_log(self) -> None:
        """Keep one older log beside the current one, which its writer holds open."""
        log = self.part.log
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.with_suffix(".log.1").write_bytes(log.read_bytes())
            with log.open("r+b") as file:
                file.truncate()


Work = Callable[[Supervisor], Awaitable[None]]


def run(work: Work) -> None:
    """Run `work` with a supervisor and, however it ends, stop all parts. Raises what `work` raised."""
    asyncio.run(_run(work))


async def _run(work: Work) -> None:
    supervisor = Supervisor()
    supervisor.stop_on_signals()
    try:
        await work(supervisor)
    except asyncio.CancelledError:
        if not supervisor.is_stopping:
            raise
    finally:
        await supervisor.stop_all()
