"""`/lahan/periksa/`: what is known of a plot while it is being drawn."""

from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from cityops.errors import CityError
from cityops.farming.corners import read_corners
from cityops.farming.forms import RingForm
from cityops.farming.models import FarmPlot
from cityops.farming.policy import KIND
from cityops.farming.queries import overlapped_codes
from cityops.farming.secrets import plots_on_this_phone
from cityops.farming.shape import Look, check_look, look_at, shape_of
from cityops.policy.decide import allowed_anywhere
from cityops.web.address import address_hash

# How often a stranger is told in an hour whether a shape overlaps: enough to draw ten plots, too little to search a
# desa for those of others.
OVERLAPS_TOLD = 300


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """Tell area, desa, whether it lies inside, and whether it overlaps: never whose, where or how many, to strangers.

    {area_ha, desa, area, inside, outside, overlaps, fault: {code, text} | null}; staff get `codes` and `others` too;
    whoever sent `corners` gets them as `ring`.
    """
    form = RingForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    answer: dict[str, Any] = {"fault": None}
    try:
        ring = form.cleaned_data["ring"]
        if ring is None:
            answer["ring"] = ring = read_corners(form.cleaned_data["corners"])
        look = look_at(shape_of(ring), except_id=_own_plot(request, form.cleaned_data["plot"]))
        answer |= {
            "area_ha": round(look.area_ha, 4),
            "desa": look.desa,
            "area": look.area_code,
            "inside": look.area_code is not None,
            "outside": round(look.outside, 3),
            "overlaps": None,
        }
        check_look(look)
        answer |= _overlaps(request, look)
    except CityError as fault:
        answer["fault"] = {"code": fault.code, "text": str(fault)}
    return JsonResponse(answer)


def _overlaps(request: HttpRequest, look: Look) -> dict[str, Any]:
    if allowed_anywhere(request.user, KIND, "view"):
        codes = overlapped_codes(request.user, look.overlapped)
        return {
            "overlaps": bool(look.overlapped),
            "codes": codes,
            "others": len(look.overlapped) - len(codes),
        }
    return {"overlaps": bool(look.overlapped) if _may_still_be_told(request) else None}


def _may_still_be_told(request: HttpRequest) -> bool:
    key = f"farming.overlaps.{address_hash(request)}"
    cache.add(key, 0, timeout=3600)
    try:
        return cache.incr(key) <= OVERLAPS_TOLD
    except ValueError:  # forgotten between the two
        return True


def _own_plot(request: HttpRequest, code: str) -> int | None:
    """Return the id of the plot that is being changed, if it is this phone's own: it does not overlap itself."""
    if not code or code not in plots_on_this_phone(request):
        return None
    return FarmPlot.objects.filter(code=code).values_list("pk", flat=True).first()
