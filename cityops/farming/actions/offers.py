"""A harvest is offered: once, however often the button is pressed; by its farmer, or by a helper in their name."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.city import this_city
from cityops.areas.models import Area
from cityops.areas.places import OutsideCity
from cityops.areas.queries import point_inside
from cityops.errors import NotAllowed, TooMany
from cityops.farming.actions.send import farming_agency
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.models.offers import last_day_shown
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import offer_sent_under
from cityops.farming.offer_workflow import CLOCK_DAYS, HELD, OFFERED
from cityops.features.codes import make_code
from cityops.features.history import record
from cityops.features.turns import take_turn
from cityops.policy.decide import allowed


class TooManyOffers(TooMany):
    """More offers from one connection than one farmer has in an hour."""

    code = "too_many_offers"
    text = _("Many offers came from your connection. What you typed is kept: send it in an hour, or ask your penyuluh.")


@dataclass(frozen=True)
class Harvest:
    """What is offered. ready_week: the Monday of the week in which it is ready. price: rupiah a unit; None: agreed."""

    commodity: str
    amount: Decimal
    unit: str
    ready_week: date
    variety: str = ""
    grade: str = ""
    quality: str = ""
    price: int | None = None


@dataclass(frozen=True)
class Seller:
    """Who sells. is_shown: they agree that everyone sees name and telephone. consent: how, where a helper typed."""

    name: str
    phone: str
    is_shown: bool = False
    consent: str = ""


@dataclass(frozen=True)
class Offered:
    """What came of pressing "send". `is_new` is False where the same press had arrived before."""

    offer: HarvestOffer
    is_new: bool


@transaction.atomic
def offer_harvest(
    *,
    key: UUID,
    desa: Area,
    harvest: Harvest,
    seller: Seller,
    address_hash: str = "",
    actor: User | None = None,
) -> Offered:
    """Take in an offer under an idempotency key; held until it is accepted, or public at once from a helper.

    actor: the extension worker who types in the farmer's name; None: the farmer.
    Raises OutsideCity (a desa without an outline), NotAllowed, TooManyOffers.
    """
    take_turn("offers of an address", address_hash)
    take_turn("offer under a key", key)
    if (first := offer_sent_under(key)) is not None:
        return Offered(first, is_new=False)
    if actor is None and _is_above_limit(address_hash):
        raise TooManyOffers
    place = point_inside(desa)
    if place is None:
        raise OutsideCity
    now = timezone.now()
    state = HELD if actor is None else OFFERED
    offer = HarvestOffer(
        code=make_code(this_city().public_code_prefix),
        geom=place,
        commodity=harvest.commodity,
        variety=harvest.variety.strip(),
        amount=harvest.amount,
        unit=harvest.unit,
        grade=harvest.grade,
        quality=harvest.quality.strip(),
        ready_week=harvest.ready_week,
        ends_on=last_day_shown(harvest.ready_week),
        price=harvest.price,
        price_at=now if harvest.price else None,
        agency=farming_agency(),
        state=state,
        is_public=state == OFFERED,
        due_at=WorkingCalendar().due_after(now, CLOCK_DAYS["accept"]) if state == HELD else None,
        entered_by=actor,
        submission_key=key,
        address_hash="" if actor else address_hash,
        created_at=now,
    )
    offer.save()
    offer.refresh_from_db(fields=["area", "public_geom", "lost_area"])  # filled by the database
    if offer.area_id != desa.pk:
        raise OutsideCity
    if actor is not None and not allowed(actor, KIND, "enter", offer):
        raise NotAllowed  # a helper enters in their own areas; the row is not kept
    OfferSeller.objects.create(
        offer=offer,
        name=seller.name.strip(),
        phone=seller.phone.strip(),
        is_shown=seller.is_shown,
        consent=seller.consent.strip(),
    )
    record(offer, "send", actor=actor, to_state=state, is_public=True, commodity=offer.commodity, area=offer.area_id)
    return Offered(offer, is_new=True)


def _is_above_limit(address_hash: str) -> bool:
    since = timezone.now() - timedelta(hours=1)
    sent = HarvestOffer.objects.filter(address_hash=address_hash, created_at__gte=since).count()
    return bool(address_hash) and sent >= int(settings.OFFERS_PER_HOUR_FROM_ONE_ADDRESS)
