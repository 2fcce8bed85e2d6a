"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See the package's docstring."""

    name = "cityops.reports"
    label = "reports"
