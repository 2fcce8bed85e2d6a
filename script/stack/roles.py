"""The cluster's roles, database and extensions, as SQL that may run at each start."""

import subprocess
from pathlib import Path

from stack.messages import Stop

SUPERUSER, OWNER, APP = "postgres", "cityops_owner", "cityops_app"
ALL = (SUPERUSER, OWNER, APP)

# The owner migrates and makes test databases; the application only reads and writes rows, as the migrations grant it.
# The owner may act as the application, so that tests can prove what that one may not do.
_ROLES = """
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['cityops_owner', 'cityops_app']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
ALTER ROLE cityops_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE PASSWORD '{cityops_owner}';
ALTER ROLE cityops_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE PASSWORD '{cityops_app}';
GRANT cityops_app TO cityops_owner;
"""
# In the template too, so that test databases, which the owner makes, have extensions only a superuser may create.
_INSIDE = """
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
"""
_DATABASE = """
SELECT 'CREATE DATABASE cityops OWNER cityops_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'cityops') \\gexec
"""


def provision(psql: Path, socket: Path, passwords: dict[str, str], *, log: Path) -> None:
    """Make what is missing: roles, then the template's extensions, then the database made from the template."""
    for database, script in (
        ("postgres", _ROLES.format(**passwords)),
        ("template1", _INSIDE),
        ("postgres", _DATABASE),
        ("cityops", _INSIDE),
    ):
        _run(psql, socket, passwords[SUPERUSER], database, script, log)


def _run(psql: Path, socket: Path, password: str, database: str, script: str, log: Path) -> None:
    done = subprocess.run(
        [psql, "--no-psqlrc", "--quiet", "--tuples-only", "-v", "ON_ERROR_STOP=1", "-f", "-"],
        check=False,
        input=script,
        text=True,
        capture_output=True,
        env={
            "PGHOST": str(socket),
            "PGUSER": SUPERUSER,
            "PGPASSWORD": password,
            "PGDATABASE": database,
            "LC_ALL": "C.UTF-8",
        },
    )
    if done.returncode:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as file:
            file.write(f"preparing the database {database}:\n{done.stderr}\n")
        last = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Stop(f"Preparing the database {database} failed: {last} (details: {log})")
