"""App configuration."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """See the package's docstring."""

    name = "cityops.policy"
    label = "policy"
