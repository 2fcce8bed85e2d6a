"""Who may do what with saved views: the lines of this kind. A view is changed and deleted by its owner only."""

from django.utils.translation import gettext_lazy as _

from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "saved-views"


def register_lines() -> None:
    """Add the lines of saved views to the policy."""
    register(
        Verb(KIND, "save", _("Save a view of the map"), dict.fromkeys(Role, Reach.ANY)),
        Verb(KIND, "share", _("Share a view with the own agency"), dict.fromkeys(Role, Reach.AGENCY)),
        Verb(KIND, "open", _("Open what is shared with the agency"), dict.fromkeys(Role, Reach.AGENCY)),
    )
