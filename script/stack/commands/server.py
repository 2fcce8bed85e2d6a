"""`script/server`: from a bare machine to a running city map, and then watch over it."""

import http.client
import signal
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from stack import assets, children, django, parts, ports, processes, session, setup, supervisor
from stack.cluster import Cluster
from stack.config import Config
from stack.messages import Stop, say, step
from stack.supervisor import Supervisor

SIGN_INS = "demo-signins.txt"


def main(config: Config, words: list[str]) -> int:
    """Start everything and stay until stopped."""
    if words:
        raise Stop("usage: script/server   (settings come from the environment and .env, see .env.example)", 2)
    django.require_production_settings(config)
    setup.make_folders(config)
    claim = session.claim_on(config)
    session.take_for_server(config, claim)
    try:
        end_leftovers(config)
        ports.require_free(config.host, config.port)
        setup.ensure(config)
        supervisor.run(partial(_serve, config))
    finally:
        claim.give_back()
    say("stopped")
    return 0


def end_leftovers(config: Config) -> None:
    """End web and worker processes that outlived a supervisor killed together with its children."""
    left = processes.marked_with(f"{children.MARK}={config.var}")
    if left:
        with step("ending what an interrupted run left behind"):
            left = processes.wait_until_gone(left, 1)
            processes.end(left, (signal.SIGTERM, 10), (signal.SIGKILL, 5))


async def _serve(config: Config, watch: Supervisor) -> None:
    cluster = None
    if config.has_own_cluster:
        cluster = Cluster(config)
        if cluster.state.note:
            say(cluster.state.note)
        await watch.call(cluster.prepare)
        with step("starting the database"):
            await watch.start(parts.database(cluster))
            await watch.call(cluster.provision)
    env = {**django.environment(config, cluster), children.MARK: str(config.var)}
    static = assets.StaticFiles(config)
    if not config.debug and not static.are_current():  # with debug they are served from where they are written
        with step("collecting the static files"):
            await watch.command(static.command(), env, config.root, config.logs / "setup.log")
        static.done()
    with step("bringing tables and city up to date", speaks=True):
        as_owner = {**env, "CITYOPS_DB_ROLE": "owner"}
        await watch.command(django.manage(config, "start_city", "--migrate", *_wanted(config)), as_owner, config.root)
    with step("starting the web server and the worker"):
        await watch.start(parts.web(config, env, is_ready=partial(_answers, config)))
        await watch.start(parts.worker(config, env))
    say(f"ready {config.url}")
    if config.production and (config.environment.get("CITYOPS_TRUSTED_PROXIES") or "0") == "0":
        say("no proxy is believed (CITYOPS_TRUSTED_PROXIES=0): behind one that ends TLS every page redirects to itself")
    if not config.production:
        _show_sign_ins(config.var / SIGN_INS)
    await watch.run_until_stopped()


def _wanted(config: Config) -> list[str]:
    return ["--demo"] if config.demo and not config.production else []


def _answers(config: Config) -> bool:
    """Whether the web server says that it is well."""
    connection = http.client.HTTPConnection(config.url.partition("//")[2], timeout=2)
    try:
        connection.request("GET", "/healthz", headers=_health_headers(config.environment))
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _health_headers(env: Mapping[str, str]) -> dict[str, str]:
    """Return headers that an installation behind its own name accepts."""
    names = [name for name in (env.get("CITYOPS_HOSTS") or "localhost").split(",") if name.strip() != "*"]
    name = (names or ["localhost"])[0].strip().lstrip(".")
    return {"Host": name, "X-Forwarded-Proto": "https"}


def _show_sign_ins(file: Path) -> None:
    if file.exists():
        say(f"demo sign-ins (also in {file}): name, password, role")
        for line in file.read_text().splitlines():
            say(f"  {line}")
