"""App configuration."""

from django.apps import AppConfig


class LayersConfig(AppConfig):
    """See the package's docstring."""

    name = "layers"

    def ready(self) -> None:
        """Let the registry and the search box find tables that are described at run time."""
        from layers.registry import described_layers_come_from
        from layers.search import searches_come_from
        from layers.table_search import table_searches
        from layers.tables import described_layer, described_layers

        described_layers_come_from(described_layer, described_layers)
        searches_come_from(table_searches)
