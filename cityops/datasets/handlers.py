"""Receiving a large file: to the disk as it arrives, and no further than what is taken."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from cityops.datasets.errors import FileTooBig

_REST = 1024 * 1024  # the form around the file


class OneLargeFile(TemporaryFileUploadHandler):
    """Refuses by the announced length, before anything is read."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Raise FileTooBig."""
        if content_length > settings.UPLOAD_MAX_BYTES + _REST:
            raise FileTooBig(file="…", limit=settings.UPLOAD_MAX_BYTES // (1024 * 1024))
