"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """See the package's docstring."""

    name = "cityops.notifications"
    label = "notifications"
