"""What the account of cells says of itself."""

from django.db import connection


def wrong_cells(source: str = "reports") -> list[tuple[object, ...]]:
    """The cells in which account and rows disagree: none, at any moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM layers_check(%s)", [source])
        return list(cursor.fetchall())
