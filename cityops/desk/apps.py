"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the policy's lines of saved views, and the codes of all kinds of work for the search box."""

    name = "cityops.desk"
    label = "desk"

    def ready(self) -> None:
        """Hand down; all kinds of work are registered by now, since this app is the last of them."""
        from cityops.desk.code_search import register_codes
        from cityops.desk.saved_views_policy import register_lines

        register_lines()
        register_codes()
