"""Empties the tables after a transactional test: those that have rows, where Django truncates all of them.

Truncating makes new files for each table and each of its indexes, some four hundred, and lets every session forget what
it knew of them. Most tests fill a dozen tables with a few rows.
"""

from collections.abc import Sequence
from typing import Any

MOST_BYTES = 1024 * 1024  # of a table from which rows are deleted: their room stays taken for a while
# What follows is the same as after TRUNCATE of all: whoever still writes is waited for, sequences go on, and triggers
# for deleted rows, which keep counts or refuse, see nothing. One that follows a TRUNCATE runs.
_EMPTY = """
DO $$
DECLARE
    one regclass;
    has_rows boolean;
    truncated oid[] := '{{}}';
    deleted regclass[] := '{{}}';
BEGIN
    FOREACH one IN ARRAY ARRAY[{names}]::regclass[] LOOP
        CONTINUE WHEN pg_relation_size(one) = 0;  -- never written to
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO has_rows;
        CONTINUE WHEN NOT has_rows;
        IF pg_relation_size(one) > {most} OR EXISTS (
            SELECT FROM pg_trigger  -- of DELETE (8) or TRUNCATE (32)
            WHERE tgrelid = one AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 40 <> 0
        ) THEN
            truncated := truncated || one::oid;
        ELSE
            deleted := deleted || one;
        END IF;
    END LOOP;
    IF truncated <> '{{}}' THEN  -- with all that refer to them, as PostgreSQL wants it
        EXECUTE (
            WITH RECURSIVE those(id) AS (
                SELECT unnest(truncated)
                UNION SELECT conrelid FROM pg_constraint JOIN those ON confrelid = those.id AND contype = 'f'
            ) SELECT 'TRUNCATE ' || string_agg(id::regclass::text, ', ') FROM those
        );
    END IF;
    FOREACH one IN ARRAY deleted LOOP
        EXECUTE format('DELETE FROM %s', one);
    END LOOP;
END $$
"""


def empty(tables: Sequence[str], quote: Any) -> list[str]:
    """Return the statements that leave these tables without rows."""
    names = [quote(table) for table in sorted(tables)]
    literals = ", ".join(f"'{name}'" for name in names)
    return [f"LOCK TABLE {', '.join(names)}", _EMPTY.format(names=literals, most=MOST_BYTES)]


def empty_what_has_rows(connection: Any) -> None:
    """Let `flush`, with which Django ends each transactional test, do it this way on this connection."""
    ops = connection.ops
    as_django_does = ops.sql_flush

    def sql_flush(style: Any, tables: Any, *, reset_sequences: bool = False, allow_cascade: bool = False) -> list[str]:
        if reset_sequences or allow_cascade or not tables:
            return list(as_django_does(style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade))
        return empty(tables, ops.quote_name)

    ops.sql_flush = sql_flush
