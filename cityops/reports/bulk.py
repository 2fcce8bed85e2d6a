"""One move of many reports."""

from typing import Any

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.reports.actions.by_verb import make_move
from cityops.reports.actions.undo import UNDO
from cityops.reports.models import Report
from cityops.reports.move_form import BulkMoveForm
from cityops.reports.moves import makes_sense
from cityops.reports.policy import KIND
from cityops.reports.queries import reports_visible_to

# What is said or decided of each by itself (a question, a note, hiding) is not said of many.
VERBS = ("accept", "route", "take", "assign", "start", "answer", "resolve", "reject", "archive")


def _rows(user: User) -> QuerySet[Report]:
    # The contact is read after the lock: who erased theirs while we waited is written to no more.
    return reports_visible_to(user).select_related("category", "agency").prefetch_related("contact")


def _make(verb: str, actor: User, report_id: int, seen: int, **given: Any) -> Report:
    return make_move(verb, actor=actor, pk=report_id, seen=seen, **given)


BULK = Bulk(kind=KIND, verbs=VERBS, rows=_rows, make_move=_make, form=BulkMoveForm, undo=UNDO, makes_sense=makes_sense)
