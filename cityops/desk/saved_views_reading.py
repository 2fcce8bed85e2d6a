"""What a view's query string means today: the part that stands, and what of it is gone."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cityops.desk.models import Page
from cityops.desk.work_filter import Asked, asked_for
from cityops.errors import CityError, NotFound
from cityops.reports.layers import PUBLIC
from layers.filters import BadFilter, Filter, FilterField, parse
from layers.other_filters import main_part, others_in
from layers.rasters.registry import rasters_of
from layers.registry import layers_of

LONGEST = 8000  # characters: a polygon of 200 corners, and room
ONE = r"[a-z0-9-]+(~\d{1,3}(~(dots|heat))?)?"  # a layer, its opacity in percent, how it is drawn
LAYERS = re.compile(rf"-|{ONE}(,{ONE})*")
NO_LAYERS = "-"
PLACE = {"lat": 90.0, "lng": 180.0, "z": 25.0}  # keys of the map's place, and how far from 0 each may be


class ViewTooLong(CityError):
    """More than an address can hold."""

    code, status = "view_too_long", 422
    text = _("This view has too many corners or words to be kept. Choose fewer, then save it again.")


@dataclass(frozen=True)
class Reading:
    """query: what stands, in its one spelling. faults: a sentence for each part that does not, or no longer."""

    query: str
    faults: tuple[str, ...] = ()


def read_view(page: str, query: str, user: Any) -> Reading:
    """Return what of a query string the reader's map takes. Raises ViewTooLong.

    What a page keeps for the moment is dropped without a word: the open row, the page of the list.
    """
    if len(query) > LONGEST:
        raise ViewTooLong
    given = QueryDict(query)
    kept = _place(given) | _layers(given, AnonymousUser() if page == Page.CITY else user)
    if page == Page.CITY:
        filters, faults = _standing(given, PUBLIC.filters, user)
        others = others_in(filters, user)
        found = parse(main_part(filters, user), PUBLIC.filters)
        return Reading(_spelled(Filter({**found.values, **others.values}).query, kept), faults)
    asked, faults = _work(given, user)
    return Reading(_spelled(asked.query, kept), faults)


def _work(given: QueryDict, user: Any) -> tuple[Asked, tuple[str, ...]]:
    """Return what the work map takes. A kind that the reader does not have takes its filter along."""
    of = QueryDict(mutable=True)
    if name := given.get("of"):
        of["of"] = name
    try:
        everything = asked_for(of, user)
    except NotFound:
        return asked_for(QueryDict(), user), (str(_("The kind of work “%(name)s” is not there.") % {"name": name}),)
    filters, faults = _standing(given, everything.layer.filters, user)
    if name:
        filters["of"] = name
    return asked_for(filters, user), faults


def _standing(given: QueryDict, fields: Mapping[str, FilterField], user: Any) -> tuple[QueryDict, tuple[str, ...]]:
    """Return the keys that parse, one by one, and the faults of the others; those of other layers, too."""
    standing, faults = QueryDict(mutable=True), []
    for name in given:
        if name in {"of", "item", "report", "page", "rows", "view", "layers", *PLACE}:
            continue
        one = QueryDict(mutable=True)
        one.setlist(name, given.getlist(name))
        try:
            parse(main_part(one, user), fields)
        except BadFilter as fault:
            faults.append(str(fault))
        else:
            standing.setlist(name, given.getlist(name))
    return standing, tuple(faults)


def _place(given: QueryDict) -> dict[str, str]:
    try:
        place = {name: float(str(given[name])) for name in PLACE}
    except (KeyError, ValueError):
        return {}
    if not all(math.isfinite(place[name]) and abs(place[name]) <= most for name, most in PLACE.items()):
        return {}
    return {name: f"{number:.5f}".rstrip("0").rstrip(".") for name, number in place.items()}


def _layers(given: QueryDict, user: Any) -> dict[str, str]:
    """Return the layers of a view in their order; those that the reader does not see are left out without a word."""
    said = given.get("layers", "")
    if not LAYERS.fullmatch(said):
        return {}
    if said == NO_LAYERS:
        return {"layers": said}
    seen = {layer.name for layer in layers_of(user)} | {raster.name for raster in rasters_of(user)}
    kept = [one for one in said.split(",") if one.partition("~")[0] in seen]
    return {"layers": ",".join(kept) or NO_LAYERS}


def _spelled(query: str, kept: dict[str, str]) -> str:
    return "&".join(part for part in (query, urlencode(kept, safe=",~")) if part)
