"""Counts the map's cells anew, or proves that they are right."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from layers.registry import Layer, all_layers


class Command(BaseCommand):
    """`manage.py rebuild_cells [--check] [--depth 22] [source …]`."""

    help = "Count the cells of the map anew from the rows; --check only compares them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which sources, and how deep."""
        parser.add_argument("sources", nargs="*", help="all, if none is named")
        parser.add_argument("--check", action="store_true", help="change nothing; fail where counts are wrong")
        parser.add_argument("--depth", type=int, choices=(20, 22), help="keep cells to this level (22: from 3 million)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for each source once."""
        tables = {layer.cells.source: table_of(layer) for layer in all_layers() if layer.cells is not None}
        wanted = options["sources"] or sorted(tables)
        if unknown := sorted(set(wanted) - set(tables)):
            raise CommandError(f"There is no source {', '.join(unknown)}. There are: {', '.join(sorted(tables))}.")
        wrong = 0
        for source in wanted:
            table = tables[source]
            with transaction.atomic(), connection.cursor() as cursor:
                if options["check"]:
                    cursor.execute("SELECT count(*) FROM layers_check(%s, %s)", [source, f"{table}_recount"])
                    (found,) = cursor.fetchone()
                    wrong += found
                    self.stdout.write(f"{source}: {found} wrong cells")
                else:
                    cursor.execute(
                        "SELECT layers_rebuild(%s, %s, %s, %s)", [source, f"{table}_recount", table, options["depth"]]
                    )
                    self.stdout.write(f"{source}: counted anew")
        if wrong:
            raise CommandError("Some cells are wrong: run rebuild_cells without --check.")


def table_of(layer: Layer) -> str:
    """Return the table of a layer's rows."""
    return str(layer.rows().model._meta.db_table)
