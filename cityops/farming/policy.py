"""Who may do what with farm plots. Nobody who is not named here is told of any."""

from django.utils.translation import gettext_lazy as _

from cityops.farming.workflow import WORKFLOW
from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "plots"

_VERIFIES = {Role.OFFICER: Reach.AGENCY_AREA, Role.EXTENSION: Reach.AGENCY_AREA, Role.HEAD: Reach.AGENCY}
_SEES = {**_VERIFIES, Role.CAMAT: Reach.AREA, Role.LURAH: Reach.AREA, Role.PLANNER: Reach.ANY}

LINES: dict[str, dict[Role, Reach]] = {
    "view": _SEES,
    "contact": _VERIFIES,
    "enter": _VERIFIES,
    "import": {Role.HEAD: Reach.AGENCY},  # of those who may enter plots, those who may bring in files
    "take": _VERIFIES,
    "assign": _VERIFIES,
    "verify": _VERIFIES,
    "return": _VERIFIES,
    "correct": _VERIFIES,
    "note": _VERIFIES,
    "withdraw": _VERIFIES,
}
_LABELS = {
    "view": _("See farm plots"),
    "contact": _("See the farmer's name and telephone"),
    "enter": _("Enter a plot in a farmer's name"),
    "import": _("Import plots from a file"),
}


def register_lines() -> None:
    """Add the lines of plots to the policy."""
    for name, reach in LINES.items():
        label = _LABELS[name] if name in _LABELS else WORKFLOW.move(name).label
        register(Verb(KIND, name, label, dict(reach)))
