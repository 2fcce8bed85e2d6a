"""States of old reports in a list: what lists call them, and what each means for the work of others."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cityops.features.imports import Choice, Field
from cityops.reports.actions.take_in import TAKEN_STATES
from cityops.reports.workflow import ARCHIVED, CLOSED, NEW, REJECTED, ReportState

# What lists write for the states, beside their codes and labels.
STATE_WORDS = {
    CLOSED: ("closed", "selesai", "tuntas", "ditutup", "tutup", "sudah selesai", "done", "resolved", "duplicate"),
    ARCHIVED: ("archived", "arsip", "diarsipkan", "batal", "dibatalkan"),
    REJECTED: ("rejected", "ditolak", "tolak", "bukan kewenangan", "invalid"),
    NEW: ("new", "open", "baru", "terbuka", "belum selesai", "belum ditangani", "proses", "diproses", "pending"),
}


def _states() -> Sequence[Choice]:
    return [(state, ReportState(state).label) for state in TAKEN_STATES]


STATE = Field(
    "state",
    _("State"),
    choices=_states,
    names=lambda: [(state, *words) for state, words in STATE_WORDS.items()],
    usual=CLOSED,
    words=("status", "state", "casestatus", "keadaan"),
    help=_("Open ones go to the dispatcher as if they came today; nobody is told of the others."),
)
_ENDED = _("In nobody’s queue; nothing is late by them, and nobody is told of them.")
STATES = {state: (ReportState(state).label, _ENDED) for state in (CLOSED, ARCHIVED, REJECTED)} | {
    NEW: (ReportState.NEW.label, _("In the dispatcher’s queue, with a target that counts from the day of the import."))
}
