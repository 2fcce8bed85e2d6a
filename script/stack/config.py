"""Where everything is and how it is set: read once from the environment and `.env`, then handed around."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stack.dotenv import read_dotenv
from stack.messages import Stop

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Config:
    """The settings of the stack. `environment` is what the machine and `.env` gave, the machine's word first."""

    root: Path
    var: Path
    host: str
    port: int
    production: bool
    web_workers: int
    web_threads: int
    jobs_at_once: int
    demo: bool
    debug: bool
    environment: Mapping[str, str]

    @property
    def has_own_cluster(self) -> bool:
        """Whether the private cluster is used: it is, unless DATABASE_URL names another database."""
        return not self.environment.get("DATABASE_URL")

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.var / "log"

    @property
    def home(self) -> Path:
        """The home folder for installers and their caches: the user's, or one of ours for a user who has none."""
        return Path(self.environment["HOME"])

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the map."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - only compared
        return f"http://{host}:{self.port}"


def load(given: Mapping[str, str] | None = None, *, root: Path = ROOT) -> Config:
    """Read the settings; `given` is the environment. Raises Stop for a value that makes no sense."""
    machine = dict(os.environ if given is None else given)
    env = {**read_dotenv(root / ".env"), **machine}
    var = (root / (env.get("CITYOPS_VAR") or "var")).resolve()
    if not os.access(env.get("HOME") or "/nowhere", os.W_OK):
        env["HOME"] = str(var / "home")
    return Config(
        root=root,
        var=var,
        host=env.get("CITYOPS_HOST") or "127.0.0.1",
        port=_whole(env, "CITYOPS_PORT", 8000, least=1, most=65535),
        production=_is_production(env),
        web_workers=_whole(env, "CITYOPS_WEB_WORKERS", 3, least=1, most=64),
        web_threads=_whole(env, "CITYOPS_WEB_THREADS", 4, least=1, most=64),
        jobs_at_once=_whole(env, "CITYOPS_JOBS_AT_ONCE", 2, least=1, most=64),
        demo=_yes(env, "CITYOPS_DEMO", default=True),
        debug=_yes(env, "CITYOPS_DEBUG", default=False),
        environment=env,
    )


def _is_production(env: Mapping[str, str]) -> bool:
    kind = env.get("CITYOPS_ENV") or "dev"
    if kind not in ("dev", "production"):
        raise Stop(f"CITYOPS_ENV is '{kind}': write dev or production.")
    return kind == "production" or env.get("DJANGO_SETTINGS_MODULE", "").endswith(".production")


def _whole(env: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Stop(f"{name} is '{text}': write a whole number from {least} to {most}.")
    return int(text)


def _yes(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = (env.get(name) or ("1" if default else "0")).lower()
    if text not in ("1", "0", "true", "false", "yes", "no", "on", "off"):
        raise Stop(f"{name} is '{text}': write 1 or 0.")
    return text in ("1", "true", "yes", "on")
