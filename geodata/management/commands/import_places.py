"""Takes names of places out of a table into the search box."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cityops.areas.place_names import replace_place_names
from cityops.errors import CityError
from geodata.city.places import PlaceFields, read_places


class Command(BaseCommand):
    """`import_places nama.csv --source "BIG, 2024"`: a second run of the same source replaces the first."""

    help = "Read names with latitude and longitude (EPSG:4326) from a CSV for the search box of the maps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what its columns are called."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--name-field", default="name", help="Column with the name (default: %(default)s).")
        parser.add_argument("--lat-field", default="lat", help="Column with the latitude (default: %(default)s).")
        parser.add_argument("--lng-field", default="lng", help="Column with the longitude (default: %(default)s).")
        parser.add_argument("--source", default="", help="Where the names come from (default: the file's name).")
        parser.add_argument("--dry-run", action="store_true", help="Read and check only.")

    def handle(self, *args: Any, file: Path, source: str, dry_run: bool, **options: Any) -> None:
        """Read everything, then write it in one transaction."""
        fields = PlaceFields(options["name_field"], options["lat_field"], options["lng_field"])
        try:
            entries = read_places(file, fields, source=source)
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        with transaction.atomic():
            done = replace_place_names(entries)
            transaction.set_rollback(dry_run)
        told = (
            f"{done.written} names, {done.replaced} from before replaced, {done.are_areas} left out as names of areas"
        )
        self.stdout.write(f"{told}{' (dry run: nothing written)' if dry_run else ''}")
