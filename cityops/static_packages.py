"""The files of front-end packages that are served."""

from django.contrib.staticfiles.finders import BaseFinder


class PackageFinder(BaseFinder):
    """Finds the few files of node_modules that pages use."""

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> list[str]:
        """Return where a file lies."""
        return []

    def list(self, ignore_patterns: object) -> list[object]:
        """Return all files."""
        return []
