"""What farming keeps, one idea a file."""

from cityops.farming.models.groups import FarmerGroup
from cityops.farming.models.offers import Grade, HarvestOffer, OfferSeller, Unit
from cityops.farming.models.plots import FarmPlot, PlotFarmer, PlotNote
from cityops.farming.models.questions import PlotQuestion
from cityops.farming.models.totals import PlotTotal

__all__ = [
    "FarmPlot",
    "FarmerGroup",
    "Grade",
    "HarvestOffer",
    "OfferSeller",
    "PlotFarmer",
    "PlotNote",
    "PlotQuestion",
    "PlotTotal",
    "Unit",
]
