"""Databases to measure on: filled once with made reports, or made anew for a measurement that writes."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from django.db import connection
from psycopg import sql

from tests.bench.figures import say

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_HISTORY = 3_000_000
UNTIL = date.today().isoformat()  # of the made reports: the worker escalates all that was due before now
MADE = "SELECT count(*) FROM reports_report WHERE secret_salt LIKE 'made%'"


def use_reports(rows: int) -> None:
    """Let this process and what it starts use a database with `rows` made reports.

    That is the given one where it has so many, else one beside it that is named after the number.
    """
    given = _urls()
    if _made(given["DATABASE_OWNER_URL"]) != rows:
        _use(f"{_name(given['DATABASE_OWNER_URL']).partition('_many_')[0]}_many_{rows}")
    _manage("start_city", "--migrate")
    if (made := _made(_urls()["DATABASE_OWNER_URL"])) != rows:
        say(f"making {rows:,} reports, once ({made:,} there)")
        began = time.monotonic()
        more = ("--no-history",) if rows > WITHOUT_HISTORY else ()
        _manage("make_reports", str(rows), "--until", UNTIL, "--replace", *more)
        say(f"  done in {time.monotonic() - began:.0f} s")


def use_city() -> None:
    """Bring the given database to a city without reports, unless it has more already."""
    _manage("start_city", "--migrate")


def use_new(rows: int) -> None:
    """Let this process use a database made anew, with the city and so many made reports, to write to."""
    name = f"{_name(_urls()['DATABASE_OWNER_URL']).partition('_many_')[0]}_writes"
    _use(name, anew=True)
    _manage("start_city", "--migrate")
    _manage("make_reports", str(rows), "--until", UNTIL)


def owner() -> dict[str, str]:
    """Return how the owner finds the database in use, by libpq's words (host, port, user, password, dbname)."""
    return _libpq(_urls()["DATABASE_OWNER_URL"])


def _libpq(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    found = {
        "host": parts.hostname or folder.removeprefix("/"),
        "port": str(parts.port or ""),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "dbname": unquote(name),
    }
    return {word: value for word, value in found.items() if value}


def _urls() -> dict[str, str]:
    app = os.environ["DATABASE_URL"]
    return {"DATABASE_URL": app, "DATABASE_OWNER_URL": os.environ.get("DATABASE_OWNER_URL") or app}


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _use(name: str, *, anew: bool = False) -> None:
    with psycopg.connect(**owner(), autocommit=True) as link:
        if anew:
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    for key, url in _urls().items():
        parts = urlsplit(url)
        os.environ[key] = parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}").geturl()
    connection.close()
    connection.settings_dict["NAME"] = name


def _made(url: str) -> int:
    with psycopg.connect(**_libpq(url)) as link:
        if link.execute("SELECT to_regclass('reports_report')").fetchone() == (None,):
            return 0
        (made,) = link.execute(MADE).fetchone() or (0,)
    return int(made)


def _manage(*words: str) -> None:
    env = {**os.environ, **_urls(), "CITYOPS_DB_ROLE": "owner"}
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *words], check=False, env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    if done.returncode:
        raise SystemExit(f"manage.py {' '.join(words)} failed")
