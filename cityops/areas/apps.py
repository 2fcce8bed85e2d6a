"""App configuration."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Registers what of areas the search box finds."""

    name = "cityops.areas"
    label = "areas"

    def ready(self) -> None:
        """Hand down to the layers."""
        from cityops.areas.search import register_searches

        register_searches()
