"""App configuration."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Registers the policy's lines, what of areas the search box finds, and what rows of files become here."""

    name = "cityops.areas"
    label = "areas"

    def ready(self) -> None:
        """Hand down to the layers."""
        from cityops.areas.imports import register_targets
        from cityops.areas.policy import register_lines
        from cityops.areas.search import register_searches

        register_lines()
        register_targets()
        register_searches()
