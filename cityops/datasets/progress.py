"""How far an import is: written down from within its transaction, over a connection of its own."""

import time
from types import TracebackType
from typing import Self

from django.db import connection
from django.utils import timezone

EVERY_S = 0.5


class Cancelled(Exception):
    """Somebody told the worker to stop."""


class Reporter:
    """Tells how far an upload is, each half second, and whether it is to stop."""

    def __init__(self, upload_id: int, of: int) -> None:
        self.upload_id, self.of = upload_id, of
        self.began = timezone.now()
        self.told_at = 0.0
        self.own = connection.copy()

    def __enter__(self) -> Self:
        """Begin."""
        self.tell(0)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self.own.close()

    def tell(self, rows: int, step: str = "rows") -> None:
        """Write down how many rows are in. Raises Cancelled."""
        now = time.monotonic()
        if now - self.told_at < EVERY_S and rows < self.of:
            return
        self.told_at = now
        with self.own.cursor() as cursor:
            cursor.execute(
                "UPDATE datasets_upload SET progress = progress || jsonb_build_object('rows', %s::bigint, 'of',"
                " %s::bigint, 'began', %s::text, 'step', %s::text) WHERE id = %s RETURNING is_cancelled",
                [rows, self.of, self.began.isoformat(), step, self.upload_id],
            )
            row = cursor.fetchone()
        if row is None or row[0]:
            raise Cancelled

    def ask(self) -> None:
        """Raise Cancelled where somebody wants it to stop, though nothing new is to be told."""
        with self.own.cursor() as cursor:
            cursor.execute("SELECT is_cancelled FROM datasets_upload WHERE id = %s", [self.upload_id])
            row = cursor.fetchone()
        if row is None or row[0]:
            raise Cancelled
