"""`python -m stack COMMAND …`: what the entry points in script/ call."""

import importlib
import os
import sys

from stack import config
from stack.messages import Stop, complain

_COMMANDS = ("setup", "server", "manage", "run", "test", "lint", "bench", "lock")


def main() -> int:
    """Run one command and return its exit status; a refusal is one line on standard error."""
    os.environ.pop("PYTHONPATH", None)  # ours, for this process alone
    name, *words = sys.argv[1:]
    if name not in _COMMANDS:
        complain(f"script/{name} is not known.")
        return 2
    try:
        settings = config.load()
        status: int = importlib.import_module(f"stack.commands.{name}").main(settings, words)
    except Stop as stop:
        complain(f"{'script/' + name}: {stop}")
        return stop.status
    except KeyboardInterrupt:
        complain("Interrupted; start it again and it goes on where it was.")
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
