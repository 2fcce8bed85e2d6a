"""Asking the operator at a terminal for what a command was not given."""

import getpass
import sys

from django.core.management.base import CommandError


def asked_name() -> str:
    """Ask for a sign-in name until there is one."""
    _must_be_at_a_terminal("the name on the command line")
    return input("Sign-in name: ").strip() or asked_name()


def asked_password(variable: str) -> str:
    """Ask for a password, twice. variable: where it can stand instead."""
    _must_be_at_a_terminal(f"the password in {variable}")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Password again: "):
        raise CommandError("The two passwords differ. Start again.")
    return password


def _must_be_at_a_terminal(instead: str) -> None:
    if not sys.stdin.isatty():
        raise CommandError(f"Nobody can be asked here: give {instead}.")
