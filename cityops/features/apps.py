"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import register_converter


class FeaturesConfig(AppConfig):
    """Keeps the rights of the application's role in step with the schema, and knows public codes in addresses."""

    name = "cityops.features"
    label = "features"

    def ready(self) -> None:
        """Grant after each migrate: `post_migrate` is the only point where all tables are there."""
        from cityops.features.grants import grant_to_application
        from cityops.features.paths import CodeConverter

        register_converter(CodeConverter, "code")
        post_migrate.connect(grant_to_application, sender=self, dispatch_uid="grant_to_application")
