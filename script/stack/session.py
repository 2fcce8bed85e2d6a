"""The database for the length of one command, shared with the server or another command that already runs it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from stack.cluster import START_SECONDS, Cluster
from stack.config import Config
from stack.locks import Claim
from stack.messages import Stop, say


def claim_on(config: Config) -> Claim:
    """Return the claim on the folder of state: its holder runs the database in it."""
    return Claim(config.var / "run" / "claim")


def take_for_server(config: Config, claim: Claim) -> None:
    """Take the claim for a server, waiting for a command that holds it. Raises Stop if a server does."""
    words = f"script/server (process {os.getpid()}) at {config.url}"
    told = False
    while not claim.take(words):
        holder = claim.holder()
        if holder.startswith("script/server"):
            raise Stop(
                f"Already running in {config.var}: {holder}. Stop that one, or start a second copy with another "
                f"folder and port: CITYOPS_VAR=var2 CITYOPS_PORT={config.port + 1} script/server"
            )
        if not told:
            say(f"Waiting for {holder or 'another command'}, which uses the database …")
            told = True
        time.sleep(0.2)


@contextmanager
def database(config: Config, who: str, *, throwaway: bool = False) -> Iterator[Cluster | None]:
    """Yield a running private cluster, or None where DATABASE_URL replaces it; stop it afterwards if we started it.

    who: what this command says of itself to others. throwaway: for tests.
    """
    if not config.has_own_cluster:
        yield None
        return
    claim = claim_on(config)
    claim.path.parent.mkdir(parents=True, exist_ok=True)
    users = os.open(claim.path.with_name("users"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a command that is ending stops its database
        if not claim.take(f"{who} (process {os.getpid()})"):
            cluster = Cluster(config, throwaway=throwaway)
            _wait_for_other(cluster, claim)
            yield cluster
            return
        cluster = Cluster(config, throwaway=throwaway)
        cluster.prepare()
        server = cluster.start()
        try:
            cluster.provision()
            yield cluster
        finally:
            fcntl.flock(users, fcntl.LOCK_EX)  # waits for other commands that use it meanwhile
            cluster.stop(server)
    finally:
        claim.give_back()
        os.close(users)


def _wait_for_other(cluster: Cluster, claim: Claim) -> None:
    until = time.monotonic() + START_SECONDS
    while not (cluster.is_ready() and cluster.state.secrets.exists()):
        if time.monotonic() > until:
            raise Stop(f"{claim.holder()} holds the database and does not get it ready; see {cluster.log}")
        time.sleep(0.1)
