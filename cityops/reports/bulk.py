"""One move of many reports."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.features.move_form import MoveForm
from cityops.features.workflow import Move
from cityops.reports.actions.by_verb import make_move
from cityops.reports.actions.undo import UNDO
from cityops.reports.models import Report
from cityops.reports.move_form import BulkMoveForm, Chosen
from cityops.reports.moves import makes_sense
from cityops.reports.policy import KIND
from cityops.reports.queries import reports_visible_to

# What is said or decided of each by itself (a question, a note, hiding) is not said of many.
VERBS = ("accept", "route", "take", "assign", "start", "answer", "resolve", "reject", "archive")


def _rows(user: User) -> QuerySet[Report]:
    # The contact is read after the lock: who erased theirs while we waited is written to no more.
    return reports_visible_to(user).select_related("category", "agency").prefetch_related("contact")


def _make(verb: str, actor: User, report_id: int, seen: int, **given: Any) -> Report:
    return make_move(verb, actor=actor, report_id=report_id, seen=seen, **given)


def _form(data: Any, move: Move, reports: Iterable[Report]) -> MoveForm:
    agencies = frozenset(report.agency_id for report in reports if report.agency_id)
    return BulkMoveForm(data, move=move, feature=Chosen(agencies))


BULK = Bulk(kind=KIND, verbs=VERBS, rows=_rows, makes_sense=makes_sense, make_move=_make, form_of=_form, undo=UNDO)
