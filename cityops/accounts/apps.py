"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package's docstring."""

    name = "cityops.accounts"
    label = "accounts"
