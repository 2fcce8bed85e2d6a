"""Loads the demo city: a year of believable reports, and facilities at plausible sites."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cityops.errors import CityError
from geodata.city.folder import read_reference
from geodata.demo.load import load_demo


class Command(BaseCommand):
    """`load_demo --until 2026-11-24`: the same date gives the same rows."""

    help = "Load a year of made-up reports into the city; does nothing where they are loaded already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the end of the year, and how much."""
        parser.add_argument("--city", default=settings.CITY)
        parser.add_argument(
            "--until", type=date.fromisoformat, help="The demo ends on the evening before (default: today)."
        )
        parser.add_argument("--reports", type=int, default=5000)
        parser.add_argument("--replace", action="store_true", help="Take out the demo that is loaded first.")

    def handle(self, *args: Any, city: str, until: date | None, reports: int, replace: bool, **options: Any) -> None:
        """Load, and say how long it took."""
        began = time.monotonic()
        try:
            loaded = load_demo(read_reference(city), until or timezone.localdate(), reports, replace=replace)
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        if loaded is None:
            self.stdout.write("The demo city is loaded already (--replace loads it anew).")
            return
        seconds = time.monotonic() - began
        facilities = len(loaded.facility_ids)
        self.stdout.write(
            f"{loaded.reports} reports until {loaded.until} and {facilities} facilities in {seconds:.1f} s"
            f" ({loaded.digest[:12]})"
        )
