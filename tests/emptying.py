"""Empties the tables after a transactional test: those that have rows, where Django truncates all of them.

Truncating makes new files for each table and each of its indexes, some four hundred, and lets every session forget what
it knew of them. Most tests fill a dozen tables with a few rows.
"""

from collections.abc import Sequence
from typing import Any

# Of the queue, whose tables Django does not count among its own.
JOBS = ("procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers")
MOST_BYTES = 1024 * 1024  # of a table from which rows are deleted: their room stays taken for a while
# What follows is the same as after TRUNCATE of all: whoever still writes is waited for, sequences go on, and triggers
# for deleted rows, which keep counts or refuse, see nothing. One that follows a TRUNCATE runs.
# A page that still loads may hold a table that is locked late and wait for one that was locked early.
_LOCK = """
DO $$
BEGIN
    FOR attempt IN 1..5 LOOP
        BEGIN
            LOCK TABLE {names};
            EXIT;
        EXCEPTION WHEN deadlock_detected THEN
            IF attempt = 5 THEN RAISE; END IF;
        END;
    END LOOP;
END $$
"""
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
    names = [quote(table) for table in sorted({*tables, *JOBS})]
    literals = ", ".join(f"'{name}'" for name in names)
    return [_LOCK.format(names=", ".join(names)), _EMPTY.format(names=literals, most=MOST_BYTES)]


def empty_what_has_rows(operations: Any) -> None:
    """Let `flush`, with which Django ends each transactional test, do it this way. operations: the database's class."""
    as_django_does = operations.sql_flush

    def sql_flush(
        self: Any, style: Any, tables: Any, *, reset_sequences: bool = False, allow_cascade: bool = False
    ) -> list[str]:
        if reset_sequences or allow_cascade or not tables:
            given = {"reset_sequences": reset_sequences, "allow_cascade": allow_cascade}
            return list(as_django_does(self, style, tables, **given))
        return empty(tables, self.quote_name)

    operations.sql_flush = sql_flush
    operations.sql_flush_of_django = as_django_does
