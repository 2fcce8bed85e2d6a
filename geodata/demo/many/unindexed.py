"""Fills tables without their indexes, which are made anew at the end: several times as fast for very many rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model

# Of an index that no constraint rests on, what makes it again.
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[]) AND NOT indisunique ORDER BY indrelid, indexrelid
"""
_COUNTING = """
    SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger
    WHERE tgrelid = ANY (%s::regclass[]) AND tgname ~ '_cells_(insert|update|delete)$' AND tgenabled <> 'D'
"""


@contextmanager
def without_indexes(models: Sequence[type[Model]]) -> Iterator[None]:
    """Be in one transaction in which the tables have no indexes but those of constraints, and are not counted for maps.

    Who breaks it off finds all as it was. Others wait for the tables until it ends. Afterwards the cells of the tables
    have to be rebuilt.
    """
    tables = [model._meta.db_table for model in models]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else each row's checks are kept in memory until the end
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        cursor.execute(_COUNTING, [tables])
        counting = cursor.fetchall()
        for name, _made_by in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table, trigger in counting:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        for table, trigger in counting:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _name, made_by in indexes:
            cursor.execute(made_by)
