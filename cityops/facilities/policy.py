"""Who may do what with facilities: the lines of this kind. Everybody may see them."""

from django.utils.translation import gettext_lazy as _

from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "facilities"

# The planner reads and proposes: a pin on the map is what residents go to, so the agency that runs the place sets it.
_RUNS = {
    Role.OFFICER: Reach.AGENCY_AREA,
    Role.HEAD: Reach.AGENCY_AREA,
    Role.DISPATCHER: Reach.ANY,
    Role.ADMIN: Reach.ANY,
}
_KNOWS_THE_PLACE = {**_RUNS, Role.EXTENSION: Reach.AGENCY_AREA}  # the kiosk's true site is seen on a visit

LINES = {
    "add": (_("Add a facility"), _KNOWS_THE_PLACE),
    "change": (_("Change what is said of it"), _KNOWS_THE_PLACE),
    "move": (_("Move it on the map"), _KNOWS_THE_PLACE),
    # By the same actions as one by one: whoever may not add one adds no hundred.
    "import": (
        _("Import facilities from a file"),
        {Role.HEAD: Reach.AGENCY_AREA, Role.DISPATCHER: Reach.ANY, Role.ADMIN: Reach.ANY},
    ),
    "retire": (_("Close it for good, or open it again"), _RUNS),
}


def register_lines() -> None:
    """Add the lines of facilities to the policy."""
    for name, (label, reach) in LINES.items():
        register(Verb(KIND, name, label, dict(reach)))
