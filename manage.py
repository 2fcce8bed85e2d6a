#!/usr/bin/env python
"""Django's command line for the city map."""

import os
import sys

# These change the schema, make a test database or tidy up tables, so they connect as the owner; all else is the plain
# application.
OWNER_COMMANDS = ("migrate", "flush", "sqlflush", "test", "dbshell", "make_reports")


def main() -> None:
    """Run a management command as the database role that it needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityops.settings.dev")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("CITYOPS_DB_ROLE", "owner")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the role is chosen before

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
