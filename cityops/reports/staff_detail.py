"""What a member of staff sees of one report: composed here for its page and for the pane of the work map."""

from typing import Any

from django.urls import reverse

from cityops.accounts.models import User
from cityops.errors import NotFound
from cityops.features.paths import looks_like_a_code
from cityops.policy.decide import allowed
from cityops.reports.models import Report, ReportContact
from cityops.reports.moves import MOVES
from cityops.reports.policy import KIND
from cityops.reports.queries import reports_visible_to, with_what_is_shown
from cityops.reports.story import TELLER


def report_for(user: User, code: str) -> Report:
    """Return a report that `user` may see. Raises NotFound for all others, be they there or not, and for no code."""
    found = with_what_is_shown(reports_visible_to(user)).filter(code=code)
    report = found.first() if looks_like_a_code(code) else None
    if report is None:
        raise NotFound
    return report


def detail_of(user: User, report: Report) -> dict[str, Any]:
    """Return what the detail shows: the same number of statements however much was said."""
    may_contact = allowed(user, KIND, "contact", report)
    photos, told = list(report.photos.all()), TELLER.tell(report)
    return {
        "report": report,
        "address": reverse("reports:staff_detail", args=[report.code]),
        "moves": MOVES.open_to(user, report),
        "photos": photos,
        "lacks_after": report.lacks_after(photos),
        "talk": list(report.replies.filter(withdrawn_at=None).select_related("author", "agency")),
        "story": told.story,
        "handled_before": told.handled_before,
        "may_contact": may_contact,
        "contact": ReportContact.objects.filter(report=report).first() if may_contact else None,
    }
