"""App configuration."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Registers policy lines, layer and work of service requests, and what is found of services and offered where."""

    name = "cityops.services"
    label = "services"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.facilities.offered import offered_come_from
        from cityops.services.layers import register_layer
        from cityops.services.offices import services_at
        from cityops.services.policy import register_lines
        from cityops.services.search import register_searches
        from cityops.services.work import register_requests

        register_lines()
        register_layer()
        register_requests()
        register_searches()
        offered_come_from(services_at)
