"""Makes the people to try the demo city with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cityops.errors import CityError
from geodata.demo.sign_ins import FILE, create_sign_ins


class Command(BaseCommand):
    """`create_demo_signins`: safe to run again, passwords stay."""

    help = "Make a sign-in for each role, and write name, password and role to a file that only you can read."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make who is missing."""
        try:
            made = create_sign_ins(settings.VAR_DIR)
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{', '.join(made) or 'nobody was missing'}; passwords are in {settings.VAR_DIR / FILE}")
