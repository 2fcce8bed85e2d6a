"""App configuration."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """See the package's docstring."""

    name = "cityops.facilities"
    label = "facilities"
