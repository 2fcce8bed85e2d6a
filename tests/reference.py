"""What a process knows of reference data after its first pages."""

from cityops.agencies.queries import all_agencies, all_categories
from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.queries import all_areas
from cityops.datasets.rasters import raster_layers
from cityops.web.once import asked_once
from layers.tables import described_layers


def know_reference() -> None:
    """Know it as it is now, so that counting a page's statements does not hang on which tests ran before."""
    for ask in (all_agencies, all_categories, all_areas, WorkingCalendar, described_layers, raster_layers):
        with asked_once():  # each in a request of its own: it is kept only if nothing was written meanwhile
            ask()
