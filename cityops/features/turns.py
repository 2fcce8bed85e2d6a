"""Taking turns: what is counted under a limit is counted by one transaction at a time."""

from django.db import connection


def take_turn(what: str, whose: object) -> None:
    """Wait until nobody else holds this turn, and hold it to the end of the transaction.

    A limit is checked after taking the turn: whoever comes at the same moment counts what we have added. Two turns are
    always taken in the same order: that of the address before that of the key.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [what, str(whose)])
