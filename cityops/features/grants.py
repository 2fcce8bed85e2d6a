"""What the application's database role may do: work with rows, make tables of uploads, and never change history."""

from django.conf import settings
from django.db import connections
from psycopg import sql

_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT USAGE, CREATE ON SCHEMA uploads TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""
_NEVER_CHANGED = "REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}"

_append_only = ["features_historyevent"]


def never_changed(table: str) -> None:
    """Register another history, to which the application may only add (its migration has `keep_append_only`)."""
    _append_only.append(table)


def grant_to_application(*, using: str = "default", **_: object) -> None:
    """Give the role its rights after every migration; where one role does all there is nothing to do."""
    role = settings.DATABASE_APP_ROLE
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT rolname = current_user OR rolsuper FROM pg_roles WHERE rolname = %s", [role])
        row = cursor.fetchone()
        if row is None or row[0]:
            return
        cursor.execute(
            "SELECT to_regclass('features_historyevent') IS NOT NULL AND to_regnamespace('uploads') IS NOT NULL"
        )
        if cursor.fetchone() == (True,):
            named = {"role": sql.Identifier(role)}
            cursor.execute(sql.SQL(_GRANTS).format(**named).as_string())
            cursor.execute("SELECT t FROM unnest(%s::text[]) AS t WHERE to_regclass(t) IS NOT NULL", [_append_only])
            for (table,) in cursor.fetchall():
                cursor.execute(sql.SQL(_NEVER_CHANGED).format(table=sql.Identifier(table), **named).as_string())
