"""One move of many reports."""

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.reports.models import Report
from cityops.reports.move_form import BulkMoveForm
from cityops.reports.moves import MOVES
from cityops.reports.queries import reports_visible_to

# What is said or decided of each by itself (a question, a note, hiding) is not said of many.
VERBS = ("accept", "route", "take", "assign", "start", "answer", "resolve", "reject", "archive")


def _rows(user: User) -> QuerySet[Report]:
    # The contact is read after the lock: who erased theirs while we waited is written to no more.
    return reports_visible_to(user).select_related("category", "agency").prefetch_related("contact")


BULK = Bulk(moves=MOVES, verbs=VERBS, rows=_rows, form=BulkMoveForm)
