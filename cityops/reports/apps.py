"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the policy's lines, the layers and the work of reports."""

    name = "cityops.reports"
    label = "reports"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.reports.imports import register_targets
        from cityops.reports.layers import register_layers
        from cityops.reports.lost import register_lost
        from cityops.reports.policy import register_lines
        from cityops.reports.search import register_searches
        from cityops.reports.work import register_reports

        register_lines()
        register_lost()
        register_layers()
        register_reports()
        register_searches()
        register_targets()
