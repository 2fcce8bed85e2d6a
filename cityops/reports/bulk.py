"""One move of many reports."""

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.utils.translation import ngettext

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.reports.models import Photo, Report
from cityops.reports.move_form import BulkMoveForm
from cityops.reports.moves import MOVES
from cityops.reports.queries import reports_visible_to

# What is said or decided of each by itself (a question, a note, hiding) is not said of many.
VERBS = ("accept", "route", "take", "assign", "start", "answer", "resolve", "reject", "archive")


def _rows(user: User) -> QuerySet[Report]:
    # The contact is read after the lock: who erased theirs while we waited is written to no more.
    return reports_visible_to(user).select_related("category", "agency").prefetch_related("contact")


def _heed(verb: str, changed: Sequence[Report]) -> str:
    """Say how many would be told as done without a photo that shows it: the form of a single one asks for it."""
    if verb != "resolve":
        return ""
    shown = set(Photo.objects.filter(report__in=changed, stage=Photo.Stage.AFTER).values_list("report_id", flat=True))
    lacking = sum(report.lacks_after(()) and report.pk not in shown for report in changed)
    words = ngettext(
        "%(n)s of them is resolved without a photo of the result. To add one, resolve it by itself.",
        "%(n)s of them are resolved without a photo of the result. To add one, resolve that report by itself.",
        lacking,
    )
    return words % {"n": intcomma(lacking)} if lacking else ""


BULK = Bulk(moves=MOVES, verbs=VERBS, rows=_rows, form=BulkMoveForm, heed=_heed)
