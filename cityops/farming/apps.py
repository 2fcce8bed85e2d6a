"""App configuration."""

from django.apps import AppConfig


class FarmingConfig(AppConfig):
    """Registers the policy's lines and the layers of farming."""

    name = "cityops.farming"
    label = "farming"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.farming.policy import register_lines

        register_lines()
