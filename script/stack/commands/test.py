"""`script/test`: from a fresh clone to pytest's closing line: checks, unit, integration and browser tests."""

import os
import subprocess
from collections.abc import Mapping

from stack import checks, children, setup, testing, venv
from stack.config import Config
from stack.locks import Claim
from stack.messages import Stop, complain, step

_FAST = ("-m", "not browser and not slow")


def main(config: Config, words: list[str]) -> int:
    """Make the checks, then run pytest; `--fast` is the lane for every commit. Other words are pytest's."""
    fast = "--fast" in words
    words = [word for word in words if word != "--fast"]
    setup.ensure(config, for_tests=True)
    claim = Claim(config.var / "run" / "tests")
    if not claim.take(f"process {os.getpid()}"):
        raise Stop(f"Tests are running in this folder already ({claim.holder()}): wait for them.")
    try:
        with testing.surroundings(config, "script/test") as (own, env):
            if not words:
                with step("checking style, format, types, imports, templates, front end, migrations", speaks=True):
                    failed = checks.run(own, checks.all_checks(own, env))
                if failed:
                    complain(f"failed: {'; '.join(failed)}. No test was run.")
                    return 1
            return _pytest(own, [*(_FAST if fast else ()), *words], env)
    finally:
        claim.give_back()


def _pytest(config: Config, words: list[str], env: Mapping[str, str]) -> int:
    chosen = any(not word.startswith("-") for word in words if word != _FAST[1])
    processes = str(min(3, 1 + (os.cpu_count() or 1)))  # one more than processors: browsers and servers are waited for
    # whole files, in the order in which the tests want them begun: the long ones first
    spread = [] if chosen or "-n" in words else ["-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"]
    argv = [str(venv.python(config)), "-m", "pytest", *spread, *words]
    return subprocess.run(children.bound(argv, death=children.TERM), check=False, env=env, cwd=config.root).returncode
