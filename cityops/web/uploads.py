"""Limits on what a form may carry, while it arrives: a file too large is not kept, and the words beside it are."""

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploads(FileUploadHandler):
    """Stands before the handlers that keep files. Past the limit it swallows the rest of a file.

    Such a file arrives empty, with its true size, so that a form can say which one was too large. A request that is
    larger than all photos of a report together is refused before it is read.
    """

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the announced length."""
        most = settings.PHOTO_MAX_BYTES * (settings.PHOTOS_PER_REPORT + 1) + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > most:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on what is within the limit."""
        self.received += len(raw_data)
        return raw_data if self.received <= settings.PHOTO_MAX_BYTES else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the next handler, or say that it was too large."""
        if self.received <= settings.PHOTO_MAX_BYTES:
            return None
        return UploadedFile(file=io.BytesIO(), name=self.file_name, size=self.received)
