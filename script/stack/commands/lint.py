"""`script/lint`: style, format, types, import contract, templates, front end, migrations."""

from stack import checks, setup, testing
from stack.config import Config
from stack.messages import Stop, complain, say


def main(config: Config, words: list[str]) -> int:
    """Make every check and return 1 when one failed."""
    if words:
        raise Stop("usage: script/lint", 2)
    setup.ensure(config, for_tests=True)
    with testing.surroundings(config, "script/lint") as (own, env):
        failed = checks.run(own, checks.all_checks(own, env))
    if failed:
        complain(f"failed: {'; '.join(failed)}")
        return 1
    say("all checks passed")
    return 0
