"""`script/lock`: resolves the requirements again and writes the locks, with hashes and without naming a host."""

from stack import setup, tools, venv
from stack.config import Config
from stack.messages import Stop, step

# In this order: what tests need is held to the versions of what runs.
_LOCKS = ("script/stack/uv", "requirements", "requirements-dev")


def main(config: Config, words: list[str]) -> int:
    """Write each NAME.txt from its NAME.in; `--upgrade` takes newer versions where the ranges allow."""
    if set(words) - {"--upgrade"}:
        raise Stop("usage: script/lock [--upgrade]", 2)
    setup.ensure(config)
    compiler = [str(venv.folder(config) / "bin" / "uv"), "pip", "compile", "--system-certs", "--generate-hashes"]
    for name in _LOCKS:
        with step(f"locking {name}.in"):
            tools.run(
                [*compiler, "--no-header", "--python-version", "3.11", *words, f"{name}.in", "-o", f"{name}.txt"],
                log=config.logs / "setup.log",
                what=f"Locking {name}.in",
                env=tools.plain_environment(config.environment),
                cwd=config.root,
            )
    return 0
