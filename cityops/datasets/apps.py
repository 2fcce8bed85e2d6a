"""App configuration."""

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    """Registers the policy's lines."""

    name = "cityops.datasets"
    label = "datasets"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.datasets.policy import register_lines

        register_lines()
