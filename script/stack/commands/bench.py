"""`script/bench`: runs the measurements in tests/bench and prints their figures."""

import subprocess
from dataclasses import replace

from stack import children, django, session, setup, venv
from stack.config import Config
from stack.messages import Stop, say


def main(config: Config, words: list[str]) -> int:
    """Run each tests/bench/bench_*.py as a script of its own; words choose those whose name holds one of them.

    They find a running database with its usual settings, empty, in DATABASE_URL, as the owner.
    """
    folder = config.root / "tests" / "bench"
    scripts = [
        path for path in sorted(folder.glob("bench_*.py")) if not words or any(word in path.stem for word in words)
    ]
    if not scripts:
        raise Stop(f"No measurement in {folder} has {' or '.join(words)} in its name.", 2)
    setup.ensure(config, for_tests=True)
    own = replace(config, var=config.var / "bench", production=False)
    setup.make_folders(own)
    status = 0
    with session.database(own, "script/bench") as cluster:
        env = {
            **django.environment(own, cluster),
            "CITYOPS_DB_ROLE": "owner",
            "PYTHONPATH": f"{config.root}:{config.root / 'script'}",
        }
        for script in scripts:
            say(f"== {script.stem.removeprefix('bench_')}")
            argv = children.bound([venv.python(config), script], death=children.TERM)
            status |= subprocess.run(argv, check=False, env=env, cwd=config.root).returncode
    return 1 if status else 0
