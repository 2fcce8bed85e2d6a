"""App configuration."""

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    """Registers the policy's lines, and says where rasters are found."""

    name = "cityops.datasets"
    label = "datasets"

    def ready(self) -> None:
        """Hand down to the floors below."""
        from cityops.datasets.policy import register_lines
        from cityops.datasets.rasters import raster_layer, raster_layers
        from layers.rasters.registry import raster_layers_come_from

        register_lines()
        raster_layers_come_from(raster_layer, raster_layers)
