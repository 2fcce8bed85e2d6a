"""Makes very many reports, for measuring: clustered as in a real city, over several years."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cityops.errors import CityError
from geodata.city.folder import read_reference
from geodata.demo.many.write import Wanted, make_reports, remove_made, tidy_up


class Command(BaseCommand):
    """`make_reports 1000000`: the same seed, years and last day give the same rows."""

    help = "Make very many reports for measuring; memory stays as it is, refused in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many, over how long, and what may be left out."""
        parser.add_argument("count", type=int)
        parser.add_argument("--city", default=settings.CITY)
        parser.add_argument("--years", type=int, default=5)
        parser.add_argument("--until", type=date.fromisoformat, help="The day after the last one (default: today).")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--replace", action="store_true", help="Take out the reports made before first.")
        parser.add_argument("--no-words", action="store_true", help="Without texts: a search finds nothing.")
        parser.add_argument("--no-history", action="store_true", help="Without events.")

    def handle(self, *args: Any, count: int, city: str, until: date | None, years: int, **options: Any) -> None:
        """Make them, and say how fast."""
        if count < 1 or not 1 <= years <= 50:
            raise CommandError("Give a number of reports from 1, and from 1 to 50 years.")
        wanted = Wanted(
            count,
            until or timezone.localdate(),
            years,
            options["seed"],
            with_words=not options["no_words"],
            with_history=not options["no_history"],
        )
        began = time.monotonic()
        try:
            if options["replace"]:
                self._progress(remove_made(), "removed")
            self._progress(make_reports(read_reference(city), wanted), "made")
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        tidy_up()
        seconds = time.monotonic() - began
        self.stdout.write(f"{count} reports until {wanted.until} in {seconds:.1f} s, {count / seconds:,.0f} a second")

    def _progress(self, steps: Iterator[int], word: str) -> None:
        began = time.monotonic()
        for done in steps:
            if sys.stderr.isatty() or done % 100_000 == 0:
                rate = done / (time.monotonic() - began)
                self.stderr.write(f"{done:,} {word}, {rate:,.0f} a second")
