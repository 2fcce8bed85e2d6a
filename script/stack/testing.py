"""The surroundings of tests and checks: a folder of state and a database cluster of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from stack import django, session, setup
from stack.cluster import Cluster
from stack.config import Config


@contextmanager
def surroundings(config: Config, who: str) -> Iterator[tuple[Config, dict[str, str]]]:
    """Yield settings and environment for tests, with their own database running.

    The role is the owner, who may make test databases. Where DATABASE_URL is set, the tests use that server.
    """
    own = replace(config, var=config.var / "test", production=False)
    setup.make_folders(own)
    with session.database(own, who, throwaway=True) as cluster:
        yield own, environment(own, cluster)


def environment(config: Config, cluster: Cluster | None) -> dict[str, str]:
    """Return the environment in which tests run; settings meant for a server do not reach them."""
    given = django.environment(config, cluster)
    env = {name: value for name, value in given.items() if not name.startswith("CITYOPS_")}
    return {
        **env,
        "CITYOPS_VAR": str(config.var),
        "CITYOPS_DB_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": "cityops.settings.test",
    }
