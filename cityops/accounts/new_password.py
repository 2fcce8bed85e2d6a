"""Choosing a password, wherever that is done."""

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext as _

from cityops.accounts.models import User


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A password, twice. What is wrong with it stands where it is chosen, and below only that the two differ."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it in our words."""
        super().__init__(*args, **kwargs, label_suffix="")
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label, second.help_text = _("New password"), _("The same once more"), ""
        first.help_text = _("At least 10 characters; not your name, and none that many people use.")
        self.error_messages = {
            **self.error_messages,
            "password_mismatch": _("The two passwords differ. Type both again."),
        }

    def validate_password_for_user(self, user: User, *args: Any, **kwargs: Any) -> None:
        """Compare with the rules, which Django would do under the second field."""
        super().validate_password_for_user(user, "new_password1")
