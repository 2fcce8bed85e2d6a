"""Harvest offers as map layers: what everyone sees at the desa's point, and what is held for staff."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Case, CharField, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Extract
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.work_keys import work_filters
from cityops.areas.queries import area_codes
from cityops.errors import NotFound
from cityops.farming.commodities import Commodity
from cityops.farming.models import HarvestOffer, Unit
from cityops.farming.models.offers import PRICE_FRESH_FOR
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import offers_public, offers_visible_to, with_what_is_shown
from cityops.farming.offer_workflow import OPEN_STATES, WORKFLOW, OfferState
from cityops.farming.weeks import week_from, week_name
from cityops.features.paths import looks_like_a_code
from layers.filters import AnyBelow, AnyOf, BadFilter, BBox, Day, Flag, PolygonOf, Text, allowed_values
from layers.registry import FARMING, Column, Layer, Place, Style, register

# What is drawn apart: five groups of crops, each with its sign.
GROUPS: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "fruit": (_("Fruit"), "apple", ("apel", "jeruk", "stroberi")),
    "vegetables": (
        _("Vegetables"),
        "leaf",
        ("kentang", "wortel", "kubis", "brokoli", "tomat", "bawang-prei", "cabai", "bawang-merah", "bawang-putih"),
    ),
    "staples": (_("Rice, maize, roots"), "wheat", ("padi", "jagung", "kedelai", "ubi-kayu")),
    "estate": (_("Coffee, cocoa, sugar"), "tree-pine", ("tebu", "kakao", "kopi")),
    "other": (_("Flowers and other"), "sprout", ("bunga", "lain")),
}
ICONS: dict[str, str] = {crop: icon for _word, icon, crops in GROUPS.values() for crop in crops}
_GROUP = Case(
    *(When(commodity__in=crops, then=Value(name)) for name, (_word, _icon, crops) in GROUPS.items()),
    default=Value("other"),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Week:
    """Weeks in which a harvest is ready, by their ISO names."""

    is_volatile: ClassVar[bool] = False
    column: str

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse what is no week."""
        weeks = []
        for value in values:
            monday = week_from(value)
            if monday is None:
                raise BadFilter(field=name, value=value, allowed=_("a week such as 2026-W48"))
            weeks.append(week_name(monday))
        return tuple(sorted(set(weeks)))

    def build(self, values: tuple[str, ...]) -> Q:
        """Any of the weeks."""
        return Q(**{f"{self.column}__in": [week_from(value) for value in values]})


def fresh() -> Q:
    """A price of the last fourteen days."""
    return Q(price_at__gte=timezone.now() - PRICE_FRESH_FOR)


def _text(word: str) -> Q:
    """In code, crop, variety or desa; never in who sells."""
    named = [value for value, label in Commodity.choices if word.lower() in str(label).lower()]
    crop = Q(commodity__icontains=word) | Q(commodity__in=named)
    return crop | Q(code__icontains=word) | Q(variety__icontains=word) | Q(area__name__icontains=word)


def offer_card(request: HttpRequest, code: str) -> HttpResponse:
    """Draw an offer for the map's sheet. Raises NotFound for what is not public."""
    return _card(request, offers_public(request.user), code, is_for_staff=False)


def work_card(request: HttpRequest, code: str) -> HttpResponse:
    """Draw an offer for the sheet of the work map, held or public. Raises NotFound for what is not theirs to see."""
    return _card(request, offers_visible_to(request.user), code, is_for_staff=True)


def _card(request: HttpRequest, offers: QuerySet[HarvestOffer], code: str, *, is_for_staff: bool) -> HttpResponse:
    offer = with_what_is_shown(offers).filter(code=code).first() if looks_like_a_code(code) else None
    if offer is None:
        raise NotFound
    context = {"offer": offer, "icon": ICONS[offer.commodity], "is_for_staff": is_for_staff}
    return render(request, "farming/offers/card.html", context)


_COLUMNS = (
    Column("commodity", _("Crop"), "commodity", choices=dict(Commodity.choices)),
    Column("variety", _("Variety"), "variety"),
    Column("amount", _("Amount"), Cast("amount", FloatField()), kind="number"),
    Column("unit", _("Counted in"), "unit", choices=dict(Unit.choices)),
    Column("price", _("Price"), "price", kind="number"),
    Column("price_at", _("Price of"), "price_at", kind="time"),
    Column("ready_week", _("Ready from"), "ready_week", kind="date"),
    Column("area", _("Area"), "area__name"),
)
_PROPERTIES: dict[str, Any] = {
    "code": "code",
    "commodity": "commodity",
    "group": _GROUP,
    "price": "price",
    "price_at": Cast(Extract("price_at", "epoch"), FloatField()),
    "week": Cast("ready_week", CharField()),
}

PUBLIC = Layer(
    name="offers",
    label=_("Harvest offers"),
    scope=offers_public,
    filters={
        "commodity": AnyOf("commodity", allowed_values(Commodity.values)),
        "week": Week("ready_week"),
        "fresh": Flag(fresh, is_volatile=True),
        "area": AnyBelow("area_id", area_codes),
        "from": Day("created_at"),
        "to": Day("created_at", is_last=True),
        "q": Text(_text),
        "bbox": BBox("public_geom"),
        "polygon": PolygonOf("public_geom"),
    },
    properties=_PROPERTIES,
    group=FARMING,
    style=Style(
        icon="shopping-basket",
        colour="accent",
        by="group",
        classes={name: (word, "accent", icon) for name, (word, icon, _crops) in GROUPS.items()},
    ),
    columns=_COLUMNS,
    order=("-created_at", "-id"),
    card=offer_card,
)

STAFF = Layer(
    name="work-offers",
    label=_("Harvest offers"),
    scope=offers_visible_to,
    policy=(KIND, "view"),
    filters={
        **PUBLIC.filters,
        "status": AnyOf("state", allowed_values(OfferState.values)),
        "open": Flag(lambda: Q(state__in=OPEN_STATES)),
        **work_filters(OPEN_STATES),
        "bbox": BBox("geom"),
        "polygon": PolygonOf("tile_geom"),
    },
    place=Place.EXACT,  # the same point of the desa; what is held has no public one
    properties={**_PROPERTIES, "status": "state"},
    counted="state",
    counted_values=tuple(OfferState.values),
    due="due_at",
    due_states=OPEN_STATES,
    group=FARMING,
    style=Style(
        icon="shopping-basket",
        by="status",
        classes={
            state.name: (state.label, f"status-{state.sign}", f"status-{state.sign}") for state in WORKFLOW.states
        },
    ),
    columns=(
        Column("code", _("Code"), "code"),
        *_COLUMNS,
        Column("status", _("Status"), "state", choices=dict(OfferState.choices)),
    ),
    card=work_card,
    is_for_staff=True,
    public_twin="offers",
)


def freshest_first() -> tuple[Any, ...]:
    """Return the order of the public list: the youngest price first, those without one last."""
    return (F("price_at").desc(nulls_last=True), "-id")


def icon_of(offer: HarvestOffer) -> str:
    """Return the sign of what is offered."""
    return ICONS[offer.commodity]


def register_offer_layers() -> None:
    """Add both to the map."""
    register(PUBLIC)
    register(STAFF)
