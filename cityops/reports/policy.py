"""Who may do what with reports: the lines of this kind."""

from django.utils.translation import gettext_lazy as _

from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register
from cityops.reports.workflow import WORKFLOW

KIND = "reports"

_HANDLES = {Role.OFFICER: Reach.AGENCY_AREA, Role.EXTENSION: Reach.AGENCY_AREA, Role.HEAD: Reach.AGENCY}
_VERIFIES = {**_HANDLES, Role.DISPATCHER: Reach.ANY}
_SEES = {
    **_VERIFIES,
    Role.CAMAT: Reach.AREA,
    Role.LURAH: Reach.AREA,
    Role.PLANNER: Reach.ANY,
    Role.ADMIN: Reach.ANY,
}
_NOTES = {**_VERIFIES, Role.CAMAT: Reach.AREA, Role.LURAH: Reach.AREA}

LINES: dict[str, dict[Role, Reach]] = {
    "view": _SEES,
    "contact": _VERIFIES,
    "accept": _VERIFIES,
    "route": _VERIFIES,
    "take": _HANDLES,
    "assign": _HANDLES,
    "return": _HANDLES,
    "start": _VERIFIES,
    "ask": _VERIFIES,
    "answer": _VERIFIES,
    "note": _NOTES,
    "resolve": _VERIFIES,  # the dispatcher too: for bodies outside the city nobody else can end a report
    "reject": _VERIFIES,
    "archive": _VERIFIES,
    "hide": _VERIFIES,
    "unhide": _VERIFIES,
    "reopen": _VERIFIES,
    "import": {Role.HEAD: Reach.AGENCY, Role.DISPATCHER: Reach.ANY, Role.PLANNER: Reach.ANY, Role.ADMIN: Reach.ANY},
}
_LABELS = {
    "view": _("See reports"),
    "contact": _("See the reporter's contact"),
    "import": _("Import reports of long ago"),
}


def register_lines() -> None:
    """Add the lines of reports to the policy."""
    for name, reach in LINES.items():
        label = _LABELS[name] if name in _LABELS else WORKFLOW.move(name).label
        register(Verb(KIND, name, label, dict(reach)))
