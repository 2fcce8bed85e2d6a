"""Who may do what with datasets: the lines of this kind. Who sees one is said by itself (`Dataset.audience`)."""

from django.utils.translation import gettext_lazy as _

from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "datasets"

LINES = {
    "upload": (
        _("Bring in a file as a layer"),
        {
            Role.HEAD: Reach.AGENCY,
            Role.DISPATCHER: Reach.ANY,
            Role.PLANNER: Reach.ANY,
            Role.ADMIN: Reach.ANY,
        },
    ),
    # What is shown to all is said in the city's name.
    "publish": (
        _("Show it on the public map"),
        {Role.HEAD: Reach.AGENCY, Role.PLANNER: Reach.ANY, Role.ADMIN: Reach.ANY},
    ),
    # One's own is always one's own to change, as long as one may upload.
    "change": (_("Change or remove somebody else's"), {Role.HEAD: Reach.AGENCY, Role.ADMIN: Reach.ANY}),
}


def register_lines() -> None:
    """Add the lines of datasets to the policy."""
    for name, (label, reach) in LINES.items():
        register(Verb(KIND, name, label, dict(reach)))
