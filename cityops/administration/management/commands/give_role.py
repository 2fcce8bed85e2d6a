"""Appoints a person: a role, in an agency or in areas or in the whole city."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cityops.administration.actions.appoint import appoint
from cityops.administration.actions.memberships import RoleNeedsAgency, RoleNeedsArea
from cityops.administration.actions.names import person_called
from cityops.administration.management.asking import asked_password
from cityops.errors import CityError
from cityops.policy.lines import Role


class Command(BaseCommand):
    """`give_role NAME ROLE [--agency CODE] [--area CODE …]`: safe to run again; makes the account if there is none."""

    help = "Give a person a role; a new account's password is asked for or comes from CITYOPS_NEW_PASSWORD."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, what and where; a password never stands on a command line."""
        parser.add_argument("name", help="Sign-in name.")
        parser.add_argument("role", choices=[role.value for role in Role])
        parser.add_argument("--agency", help="Code of the agency.")
        parser.add_argument(
            "--area", dest="areas", action="append", default=[], metavar="CODE", help="May be repeated."
        )
        parser.add_argument("--full-name", default="", help="What the person is called, as residents read it.")

    def handle(
        self, *args: Any, name: str, role: str, agency: str | None, areas: list[str], full_name: str, **options: Any
    ) -> None:
        """Ask for a password if the account is new, then appoint."""
        try:
            is_new = person_called(name) is None
            password = (settings.NEW_PASSWORD or asked_password("CITYOPS_NEW_PASSWORD")) if is_new else ""
            membership = appoint(
                name=name, role=Role(role), agency=agency, areas=areas, full_name=full_name, password=password
            )
        except RoleNeedsAgency as fault:
            raise CommandError(f"{fault} --agency CODE") from fault
        except RoleNeedsArea as fault:
            raise CommandError(f"{fault} --area CODE") from fault
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        where = " · ".join([*([agency] if agency else []), *areas]) or "the whole city"
        self.stdout.write(
            f"“{membership.user.username}” is {membership.role}: {where}" + (" (new account)" if is_new else "")
        )
