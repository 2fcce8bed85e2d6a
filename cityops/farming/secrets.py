"""Which plots this phone is the farmer's of: those sent from it, or opened by their secret link."""

from django.http import HttpRequest, HttpResponse

from cityops.farming.models import FarmPlot
from cityops.web.phone import CodesOnPhone

MINE = CodesOnPhone("lahan", "cityops.farming.mine")


def plots_on_this_phone(request: HttpRequest) -> list[str]:
    """Return their codes, newest first."""
    return MINE.codes(request)


def remember_on_this_phone(request: HttpRequest, response: HttpResponse, plot: FarmPlot) -> None:
    """Keep a plot among those of this browser."""
    MINE.remember(request, response, plot.code)
