"""The environment in which Django runs: addresses of the database, folder of state, settings module."""

from collections.abc import Mapping
from dataclasses import replace

from stack import tools, venv
from stack.cluster import Cluster
from stack.config import Config
from stack.messages import Stop
from stack.roles import APP, OWNER

_NEEDED_IN_PRODUCTION = ("SECRET_KEY", "CITYOPS_HOSTS", "CITYOPS_URL")


def environment(config: Config, cluster: Cluster | None) -> dict[str, str]:
    """Return the environment for Django and its programs. cluster: the private one, None when it is replaced."""
    env = tools.plain_environment(config.environment)
    module = "cityops.settings.production" if config.production else "cityops.settings.dev"
    env["DJANGO_SETTINGS_MODULE"] = config.environment.get("DJANGO_SETTINGS_MODULE") or module
    env["CITYOPS_VAR"] = str(config.var)
    env["CITYOPS_PORT"] = str(config.port)
    env["VIRTUAL_ENV"] = str(venv.folder(config))
    env["PATH"] = f"{venv.folder(config) / 'bin'}:{env['PATH']}"
    env.update(_database(config.environment, cluster))
    return env


def environment_without_database(config: Config) -> dict[str, str]:
    """Return the environment for commands that read and write files only."""
    nowhere = {"DATABASE_URL": "postgis://cityops_app@/cityops"}
    return environment(replace(config, environment={**nowhere, **config.environment}), None)


def require_production_settings(config: Config) -> None:
    """Raise Stop, naming what is missing, unless production has what it cannot do without."""
    missing = [name for name in _NEEDED_IN_PRODUCTION if not config.environment.get(name)]
    if config.production and missing:
        raise Stop(f"Production needs {', '.join(missing)}: set them in the environment or in {config.root / '.env'}.")


def manage(config: Config, *words: str) -> list[str]:
    """Return the command line of a management command."""
    return [str(venv.python(config)), str(config.root / "manage.py"), *words]


def _database(given: Mapping[str, str], cluster: Cluster | None) -> dict[str, str]:
    if cluster is None:
        app = given["DATABASE_URL"]
        return {"DATABASE_URL": app, "DATABASE_OWNER_URL": given.get("DATABASE_OWNER_URL") or app}
    return {"DATABASE_URL": cluster.url(APP), "DATABASE_OWNER_URL": cluster.url(OWNER)}
