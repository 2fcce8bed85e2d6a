"""Takes residents by area out of a table, by the same checks as a file in the browser."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cityops.areas.imports import PopulationRun
from cityops.features.imports import Outcome, Row, What

MOST_TOLD = 20


class Command(BaseCommand):
    """`import_population penduduk.csv --source "Dispendukcapil" --on 2024`: all or nothing, safe to run twice."""

    help = "Read residents by area (code or name) from a CSV: columns area, residents, and on, source, official."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what its columns are called."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--area-field", default="area", help="Column with code or name (default: %(default)s).")
        parser.add_argument("--residents-field", default="residents", help="Column with the figure.")
        parser.add_argument("--on", default="", help="Day or year of all figures (default: the column “on”).")
        parser.add_argument("--source", default="", help="Where the figures come from (default: the column “source”).")
        parser.add_argument("--unofficial", action="store_true", help="Mark them as not official.")
        parser.add_argument("--dry-run", action="store_true", help="Read and check only.")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Read everything, then write it in one transaction; a row at fault stops it."""
        rows = _rows(file, options)
        with transaction.atomic():
            outcomes = list(PopulationRun(None).take(rows))
            faults = [one for one in outcomes if one.what == What.REFUSED]
            transaction.set_rollback(dry_run or bool(faults))
        if faults:
            told = "\n".join(f"- row {one.row.number}: {one.why}" for one in faults[:MOST_TOLD])
            more = f"\nand {len(faults) - MOST_TOLD} more" if len(faults) > MOST_TOLD else ""
            raise CommandError(f"Nothing was changed:\n{told}{more}")
        self.stdout.write(f"{_counted(outcomes)}{' (dry run: nothing written)' if dry_run else ''}")


def _rows(file: Path, options: dict[str, Any]) -> list[Row]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandError(f"{file.name}: {fault}") from fault
    head = text.split("\n", 1)[0]
    table = csv.DictReader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
    fields = {"area": options["area_field"], "residents": options["residents_field"]}
    if missing := [name for name in fields.values() if name not in (table.fieldnames or ())]:
        raise CommandError(
            f"{file.name} has no column {', '.join(missing)}; it has: {', '.join(table.fieldnames or ())}"
        )
    rows = []
    for number, line in enumerate(table, start=2):
        values = {name: (line[column] or "").strip() for name, column in fields.items()}
        values |= {name: options[name] or (line.get(name) or "").strip() for name in ("on", "source")}
        values["official"] = "no" if options["unofficial"] else (line.get("official") or "yes").strip()
        rows.append(Row(number, uuid4(), values))
    return rows


def _counted(outcomes: list[Outcome]) -> str:
    counts = {what: sum(one.what == what for one in outcomes) for what in (What.MADE, What.CHANGED, What.SAME)}
    return f"{counts[What.MADE]} figures new, {counts[What.CHANGED]} changed, {counts[What.SAME]} as they were"
