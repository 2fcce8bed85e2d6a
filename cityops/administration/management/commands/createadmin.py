"""Makes the first administrator of an installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cityops.administration.actions.appoint import make_administrator
from cityops.administration.actions.names import NameInUse
from cityops.administration.management.asking import asked_name, asked_password
from cityops.errors import CityError


class Command(BaseCommand):
    """`createadmin`: asks for name and password; `--name` and CITYOPS_ADMIN_PASSWORD answer without asking."""

    help = "Make an administrator; asks for name and password where they are not given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name; a password never stands on a command line."""
        parser.add_argument("--name", help="Sign-in name. The password may come from CITYOPS_ADMIN_PASSWORD.")

    def handle(self, *args: Any, name: str | None, **options: Any) -> None:
        """Ask for what is missing, then make the account."""
        name = name or asked_name()
        password = settings.ADMIN_PASSWORD or asked_password("CITYOPS_ADMIN_PASSWORD")
        try:
            user = make_administrator(name=name, password=password)
        except NameInUse as fault:
            raise CommandError(f"{fault} Or set its password: manage.py changepassword {name}") from fault
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Administrator “{user.username}” can sign in at {settings.SITE_URL}/masuk/")
