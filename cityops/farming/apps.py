"""App configuration."""

from django.apps import AppConfig


class FarmingConfig(AppConfig):
    """Registers the policy's lines, the layers and the work of farming."""

    name = "cityops.farming"
    label = "farming"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.farming.layers import register_layers
        from cityops.farming.policy import register_lines
        from cityops.farming.work import register_plots

        register_lines()
        register_layers()
        register_plots()
