"""Who may do what with service requests: the lines of this kind."""

from django.utils.translation import gettext_lazy as _

from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register
from cityops.services.workflow import WORKFLOW

KIND = "requests"

_HANDLES = {Role.OFFICER: Reach.AGENCY_AREA, Role.EXTENSION: Reach.AGENCY_AREA, Role.HEAD: Reach.AGENCY}
_SEES = {
    **_HANDLES,
    Role.DISPATCHER: Reach.ANY,
    Role.CAMAT: Reach.AREA,
    Role.LURAH: Reach.AREA,
    Role.PLANNER: Reach.ANY,
    Role.ADMIN: Reach.ANY,
}

LINES: dict[str, dict[Role, Reach]] = {
    "view": _SEES,
    "contact": _HANDLES,  # what somebody asks of the city is their own matter: others see that, where and how it stands
    "take": _HANDLES,
    "assign": _HANDLES,
    "check": _HANDLES,
    "ask": _HANDLES,
    "ready": _HANDLES,
    "finish": _HANDLES,
    "reject": _HANDLES,
    "note": _HANDLES,
}
_LABELS = {"view": _("See service requests"), "contact": _("See who asks, and what was written")}


def register_lines() -> None:
    """Add the lines of requests to the policy."""
    for name, reach in LINES.items():
        label = _LABELS[name] if name in _LABELS else WORKFLOW.move(name).label
        register(Verb(KIND, name, label, dict(reach)))
