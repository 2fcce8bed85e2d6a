"""Writes a city's areas, departments, categories, services and days off from its folder of reference data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cityops.agencies.actions import upsert_agencies, upsert_categories, upsert_holidays
from cityops.areas.actions import upsert_areas, upsert_population
from cityops.areas.place_names import replace_place_names
from cityops.errors import CityError
from cityops.services.reference import upsert_services
from geodata.city.folder import REFERENCE_DIR, read_reference
from geodata.city.places import read_places


class Command(BaseCommand):
    """`load_reference batu`: safe to run again; outlines, reports and people stay as they are."""

    help = "Write a city's areas, departments, categories, services and days off from geodata/reference/CITY."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the city's folder."""
        parser.add_argument("city")
        parser.add_argument("--dry-run", action="store_true", help="Read and check only.")

    def handle(self, *args: Any, city: str, dry_run: bool, **options: Any) -> None:
        """Read and check everything, then write it in one transaction."""
        try:
            reference = read_reference(city)
            names = REFERENCE_DIR / city / "places.csv"
            places = read_places(names) if names.is_file() else ()
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        with transaction.atomic():
            counts = {
                "areas": upsert_areas(reference.areas),
                "population figures": upsert_population(reference.population),
                "place names": replace_place_names(places).written,
                "agencies": upsert_agencies(reference.agencies),
                "categories": upsert_categories(reference.categories),
                "services": upsert_services(reference.services),
                "own days off beside the national ones": upsert_holidays(reference.holidays),
            }
            transaction.set_rollback(dry_run)
        told = ", ".join(f"{count} {what}" for what, count in counts.items())
        self.stdout.write(f"{reference.city.name}: {told}{' (dry run: nothing written)' if dry_run else ''}")
