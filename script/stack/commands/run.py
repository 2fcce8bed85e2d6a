"""`script/run PROGRAM …`: any program in the environment of the server; psql and pg_dump find its database."""

from urllib.parse import unquote, urlsplit

from stack import django, messages, postgres_files, session, setup
from stack.commands.manage import in_terminal
from stack.config import Config
from stack.messages import Stop


def main(config: Config, words: list[str]) -> int:
    """Run a program and return its exit status. PGHOST and its kin name the database and its owner."""
    if not words:
        raise Stop("usage: script/run PROGRAM …, like script/run pg_dump -Fc -f city.dump", 2)
    messages.leave_stdout_alone()
    setup.ensure(config)
    with session.database(config, f"script/run {words[0]}") as cluster:
        env = django.environment(config, cluster)
        version = cluster.version if cluster else postgres_files.installed_version()
        if version:
            env["PATH"] = f"{postgres_files.programs(version)}:{env['PATH']}"
        return in_terminal(words, {**env, **_for_libpq(env["DATABASE_OWNER_URL"])})


def _for_libpq(url: str) -> dict[str, str]:
    """Return the environment by which PostgreSQL's own programs find the database at `url`."""
    parts = urlsplit(url)
    folder, _, database = parts.path.rpartition("/")
    found = {
        "PGHOST": parts.hostname or folder.removeprefix("/"),
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(database),
    }
    return {name: value for name, value in found.items() if value}
