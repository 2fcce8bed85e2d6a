"""Fills a new database: the city's reference data, and the demo city where it is wanted."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cityops.agencies.models import Agency


class Command(BaseCommand):
    """`start_city --demo`: does nothing in a database that has a city, so the server runs it at each start."""

    help = "Load the city's reference data, and the demo city with --demo, into a database that has none yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether the demo city is wanted."""
        parser.add_argument("--demo", action="store_true", help="Load the demo city too; refused in production.")

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        """Load all of it in one transaction: broken off half-way, the database is still new."""
        if demo and settings.IS_PRODUCTION:
            raise CommandError("The demo city is not for production.")
        if Agency.objects.exists():
            return
        with transaction.atomic():
            call_command("load_reference", settings.CITY, stdout=self.stdout, stderr=self.stderr)
            if demo:
                call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
