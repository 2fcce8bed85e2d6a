"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the policy's lines, and who is held back until there is a second factor."""

    name = "cityops.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.accounts.demand import check_settings, is_held_back
        from cityops.accounts.policy import register_lines
        from cityops.policy.registry import held_back_by

        check_settings()
        register_lines()
        held_back_by(is_held_back)
