"""What is served of the front-end packages: the listed files, and nothing that hashed storage stumbles over."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from cityops.static_packages import PACKAGE_FILES, PACKAGE_MODULES, PackageFinder


@pytest.mark.parametrize("served", PACKAGE_FILES)
def test_a_listed_file_is_found_and_names_no_source_map(served: str) -> None:
    found = finders.find(served)
    assert found
    assert "sourceMappingURL" not in Path(found).read_text()


def test_nothing_else_of_the_packages_is_served() -> None:
    assert not PackageFinder().find("vendor/../node_modules/typescript/package.json")
    assert not PackageFinder().find("htmx.org/dist/htmx.js")
    assert {path for path, _storage in PackageFinder().list(None)} == set(PACKAGE_FILES)


def test_every_package_module_is_a_listed_file() -> None:
    assert set(PACKAGE_MODULES.values()) <= set(PACKAGE_FILES)
