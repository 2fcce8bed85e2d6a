"""`script/bench`: runs the measurements in tests/bench and prints their figures."""

import subprocess
from dataclasses import replace

from stack import children, django, session, setup, venv
from stack.config import Config
from stack.messages import Stop, say


def main(config: Config, words: list[str]) -> int:
    """Run each tests/bench/bench_*.py; words choose those whose name holds one of them, options are passed on.

    They find a running database with its usual settings in DATABASE_URL, as the owner, and Django set up.
    """
    options = next((number for number, word in enumerate(words) if word.startswith("-")), len(words))
    wanted, passed_on = words[:options], words[options:]
    folder = config.root / "tests" / "bench"
    every = [path.stem.removeprefix("bench_") for path in sorted(folder.glob("bench_*.py"))]
    names = [name for name in every if not wanted or any(word in name for word in wanted)]
    if not names:
        raise Stop(f"There is no such measurement. There are: {', '.join(every)}.", 2)
    if passed_on and len(names) > 1:
        raise Stop(f"Options are for one measurement, not for {', '.join(names)}.", 2)
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
        for name in names:
            say(f"== {name}")
            argv = [str(venv.python(config)), "-m", "tests.bench", name, *passed_on]
            status |= subprocess.run(
                children.bound(argv, death=children.TERM), check=False, env=env, cwd=config.root
            ).returncode
    return 1 if status else 0
