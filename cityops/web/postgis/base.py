"""Django's own backend for PostGIS, but for what a pooled connection does each time, and for prepared statements."""

import select
from typing import Any, cast

from django.contrib.gis.db.backends.postgis import base
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.pq import Format
from psycopg_pool import ConnectionPool

PREPARE_AT = 3


def check_connection(connection: Any) -> None:
    """Raise where a connection is broken; without a round trip where nothing came from the server unasked.

    A server that went away has closed the socket, and one that stops says so: either makes it readable.
    """
    if select.select([connection.fileno()], [], [], 0)[0]:
        ConnectionPool.check_connection(connection)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostGIS with that check: a third of the time of a cached tile was the question whether the server is there."""

    @property
    def pool(self) -> Any:
        """Return Django's pool with the check put in."""
        pool = super().pool
        if pool is not None and pool._check is ConnectionPool.check_connection:
            pool._check = check_connection
        return pool

    def register_geometry_adapters(self, pg_connection: Any, clear_caches: bool = False) -> None:
        """Register them once for a connection, not each time that it comes out of the pool."""
        if clear_caches or not getattr(pg_connection, "knows_geometry", False):
            super().register_geometry_adapters(pg_connection, clear_caches)
            pg_connection.knows_geometry = True

    def prepared_cursor(self) -> Any:
        """Return a cursor for statements that come again and again: the server parses and plans a text only once.

        Django's own cursors put the values into the text, so that to the server each statement is a new one; for a tile
        of the map that is half of the work. psycopg prepares what came three times on a connection, up to a hundred.
        """
        this, make_cursor = cast(Any, self), cast(Any, ServerBindingCursor)
        this.ensure_connection()
        with this.wrap_database_errors:
            this.connection.prepare_threshold = PREPARE_AT
            cursor = make_cursor(this.connection)
            cursor.format = Format.BINARY  # a tile is bytes
        return this._prepare_cursor(cursor)
