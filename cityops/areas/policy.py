"""Who may bring in facts about areas: the lines of this kind. Reading them is everybody's."""

from django.utils.translation import gettext_lazy as _

from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "areas"

_KNOWS_FIGURES = {Role.PLANNER: Reach.ANY, Role.ADMIN: Reach.ANY}

LINES = {
    "import_population": (_("Import residents by area"), _KNOWS_FIGURES),
    "import_places": (_("Import place names"), _KNOWS_FIGURES),
}


def register_lines() -> None:
    """Add the lines of areas to the policy."""
    for name, (label, reach) in LINES.items():
        register(Verb(KIND, name, label, dict(reach)))
