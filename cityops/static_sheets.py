"""Style sheets that nearly every page needs, joined: a page is painted once all its sheets are there, one request each.

Written and read file by file in `static/css`; what is joined is only how they are served. Order is that of the lists.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEETS = {
    "css/sheets/site.css": (
        "css/tokens.css",
        "css/base.css",
        "css/components/header.css",
        "css/components/controls.css",
        "css/components/forms.css",
        "css/components/status.css",
        "css/components/content.css",
        "css/components/feedback.css",
        "css/components/overlays.css",
        "css/components/bell.css",
    ),
    "css/sheets/map.css": (
        "css/pages/map.css",
        "css/pages/map-pins.css",
        "css/pages/map-controls.css",
        "css/pages/map-layers.css",
    ),
}
"""Served path → its files below `static`. Relative addresses hold for files two folders down, as the joined ones lie;
`css/tokens.css` and `css/base.css` may have none."""


class SheetFinder(BaseFinder):
    """A staticfiles finder over `SHEETS`, which are joined in the folder of state when they are looked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Open the folder that `collectstatic` copies from."""
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "sheets")

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check: a file that is missing shows when its sheet is joined."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file of a joined sheet."""
        found = [str(self._join(path))] if path in SHEETS else []
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield every joined sheet."""
        for path in SHEETS:
            self._join(path)
            yield path, self.storage

    def _join(self, path: str) -> Path:
        """Write a sheet where it has changed, at once, as other processes may read it."""
        source = Path(settings.BASE_DIR) / "static"
        text = "\n".join((source / part).read_text(encoding="utf-8") for part in SHEETS[path])
        target = Path(self.storage.path(path))
        if target.exists() and target.read_text(encoding="utf-8") == text:
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(draft).chmod(0o644)
            Path(draft).replace(target)
        finally:
            Path(draft).unlink(missing_ok=True)
        return target
