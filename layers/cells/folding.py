"""The fold: what writes have appended is added to the cells, once a second."""

import logging
from threading import Event, Thread

from django.db import Error, connection

log = logging.getLogger(__name__)
EVERY_S = 1.0


def fold() -> int:
    """Fold what is there; return how many cells changed, -1 where another fold runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT layers_fold()")
        (folded,) = cursor.fetchone()
    return int(folded)


class Folding(Thread):
    """Folds in the background of a worker until it is told to end. Nothing is wrong while none runs, only slower."""

    def __init__(self) -> None:
        """Make it; `start` begins."""
        super().__init__(name="folding", daemon=True)
        self.ended = Event()

    def run(self) -> None:
        """Fold once a second, and go on after the database was away."""
        is_away = False
        while not self.ended.wait(EVERY_S):
            try:
                fold()
                is_away = False
            except Error as fault:
                connection.close()
                if not is_away:
                    log.warning("cells are not folded until the database is back: %s", type(fault).__name__)
                is_away = True
        connection.close()
