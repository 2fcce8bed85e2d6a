"""Takes all second factors from an account and ends its sessions."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cityops.accounts.actions import reset_factors
from cityops.accounts.models import User


class Command(BaseCommand):
    """`reset_second_factor NAME`: for a lost phone where no administrator can help; safe to run again."""

    help = "Take all second factors from an account (lost phone) and end its sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose."""
        parser.add_argument("name", help="Sign-in name.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Reset, and say what went."""
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody signs in as “{name}”.")
        count = reset_factors(actor=None, user=user)
        self.stdout.write(f"“{name}”: {count} second factors removed, all sessions ended")
