"""Where an upload stands, as its owner's lists say it: an import that failed and a file of no use do not just wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext_lazy as _

from cityops.datasets import models
from cityops.datasets.models import READY, State, Upload
from cityops.datasets.remedies import can_be_chosen
from cityops.features.imports import What, target_named

_ICONS = {
    State.READ: "list-checks",
    State.TRIED: "list-checks",
    State.DONE: "circle-check",
    State.FAILED: "circle-alert",
}


@dataclass(frozen=True)
class Standing:
    """An upload, what is said of it, and its sign."""

    upload: Upload
    word: Any
    icon: str


def standings(uploads: Iterable[Upload]) -> list[Standing]:
    """Return uploads for a list."""
    return [_standing(upload) for upload in uploads]


def is_unusable(upload: Upload) -> bool:
    """Whether no choice makes anything of the file: another one is needed."""
    if upload.state == State.FAILED:
        return True
    if upload.state not in READY or upload.what != models.What.VECTOR:
        return False
    problems = (upload.inspection or {}).get("problems", ())
    return not can_be_chosen(problem["code"] for problem in problems if problem["is_fatal"])


def _standing(upload: Upload) -> Standing:
    state = State(upload.state)
    if state != State.FAILED and is_unusable(upload):
        return Standing(upload, _("Cannot be used: send another file"), "circle-alert")
    if state == State.DONE and (target := target_named(upload.target)):
        counts = (upload.result or {}).get("counts", {})
        became = {"what": target.label, "n": intcomma(counts.get(What.MADE, 0) + counts.get(What.CHANGED, 0))}
        return Standing(upload, _("Became: %(what)s (%(n)s)") % became, target.icon)
    if state == State.READ and upload.fault and upload.fault["code"] != "stopped":
        return Standing(upload, _("The import failed, waits for you"), "circle-alert")
    return Standing(upload, state.label, _ICONS.get(state, "hourglass"))
