"""Runs what happens in the background: jobs from the queue, and the fold of the map's cells."""

import os
from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

from layers.cells.folding import Folding

NICE = 5  # whoever waits for a page comes first


class Command(BaseCommand):
    """`manage.py worker`."""

    help = "Run background jobs and keep the map's cells folded, until interrupted."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many jobs at once, and how long they may take to end."""
        parser.add_argument("--concurrency", type=int, default=1)
        parser.add_argument("--shutdown-graceful-timeout", type=float, default=20)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fold beside the queue's own worker."""
        os.nice(NICE)
        folding = Folding()
        folding.start()
        try:
            call_command(
                "procrastinate",
                "worker",
                "--concurrency",
                str(options["concurrency"]),
                "--shutdown-graceful-timeout",
                str(options["shutdown_graceful_timeout"]),
            )
        finally:
            folding.ended.set()
            folding.join(timeout=5)
