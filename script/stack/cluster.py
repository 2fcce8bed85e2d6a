"""The private PostgreSQL cluster: made once, run in the foreground as a child of ours, recovered after kill -9."""

import json
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

from stack import children, memory, postgres_files, processes, roles, tools
from stack.config import Config
from stack.messages import Stop, step
from stack.state import State, locate

# Fast shutdown: clients are disconnected, what is committed is written. TERM would wait for each client to leave.
STOP_SIGNAL = signal.SIGINT
START_SECONDS = 60.0
STOP_SECONDS = 30.0

# On a small server (2 GB) the whole stack idles below 600 MB; a larger one lends the database more (`memory.py`).
_SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = {connections}
shared_buffers = {shared_buffers_mb}MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = {effective_cache_size_mb}MB
max_worker_processes = 4
max_parallel_workers = 2
max_parallel_workers_per_gather = 0
autovacuum_max_workers = 2
jit = off
random_page_cost = 1.1
wal_compression = on
max_wal_size = 512MB
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u '
log_autovacuum_min_duration = -1
log_checkpoints = off
"""
# A cluster for tests is thrown away: it need not survive a power cut.
_THROWAWAY = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class Cluster:
    """One private cluster. `prepare`, run `command()`, `wait_until_ready`, `provision`; stop it with STOP_SIGNAL."""

    def __init__(self, config: Config, *, throwaway: bool = False) -> None:
        """Find where the state is and which installed version it needs. throwaway: for tests, fast and not durable."""
        self.config = config
        self.state: State = locate(config)
        self.throwaway = throwaway
        self.version = self._version()
        self.programs = postgres_files.programs(self.version)
        self.log = config.logs / "postgres.log"

    def prepare(self) -> None:
        """Clear away what a kill -9 left, make the cluster if there is none, and write its configuration."""
        self.clear_leftovers()
        if not (self.state.data / "PG_VERSION").exists():
            with step(f"making the database cluster (PostgreSQL {self.version})"):
                self._make()
        settings = _SETTINGS.format(socket=self.state.socket, connections=self._connections(), **self._memory())
        self._write("cityops.conf", settings + (_THROWAWAY if self.throwaway else ""))
        self._write("pg_hba.conf", "local all all scram-sha-256\nlocal replication all scram-sha-256\n")

    def clear_leftovers(self) -> None:
        """End servers that outlived their supervisor, and remove lock files that name no living server.

        The file alone proves nothing: the number in it may be a zombie's or a stranger's. A server of ours works in
        our data folder.
        """
        alive = processes.working_in(self.state.data)
        if alive:
            with step("waiting for the database of an interrupted run to stop"):
                alive = processes.wait_until_gone(alive, 1)
                left = processes.end(alive, (STOP_SIGNAL, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))
            if left:
                raise Stop(f"Processes {left} of an interrupted run still use {self.state.data}: end them first.")
        for leftover in (self.state.data / "postmaster.pid", self.state.socket / ".s.PGSQL.5432.lock"):
            leftover.unlink(missing_ok=True)

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        server: list[str | Path] = [self.programs / "postgres", "-D", self.state.data]
        return children.bound(server, death=STOP_SIGNAL, user=self.state.user)

    def is_ready(self) -> bool:
        """Whether a server accepts connections, by what it writes into its lock file."""
        try:
            lines = (self.state.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server and wait until it accepts connections. Raises Stop with its last words if it does not."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            began = log.tell()
            server = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env=tools.plain_environment({}),
                start_new_session=True,
            )
        until = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if server.poll() is not None:
                raise Stop(f"The database did not start: {self.last_words(began)} (details: {self.log})")
            if time.monotonic() > until:
                self.stop(server)
                raise Stop(f"The database was not ready after {START_SECONDS:.0f} s (details: {self.log})")
            time.sleep(0.02)
        return server

    def stop(self, server: "subprocess.Popen[bytes]") -> None:
        """Stop a started server; at once, and not gently, when it has not stopped after a while."""
        server.send_signal(STOP_SIGNAL)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()

    def last_words(self, since: int = 0) -> str:
        """Return the last line of the log that tells a fault, or its last line."""
        lines = tools.tail(self.log, since=since, lines=20).splitlines()
        faults = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (faults or lines or ["it said nothing"])[-1].strip()

    def provision(self) -> None:
        """Make roles, database and extensions as they must be; nothing changes when they are."""
        roles.provision(self.programs / "psql", self.state.socket, self.passwords(), log=self.config.logs / "setup.log")

    def url(self, role: str, database: str = "cityops") -> str:
        """Return the address of a database for a role, as django-environ reads it."""
        return f"postgis://{role}:{self.passwords()[role]}@/{self.state.socket}/{database}"

    def passwords(self) -> dict[str, str]:
        """Return the roles' passwords, making them the first time."""
        if not self.state.secrets.exists():
            draft = self.state.secrets.with_suffix(".part")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps({role: secrets.token_urlsafe(24) for role in roles.ALL}))
            draft.replace(self.state.secrets)
        found: dict[str, str] = json.loads(self.state.secrets.read_text())
        return found

    def _version(self) -> str:
        """Return the version the data was made by, or else the newest that is installed."""
        mark = self.state.data / "PG_VERSION"
        if not mark.exists():
            newest = postgres_files.installed_version()
            if newest is None:
                raise Stop("PostgreSQL with PostGIS is not installed: run script/setup.")
            return newest
        version = mark.read_text().strip()
        if not postgres_files.is_installed(version):
            raise Stop(
                f"The database in {self.state.data} was made by PostgreSQL {version}, which is not here: install "
                f"postgresql-{version} postgresql-{version}-postgis-3 (to move to a newer one see docs/operators.md)."
            )
        return version

    def _make(self) -> None:
        """Make the cluster aside and rename it at the end, so that one broken off is made again."""
        draft, password = self.state.folder / "data.part", self.state.folder / "superuser.part"
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(self.passwords()[roles.SUPERUSER])
        for path in (draft, password):
            self._give(path)
        made_by: list[str | Path] = [
            self.programs / "initdb",
            "-D",
            draft,
            "-U",
            roles.SUPERUSER,
        ]
        options = [
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
            f"--pwfile={password}",
        ]
        try:
            tools.run(
                children.as_user([*made_by, *options, *(["--no-sync"] if self.throwaway else [])], self.state.user),
                log=self.config.logs / "setup.log",
                what="Making the database cluster",
                env=tools.plain_environment({}),
                cwd=Path("/"),
            )
        finally:
            password.unlink(missing_ok=True)
        with (draft / "postgresql.conf").open("a") as main:
            main.write("\ninclude 'cityops.conf'  # written at each start\ninclude_if_exists 'operator.conf'\n")
        draft.replace(self.state.data)

    def _write(self, name: str, text: str) -> None:
        path = self.state.data / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            path.chmod(0o600)
            self._give(path)

    def _give(self, path: Path) -> None:
        if self.state.user:
            shutil.chown(path, self.state.user, self.state.user)

    def _memory(self) -> dict[str, int]:
        """Return what the server keeps pages in, and what it may guess that the system keeps besides, in MB."""
        if self.throwaway:
            return {"shared_buffers_mb": memory.LEAST_MB, "effective_cache_size_mb": 4 * memory.LEAST_MB}
        machine_mb = memory.memory_mb()
        return {
            "shared_buffers_mb": memory.shared_buffers_mb(machine_mb),
            "effective_cache_size_mb": max(4 * memory.LEAST_MB, machine_mb // 2),
        }

    def _connections(self) -> int:
        """Count what may be open at once: each web thread, the worker's jobs and listener, and commands."""
        if self.throwaway:
            return 200  # tests open many at once on purpose
        web = self.config.web_workers * self.config.web_threads
        return max(40, web + self.config.jobs_at_once * 2 + 20)
