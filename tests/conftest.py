"""What all tests share: one small city, and a database that transactional tests may empty."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import translation

from cityops.areas.models import Area
from tests.emptying import empty_what_has_rows
from tests.factories.areas import make_city


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take long, where processes share the files: or one works on alone at the end."""
    if hasattr(config, "workerinput"):
        items.sort(key=partial(_how_late, Counter(item.path for item in items), long_files(items)))


def long_files(items: list[pytest.Item]) -> set[Path]:
    """Return the files that can take a minute, however few their tests."""
    names = ("slow", "browser", "long")
    return {item.path for item in items if any(item.get_closest_marker(name) for name in names)}


def _how_late(tests: Mapping[Path, int], long: set[Path], item: pytest.Item) -> tuple[bool, int]:
    return item.path not in long, -tests[item.path]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "object") -> Iterator[None]:
    """Transactional tests empty all tables (`tests/emptying.py`), which history refuses: let it, in test databases.

    `tests/cityops/features/test_history.py` switches the trigger on again where it proves it.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        for table in ("features_historyevent", "administration_change"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER history_keeps_all")
    # Names of Django's own permissions and of models, which the city does not use: a quarter of a second after each
    # test that empties the database.
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    empty_what_has_rows(type(connection.ops))
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _end_other_sessions()


def _end_other_sessions() -> None:
    """End what still sits in this test database, for one with sessions cannot be removed.

    A browser that leaves in the middle of an answer can leave the server's thread with its session open. The session
    of the tests themselves may be gone by now (it idles while the last file starts servers of its own): take a new one.
    """
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(
            # Waits up to five seconds for each to be gone, not only told to go.
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def in_the_citys_language() -> Iterator[None]:
    """Each test begins in the city's language: a page fetched in English leaves its thread in English.

    Served requests choose theirs first, so only what runs behind one in the same thread sees it: the next test.
    """
    yield
    translation.deactivate()


@pytest.fixture
def city(db: None) -> dict[str, Area]:
    """The small city of squares, by code."""
    return make_city()


@pytest.fixture
def city_in_earnest(transactional_db: None) -> Iterator[dict[str, Area]]:
    """The same, committed: for tests with several connections or a browser."""
    yield make_city()


@pytest.fixture
def tables_of_uploads(transactional_db: None) -> Iterator[None]:
    """Tables that a test brings in go with it: emptying the database empties no schema that was filled meanwhile."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA uploads CASCADE; CREATE SCHEMA uploads")
        cursor.execute("DELETE FROM layers_account WHERE source LIKE 'table:%'")
