"""App configuration."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """See the package's docstring."""

    name = "cityops.areas"
    label = "areas"
