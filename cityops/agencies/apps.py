"""App configuration."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Hands the memberships down to the policy."""

    name = "cityops.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Say where grants come from."""
        from cityops.agencies.grants import grants_from_memberships
        from cityops.policy.registry import grants_come_from

        grants_come_from(grants_from_memberships)
