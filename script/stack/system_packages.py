"""The system packages: found by the files they bring, installed by apt as root, named in one line otherwise."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stack import tools
from stack.config import Config
from stack.messages import Stop, step
from stack.postgres_files import installed_version

# Which PostgreSQL a release of the system ships; another release is asked for Debian 12's and says so if it has none.
_POSTGRES = {("debian", "12"): "15", ("debian", "13"): "17", ("ubuntu", "24.04"): "16"}


@dataclass(frozen=True)
class Need:
    """Something the machine must have: the packages that bring it, and how to see that it is there."""

    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def missing(*, with_database: bool, with_browser: bool) -> list[str]:
    """Return the packages that are not there.

    with_database: those of the private cluster. with_browser: the tests' browser and its letters.
    """
    needs = [
        Need(("gdal-bin",), lambda: _any("/usr/lib", "*/libgdal.so.*") and _any("/usr/lib", "*/libgeos_c.so.*")),
        Need(("gettext",), lambda: _program("msgfmt")),
        Need(("ca-certificates",), lambda: Path("/etc/ssl/certs/ca-certificates.crt").exists()),
        Need(("python3-venv",), lambda: importlib.util.find_spec("ensurepip") is not None),
    ]
    if with_database:
        version = _POSTGRES.get(_system(), "15")
        packages = (f"postgresql-{version}", f"postgresql-{version}-postgis-3")
        needs.insert(0, Need(packages, lambda: installed_version() is not None))
    if with_browser:
        needs.append(Need(("chromium-headless-shell",), lambda: _program("chromium-headless-shell")))
        needs.append(Need(("libatomic1",), lambda: _any("/usr/lib", "*/libatomic.so.1")))  # what drives it needs that
        needs.append(Need(("fonts-dejavu-core",), lambda: _any("/usr/share/fonts", "*/**/*.ttf")))
    return [package for need in needs if not need.is_there() for package in need.packages]


def ensure(config: Config, *, with_browser: bool) -> None:
    """Install what is missing. Raises Stop with the line to type when this user may not."""
    packages = missing(with_database=config.has_own_cluster, with_browser=with_browser)
    if not packages:
        return
    if not shutil.which("apt-get"):
        raise Stop(
            f"Missing on this machine: {', '.join(packages)} (names of Debian 12). Install them and start again."
        )
    if os.geteuid() != 0:
        raise Stop(
            "System packages are missing. Type this, then start again:  "
            f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
        )
    env = {**tools.plain_environment(config.environment), "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    log = config.logs / "setup.log"
    with step("reading the list of system packages"):
        tools.run(["apt-get", "update", "-q"], log=log, what="apt-get update", env=env, cwd=config.root)
    with step(f"installing {' '.join(packages)}"):
        tools.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
            log=log,
            what="apt-get install",
            env=env,
            cwd=config.root,
        )
    left = missing(with_database=config.has_own_cluster, with_browser=with_browser)
    if left:
        raise Stop(f"apt-get installed what it has, and {', '.join(left)} are still not there (details: {log})")


def _system() -> tuple[str, str]:
    lines = Path("/etc/os-release").read_text().splitlines() if Path("/etc/os-release").exists() else []
    facts = dict(line.split("=", 1) for line in lines if "=" in line)
    return facts.get("ID", "").strip('"'), facts.get("VERSION_ID", "").strip('"')


def _program(name: str) -> bool:
    return any((Path(folder) / name).exists() for folder in ("/usr/bin", "/usr/local/bin"))


def _any(folder: str, pattern: str) -> bool:
    return next(Path(folder).glob(pattern), None) is not None
