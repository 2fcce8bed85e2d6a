"""Who may do what with harvest offers. What is offered is seen by everyone; these lines are about the rest."""

from django.utils.translation import gettext_lazy as _

from cityops.farming.offer_workflow import WORKFLOW
from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "offers"

_KEEPS = {Role.OFFICER: Reach.AGENCY_AREA, Role.EXTENSION: Reach.AGENCY_AREA, Role.HEAD: Reach.AGENCY}
_HIDES = {**_KEEPS, Role.DISPATCHER: Reach.ANY}  # what must go at once is not to wait for the agency
_SEES = {**_HIDES, Role.PLANNER: Reach.ANY, Role.ADMIN: Reach.ANY}

LINES: dict[str, dict[Role, Reach]] = {
    "view": _SEES,
    "contact": _KEEPS,
    "enter": _KEEPS,
    "take": _KEEPS,
    "assign": _KEEPS,
    "accept": _KEEPS,
    "change": _KEEPS,
    "sell": _KEEPS,
    "withdraw": _KEEPS,
    "hide": _HIDES,
}
_LABELS = {
    "view": _("See offers that are not public"),
    "contact": _("See the seller's name and telephone"),
    "enter": _("Enter an offer in a farmer's name"),
}


def register_offer_lines() -> None:
    """Add the lines of offers to the policy."""
    for name, reach in LINES.items():
        label = _LABELS[name] if name in _LABELS else WORKFLOW.move(name).label
        register(Verb(KIND, name, label, dict(reach)))
