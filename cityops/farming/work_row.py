"""What a plot's row on the work map says in its middle."""

from django.template.defaultfilters import floatformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cityops.farming.models import FarmPlot
from cityops.web.icons import icon


def row_words(plot: FarmPlot) -> SafeString:
    """Return the crop, the hectares, whether another plot is overlapped, the season and the group."""
    return format_html(
        '<span class="rows__title">{}, {} ha</span>{} <span class="work__words">{}{}</span>',
        plot.get_commodity_display(),
        floatformat(plot.area_ha, 2),
        format_html(" {}", icon("layers", title=_("Overlaps another plot"))) if plot.has_overlap else "",
        plot.season_label,
        f" · {plot.group.name}" if plot.group else "",
    )
