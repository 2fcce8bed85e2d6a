"""The front-end packages that are served: an explicit list, never the whole of node_modules."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PACKAGE_FILES = {
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/pbf.js": "pbf/index.js",
}
"""Served path → file below node_modules. None of them names a source map, which the hashed storage would look for."""

PACKAGE_MODULES = {
    "pbf": "vendor/pbf.js",
}
"""Bare module name → served path, for the import map."""


class PackageStorage(FileSystemStorage):
    """Reads the listed files from node_modules by the path they are served under."""

    def __init__(self) -> None:
        """Look below the project's own node_modules."""
        super().__init__(location=Path(settings.BASE_DIR) / "node_modules")

    def path(self, name: str) -> str:
        """Return where a served file lies on disk."""
        return super().path(PACKAGE_FILES[name])


class PackageFinder(BaseFinder):
    """A staticfiles finder over `PACKAGE_FILES`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Open the storage that `collectstatic` copies from."""
        super().__init__(*args, **kwargs)
        self.storage = PackageStorage()

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check: a file that is missing shows when it is collected or asked for."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file behind a served path."""
        found = [self.storage.path(path)] if path in PACKAGE_FILES and self.storage.exists(path) else []
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PackageStorage]]:
        """Yield every listed file."""
        for path in PACKAGE_FILES:
            yield path, self.storage
