"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the policy's lines of saved views."""

    name = "cityops.desk"
    label = "desk"

    def ready(self) -> None:
        """Hand down to the policy."""
        from cityops.desk.saved_views_policy import register_lines

        register_lines()
