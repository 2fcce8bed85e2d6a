"""App configuration."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Registers the policy's lines and keeps its history from being changed."""

    name = "cityops.administration"
    label = "administration"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.administration.policy import register_lines
        from cityops.features.grants import never_changed

        register_lines()
        never_changed("administration_change")
