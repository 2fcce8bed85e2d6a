"""`/lahan/periksa/`: what is known of a plot while it is being drawn."""

from http import HTTPStatus
from typing import Any

from django.contrib.gis.geos import Polygon
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cityops.errors import CityError
from cityops.farming.corners import read_corners
from cityops.farming.forms import RingForm
from cityops.farming.models import FarmPlot
from cityops.farming.queries import overlapped_codes
from cityops.farming.questions import asker_of
from cityops.farming.secrets import plots_on_this_phone
from cityops.farming.shape import check_look, look_at, plots_under, shape_of


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """Tell area, desa, whether it lies inside, and whether it overlaps: never whose, where or how many, to strangers.

    {area_ha, desa, area, inside, outside, overlaps, fault: {code, text} | null}; staff get `codes` and `others` too;
    whoever sent `corners` gets them as `ring`. Who has asked too often gets null for `overlaps`, and a `note`.
    """
    form = RingForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    answer: dict[str, Any] = {"fault": None}
    try:
        ring = form.cleaned_data["ring"]
        if ring is None:
            answer["ring"] = ring = read_corners(form.cleaned_data["corners"])
        look = look_at(shape_of(ring))
        answer |= {
            "area_ha": round(look.area_ha, 4),
            "desa": look.desa,
            "area": look.area_code,
            "inside": look.area_code is not None,
            "outside": round(look.outside, 3),
            "overlaps": None,
        }
        check_look(look)
        answer |= _overlaps(request, look.geom, _own_plot(request, form.cleaned_data["plot"]))
    except CityError as fault:
        answer["fault"] = {"code": fault.code, "text": str(fault)}
    return JsonResponse(answer)


def _overlaps(request: HttpRequest, geom: Polygon, own_id: int | None) -> dict[str, Any]:
    asker = asker_of(request, own_id)
    if not asker.may_be_told():
        return {"note": _("Whether it overlaps other land cannot be told just now. You can send it all the same.")}
    found = plots_under(geom, except_id=own_id)
    if not asker.is_staff:
        return {"overlaps": bool(found)}
    codes = overlapped_codes(request.user, found)
    return {"overlaps": bool(found), "codes": codes, "others": len(found) - len(codes)}


def _own_plot(request: HttpRequest, code: str) -> int | None:
    """Return the id of the plot that is being changed, if it is this phone's own: it does not overlap itself."""
    if not code or code not in plots_on_this_phone(request):
        return None
    return FarmPlot.objects.filter(code=code).values_list("pk", flat=True).first()
