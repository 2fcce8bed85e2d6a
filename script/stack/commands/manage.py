"""`script/manage …`: any management command, in the environment of the server and with its database running."""

import os
import signal
import subprocess

from stack import children, django, messages, session, setup
from stack.config import Config

# These read and write files only; the database need not run for them.
_WITHOUT_DATABASE = ("help", "makemessages", "compilemessages", "collectstatic", "findstatic", "diffsettings")


def main(config: Config, words: list[str]) -> int:
    """Run a management command and return its exit status."""
    messages.leave_stdout_alone()
    setup.ensure(config)
    django.require_production_settings(config)
    if not words or words[0].startswith("-") or words[0] in _WITHOUT_DATABASE:
        return in_terminal(django.manage(config, *words), django.environment_without_database(config))
    with session.database(config, f"script/manage {words[0]}") as cluster:
        return in_terminal(django.manage(config, *words), django.environment(config, cluster))


def in_terminal(argv: list[str], env: dict[str, str]) -> int:
    """Run it in the folder where it was typed, so that names of files mean what they say; Ctrl-C is for the command."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        command = subprocess.Popen(
            children.bound(argv, death=children.TERM),
            env=env,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
        )
        signal.signal(signal.SIGTERM, lambda *_: os.kill(command.pid, signal.SIGTERM))
        return command.wait()
    finally:
        signal.signal(signal.SIGINT, before)
