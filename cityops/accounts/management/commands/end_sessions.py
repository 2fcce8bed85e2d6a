"""Ends all sessions of an account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cityops.accounts.actions import end_all_sessions
from cityops.accounts.models import User


class Command(BaseCommand):
    """`end_sessions NAME`: whoever has one is a stranger with their next request; safe to run again."""

    help = "End all sessions of an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose."""
        parser.add_argument("name", help="Sign-in name.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """End them, and say how many."""
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody signs in as “{name}”.")
        count = end_all_sessions(actor=None, user=user)
        self.stdout.write(f"“{name}”: {count} sessions ended")
