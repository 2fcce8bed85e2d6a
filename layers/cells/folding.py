"""The fold: what writes have appended is added to the cells, once a second or as there is time."""

import logging
import time
from threading import Event, Thread

from django.db import Error, connection

log = logging.getLogger(__name__)
EVERY_S, AT_LEAST_EVERY_S = 1.0, 10.0
# A fold of thousands of writes takes as long as the writes did. So a city that is flooded is folded less often, many
# writes to a cell at once, and takes a fifth of the time as long as it takes no more than 2.5 s. Readers add up what
# waits (10,000: 2 ms a tile), so it never waits longer than this.
REST = 4.0


def fold() -> int:
    """Fold what is there; return how many cells changed, -1 where another fold runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT layers_fold()")
        (folded,) = cursor.fetchone()
    return int(folded)


def rest_after(took_s: float) -> float:
    """Return for how many seconds to let be after a fold that took so long."""
    return min(max(EVERY_S, REST * took_s), AT_LEAST_EVERY_S)


class Folding(Thread):
    """Folds in the background of a worker until it is told to end. Nothing is wrong while none runs, only slower."""

    def __init__(self) -> None:
        """Make it; `start` begins."""
        super().__init__(name="folding", daemon=True)
        self.ended = Event()

    def run(self) -> None:
        """Fold again and again, and go on after the database was away."""
        is_away, rest = False, EVERY_S
        while not self.ended.wait(rest):
            try:
                began = time.perf_counter()
                fold()
                rest = rest_after(time.perf_counter() - began)
                is_away = False
            except Error as fault:
                connection.close()
                rest = EVERY_S
                if not is_away:
                    log.warning("cells are not folded until the database is back: %s", type(fault).__name__)
                is_away = True
        connection.close()
