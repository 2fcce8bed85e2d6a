"""Areas and place names in the search box."""

import re
from typing import Any

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cityops.areas.models import Area, Kind, Level, PlaceName
from layers.search import Search, Typed, everything, named, register_search

AREA_CODE = re.compile(r"\d\d(\.\d{1,4}){1,3}")
CITIES = {Kind.KOTA, Kind.KABUPATEN}  # whose name says it already: "Kota Batu"
AREAS, PLACE_NAMES = 0, 40  # where facilities and others stand between


def areas_found(_user: Any, typed: Typed) -> QuerySet[Area] | None:
    """Return areas called so, or whose Kemendagri code begins so: "Kelurahan Temas", in "Kecamatan Batu"."""
    areas = Area.objects.filter(geom__isnull=False)
    says: dict[str, Any] = {"label": _full_name(), "detail": _full_name("parent__"), "code": "code", "place": "geom"}
    if AREA_CODE.fullmatch(typed.text) and not typed.is_loose:
        return everything(areas.filter(code__startswith=typed.text), **says)
    return named(areas, typed, **says)


def _full_name(of: str = "") -> Concat:
    """Return the name as people say it, "Kelurahan Temas"; empty where there is no such area."""
    kinds = (When(**{f"{of}kind": kind.value}, then=Value(f"{kind.label} ")) for kind in Kind if kind not in CITIES)
    return Concat(Case(*kinds, default=Value(""), output_field=CharField()), f"{of}name")


def place_names_found(_user: Any, typed: Typed) -> QuerySet[PlaceName] | None:
    """Return names of the gazetteer, each with the desa it lies in."""
    around = Area.objects.filter(level=Level.DESA, geom__covers=OuterRef("place")).order_by("code")
    desa = Coalesce(Subquery(around.values("name")[:1]), Value(""))
    said = Case(
        When(is_approximate=True, then=Concat(desa, Value(" · "), Value(gettext("place is approximate")))), default=desa
    )
    return named(PlaceName.objects.all(), typed, detail=said, place="place")


def register_searches() -> None:
    """Add both to the search box."""
    register_search(Search("area", icon="map-pinned", order=AREAS, find=areas_found))
    register_search(Search("place", icon="map-pin", order=PLACE_NAMES, find=place_names_found, label=_("Place")))
