"""The checks of `script/lint`: each a program that says nothing is wrong by exit status 0."""

import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from stack import django, frontend, venv
from stack.config import Config
from stack.messages import say

AT_ONCE = 2
LINES_SHOWN = 80


@dataclass(frozen=True)
class Check:
    """A check: what it is called and the program that makes it, run in the clone."""

    name: str
    argv: list[str]
    env: Mapping[str, str]


def all_checks(config: Config, env: Mapping[str, str]) -> list[Check]:
    """Return the checks, the longest first. env: Django's, with a database for the check of migrations."""
    tools = venv.folder(config) / "bin"
    found = [
        Check("types", [str(tools / "mypy")], env),
        # Style only: its formatter moves white space between inline elements, which shows on the page.
        Check("templates, style", [str(tools / "djlint"), "templates", "--lint", "--quiet"], env),
        Check("python, style", [str(tools / "ruff"), "check", "--quiet"], env),
        Check("python, format", [str(tools / "ruff"), "format", "--check", "--quiet"], env),
        Check("import contract", [str(tools / "lint-imports"), "--no-cache"], env),
        Check("migrations", django.manage(config, "makemigrations", "--check", "--dry-run"), env),
    ]
    programs = config.root / "node_modules" / ".bin"
    with_node = frontend.environment(config)
    if (config.root / "biome.json").exists():
        found.append(
            Check("front end, style and format", [str(programs / "biome"), "check", "--error-on-warnings"], with_node)
        )
    if (config.root / "tsconfig.json").exists():
        found.append(Check("front end, types", [str(programs / "tsc"), "--project", "tsconfig.json"], with_node))
    return found


def run(config: Config, checks: list[Check]) -> list[str]:
    """Make the checks, a few at a time; print what each found, and return the names of those that failed."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = pool.map(lambda check: _passes(config, check), checks)
        return [check.name for check, passes in zip(checks, results, strict=True) if not passes]


def _passes(config: Config, check: Check) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        check.argv,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=check.env,
        cwd=config.root,
    )
    took = f"{time.monotonic() - began:.1f} s"
    if done.returncode == 0:
        say(f"· {check.name} … {took}")
        return True
    lines = done.stdout.rstrip().splitlines()
    more = [f"… and {len(lines) - LINES_SHOWN} lines more"] if len(lines) > LINES_SHOWN else []
    told = "\n".join([*lines[:LINES_SHOWN], *more])
    say(f"✗ {check.name} … {took}\n  $ {' '.join(check.argv)}\n{told}")
    return False
