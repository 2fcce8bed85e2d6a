"""`python -m tests.bench NAME …`: sets Django up and runs the measurement bench_NAME.py with the words behind it."""

import importlib
import sys

import django


def main() -> None:
    name, *words = sys.argv[1:]
    django.setup()
    sys.argv = [f"bench_{name}.py", *words]
    # As a module: a process that it starts begins with this file, not with a measurement before Django is set up.
    sys.exit(importlib.import_module(f"tests.bench.bench_{name}").main())


if __name__ == "__main__":
    main()
