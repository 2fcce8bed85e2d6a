"""Counts the map's cells anew, or proves that they are right."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from layers.models import Account


class Command(BaseCommand):
    """`manage.py rebuild_cells [--check] [source …]`."""

    help = "Count the cells of the map anew from the rows; --check only compares them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which sources, and whether to change anything."""
        parser.add_argument("sources", nargs="*", help="all, if none is named")
        parser.add_argument("--check", action="store_true", help="change nothing; fail where counts are wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for each source once."""
        known = sorted(Account.objects.values_list("pk", flat=True))
        if unknown := sorted(set(options["sources"]) - set(known)):
            raise CommandError(f"There is no source {', '.join(unknown)}. There are: {', '.join(known)}.")
        wrong = 0
        for source in options["sources"] or known:
            with transaction.atomic(), connection.cursor() as cursor:
                if options["check"]:
                    cursor.execute("SELECT count(*) FROM layers_check(%s)", [source])
                    (found,) = cursor.fetchone()
                    wrong += found
                    self.stdout.write(f"{source}: {found} wrong cells")
                else:
                    cursor.execute("SELECT layers_rebuild(%s)", [source])
                    self.stdout.write(f"{source}: counted anew")
        if wrong:
            raise CommandError("Some cells are wrong: run rebuild_cells without --check.")
