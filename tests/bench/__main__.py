"""`python -m tests.bench NAME …`: sets Django up and runs the measurement bench_NAME.py with the words behind it."""

import runpy
import sys
from pathlib import Path

import django


def main() -> None:
    name, *words = sys.argv[1:]
    django.setup()
    path = str(Path(__file__).with_name(f"bench_{name}.py"))
    sys.argv = [path, *words]
    runpy.run_path(path, run_name="__main__")


if __name__ == "__main__":
    main()
