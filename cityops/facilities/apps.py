"""App configuration."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """Registers the layer of facilities."""

    name = "cityops.facilities"
    label = "facilities"

    def ready(self) -> None:
        """Hand down to the layers."""
        from cityops.facilities.layers import register_layer

        register_layer()
