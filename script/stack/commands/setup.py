"""`script/setup`: install and make everything that the server needs, without starting it."""

from stack import setup
from stack.config import Config
from stack.messages import Stop, say


def main(config: Config, words: list[str]) -> int:
    """Set up the clone; `--tests` also what tests and checks need."""
    if set(words) - {"--tests"}:
        raise Stop("usage: script/setup [--tests]", 2)
    setup.ensure(config, for_tests="--tests" in words)
    say("ready: script/server starts the city map, script/test proves it")
    return 0
