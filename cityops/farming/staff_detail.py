"""What a member of staff sees of one plot: composed here for its page and for the pane of the work map."""

from typing import Any

from django.urls import reverse

from cityops.errors import NotFound
from cityops.farming.actions.overlaps import overlapped_by
from cityops.farming.models import FarmPlot, PlotFarmer
from cityops.farming.moves import MOVES
from cityops.farming.policy import KIND
from cityops.farming.queries import overlapped_codes, plots_visible_to, with_what_is_shown
from cityops.farming.story import TELLER
from cityops.farming.workflow import SUBMITTED
from cityops.features.paths import looks_like_a_code
from cityops.policy.decide import allowed


def plot_for(user: Any, code: str) -> FarmPlot:
    """Return a plot that `user` may see. Raises NotFound for all others, be they there or not, and for no code."""
    found = with_what_is_shown(plots_visible_to(user)).select_related("entered_by", "assignee").filter(code=code)
    plot = found.first() if looks_like_a_code(code) else None
    if plot is None:
        raise NotFound
    return plot


def detail_of(user: Any, plot: FarmPlot) -> dict[str, Any]:
    """Return what the detail shows: the same number of statements however much was said."""
    may_contact = allowed(user, KIND, "contact", plot)
    overlapped = sorted(overlapped_by(plot)) if plot.has_overlap else []
    codes = overlapped_codes(user, overlapped)
    told = TELLER.tell(plot)
    return {
        "plot": plot,
        "address": reverse("farming:staff_detail", args=[plot.code]),
        "place": plot.geom.point_on_surface,
        "moves": MOVES.open_to(user, plot),
        "is_next_ours": plot.state == SUBMITTED,
        "notes": list(plot.notes.filter(withdrawn_at=None).select_related("author")),
        "story": told.story,
        "handled_before": told.handled_before,
        "may_contact": may_contact,
        "farmer": PlotFarmer.objects.filter(plot=plot).first() if may_contact else None,
        "overlap_codes": codes,
        "overlap_others": len(overlapped) - len(codes),
    }


def neighbours_of(user: Any, plot: FarmPlot) -> list[list[list[float]]]:
    """Return the outer rings of the plots that this one overlaps, as far as `user` may see them."""
    ids = overlapped_by(plot) if plot.has_overlap else set()
    found = plots_visible_to(user).filter(pk__in=ids).order_by("pk").values_list("geom", flat=True)
    return [ring for geom in found for ring in outline_of(geom)]


def outline_of(geom: Any) -> list[list[list[float]]]:
    """Return the outer rings of a polygon or several, [[lng, lat], …] each, not closed."""
    parts = [geom] if geom.geom_type == "Polygon" else list(geom)
    return [[[round(lng, 6), round(lat, 6)] for lng, lat in part.exterior_ring.coords[:-1]] for part in parts]
