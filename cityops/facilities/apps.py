"""App configuration."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """Registers the policy's lines and the layer of facilities."""

    name = "cityops.facilities"
    label = "facilities"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.facilities.imports import register_targets
        from cityops.facilities.layers import register_layer
        from cityops.facilities.policy import register_lines
        from cityops.facilities.search import register_searches

        register_lines()
        register_layer()
        register_searches()
        register_targets()
