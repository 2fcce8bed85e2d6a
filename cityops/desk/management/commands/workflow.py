"""`script/manage workflow`: the life of every kind of work, as the code has it."""

from typing import Any

from django.core.management.base import BaseCommand

from cityops.desk.workflow_table import as_markdown


class Command(BaseCommand):
    """Prints docs/workflow.md."""

    help = "Print the states and moves of every kind of work, as docs/workflow.md has them."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(as_markdown(), ending="")
