"""A backup is restored with an empty search_path: what computes columns must not need one."""

import pytest
from django.db import connection
from psycopg import sql

from tests.factories.reports import ReportFactory

GENERATED = """
SELECT c.relnamespace::regnamespace::text, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attrdef d
JOIN pg_class c ON c.oid = d.adrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
WHERE a.attgenerated = 's' AND c.relkind = 'r'
"""


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_generated_columns_are_computed_without_a_search_path() -> None:
    ReportFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(GENERATED)
        generated = cursor.fetchall()
        expected = {("public", "reports_report", "m"), ("public", "areas_area", "called")}
        assert expected <= {row[:3] for row in generated}
        for schema, table, column, expression in generated:
            kept = sql.SQL("SELECT count(*) FROM {} WHERE {} IS DISTINCT FROM ({})").format(
                sql.Identifier(schema, table), sql.Identifier(column), sql.SQL(expression)
            )
            cursor.execute(kept.as_string())
            assert cursor.fetchone() == (0,), (schema, table, column)
        cursor.execute("SET LOCAL search_path = public")
