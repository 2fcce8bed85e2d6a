"""App configuration."""

from django.apps import AppConfig


class GeodataConfig(AppConfig):
    """See the package's docstring."""

    name = "geodata"
