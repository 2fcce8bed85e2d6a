"""`script/manage policy`: who may do what where, as the code has it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cityops.policy.table import as_markdown, policy_tables


class Command(BaseCommand):
    """Prints the policy's table."""

    help = "Print who may do what where: a line a verb, a column a role."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form."""
        parser.add_argument("--markdown", action="store_true", help="as docs/policy.md has it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        if options["markdown"]:
            self.stdout.write(as_markdown(), ending="")
            return
        for kind, rows in policy_tables():
            widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
            self.stdout.write(self.style.MIGRATE_HEADING(kind))
            for row in rows:
                self.stdout.write(
                    "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                )
