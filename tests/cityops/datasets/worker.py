"""A real worker over the test's database: a process of its own, that can be killed in the middle of its work."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from cityops.datasets.models import Upload
from tests.stack.running import ROOT

CHILDREN = re.compile("geodata.readers")  # in the command line of each process that reads a file


def database_url() -> str:
    """Return the address of the test's database; its server listens at a socket or a port."""
    given = connection.settings_dict
    name, host = given["NAME"], given["HOST"]
    place = f"/{host}/{name}" if host.startswith("/") else f"{host}:{given['PORT']}/{name}"
    return f"postgis://{given['USER']}:{given['PASSWORD']}@{place}"


class Worker:
    """`manage.py worker`, with the folders of the test."""

    def __init__(self, scraps: Path) -> None:
        """Start it. scraps: where it and what it starts keep their temporary files."""
        env = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "cityops.settings.test",
            "DATABASE_URL": database_url(),
            "CITYOPS_UPLOADS": str(settings.UPLOAD_DIR),
            "TMPDIR": str(scraps),
        }
        argv = [sys.executable, str(ROOT / "manage.py"), "worker", "--concurrency", "2"]
        self.process = psutil.Popen(argv, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def reader(self) -> psutil.Process:
        """Return the process that reads a file for it now."""
        (found,) = [one for one in self.process.children() if CHILDREN.search(" ".join(command_of(one)))]
        return found

    def kill(self) -> None:
        """End it without a word, as the system does when memory runs out."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, if it still runs."""
        if self.process.poll() is None:
            self.process.resume()
            self.process.terminate()
            self.process.wait(60)


def command_of(process: psutil.Process) -> list[str]:
    """Return its command line; empty for one that ended meanwhile."""
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def two_minutes_pass() -> None:
    """Let the queue believe that no worker has given a sign of life for so long, and that it looked for that then."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '121 s'")
        cursor.execute("DELETE FROM procrastinate_periodic_defers WHERE task_name = 'queue.run_stalled_again'")


def progress_of(upload: Upload) -> dict[str, object]:
    """Return how far an import says that it is."""
    found: dict[str, object] = Upload.objects.values_list("progress", flat=True).get(pk=upload.pk)
    return found


def runs_of(task: str) -> list[tuple[str, int]]:
    """Return end and number of runs of each job of a task."""
    return list(ProcrastinateJob.objects.filter(task_name=task).values_list("status", "attempts"))
