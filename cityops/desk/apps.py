"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See the package's docstring."""

    name = "cityops.desk"
    label = "desk"
