"""The life of a plot as its farmer sees it: steps on a line, like the tracking page of a parcel."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cityops.farming.models import FarmPlot, PlotNote
from cityops.farming.workflow import RETURNED, SUBMITTED, WORKFLOW
from cityops.features.dates import day_in_words
from cityops.features.history import history_of
from cityops.features.undo import undone


@dataclass(frozen=True)
class Step:
    """One step. `when` is a moment or words; `stage`: done, now or later."""

    title: str
    when: datetime | str
    status: str
    stage: str
    body: str = ""


def steps_of(plot: FarmPlot) -> list[Step]:
    """Return what has happened as far as it concerns the farmer, and what is still to come."""
    titles = {
        "send": _("The plot is registered"),
        "edit": _("You changed the plot"),
        "verify": _("Verified: the plot counts in the totals"),
        "return": _("Sent back: please mend it"),
        "correct": _("Crop or season was set anew"),
        "withdraw": _("Taken off the map"),
        "take_back": _("You withdrew the plot"),
        "forget_farmer": _("You erased your name and telephone"),
    }
    notes = PlotNote.objects.filter(plot=plot, is_for_farmer=True).in_bulk()
    happened = list(history_of(plot))
    taken_back = undone(happened)
    events = [event for event in happened if event.verb in titles and event.pk not in taken_back]
    steps = []
    for event in events:
        note = notes.get(event.data.get("note") or 0)
        steps.append(
            Step(
                title=titles[event.verb],
                when=event.at,
                status=WORKFLOW.state(event.to_state).sign,
                stage="now" if event is events[-1] else "done",
                body=note.text if note else "",
            )
        )
    return steps + _to_come(plot)


def _to_come(plot: FarmPlot) -> list[Step]:
    if plot.state == SUBMITTED and plot.due_at:
        by = _("by %(day)s at the latest") % {"day": day_in_words(plot.due_at)}
        return [Step(_("An extension worker (penyuluh) checks it"), by, "resolved", "later")]
    if plot.state == RETURNED:
        return [Step(_("You mend it, then it is checked again"), "", "new", "later")]
    return []
