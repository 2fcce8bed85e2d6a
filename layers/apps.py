"""App configuration."""

from django.apps import AppConfig


class LayersConfig(AppConfig):
    """See the package's docstring."""

    name = "layers"
