"""What a server's start needs of the city: reference data, outlines, and the demo where it is wanted."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cityops.accounts.models import User
from cityops.agencies.models import Category
from cityops.areas.models import Area
from cityops.services.models import Service
from geodata.demo.sign_ins import FILE, PEOPLE
from geodata.models import DemoLoad


class Command(BaseCommand):
    """`start_city batu --demo`: does only what is missing, and says so; a second run takes no time."""

    help = (
        "Load what a new city starts with: reference data, approximate outlines, and with --demo reports and sign-ins."
    )

    requires_system_checks = ()  # it runs at each start of the server, whose web processes make the same checks

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the city, and whether it is to look alive."""
        parser.add_argument("city", nargs="?", default=settings.CITY)
        parser.add_argument("--migrate", action="store_true", help="Bring the tables up to date first (as the owner).")
        parser.add_argument("--demo", action="store_true", help="Also load made-up reports, facilities and sign-ins.")

    def handle(self, *args: Any, city: str, migrate: bool, demo: bool, **options: Any) -> None:
        """Look, then do what is missing."""
        if migrate:
            call_command("migrate", interactive=False, verbosity=0)
        if not all(model.objects.exists() for model in (Category, Area, Service)):
            self._do(
                "areas, agencies, categories and services",
                lambda: call_command("load_reference", city, stdout=self.stdout),
            )
        if not Area.objects.filter(geom__isnull=False).exists():
            self._do(
                "approximate outlines of the desa",
                lambda: call_command("make_demo_boundaries", city=city, load=True, stdout=self.stdout),
            )
        if demo:
            if not DemoLoad.objects.filter(city=city).exists():
                self._do("a year of demo reports", lambda: call_command("load_demo", city=city, stdout=self.stdout))
            if self._is_somebody_missing():
                self._do("demo sign-ins", lambda: call_command("create_demo_signins", stdout=self.stdout))
        if settings.IS_PRODUCTION and (shut := User.objects.filter(is_demo=True).count()):
            self.stdout.write(
                f"This folder had the demo: its {shut} accounts cannot sign in, but its made-up reports are shown. "
                "For a city of its own give another folder by CITYOPS_VAR."
            )
        self.stdout.write("The city is complete.")

    def _is_somebody_missing(self) -> bool:
        names = [person.username for person in PEOPLE]
        everyone = User.objects.filter(username__in=names).count() == len(names)
        return not everyone or not (settings.VAR_DIR / FILE).exists()

    def _do(self, what: str, work: Callable[[], object]) -> None:
        self.stdout.write(f"Loading {what} …")
        self.stdout.flush()
        began = time.monotonic()
        work()
        self.stdout.write(f"  done in {time.monotonic() - began:.1f} s")
