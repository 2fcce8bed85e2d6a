"""Harvest offers of the demo city: made up, the same again for the same day; some with a price that has grown old."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.contrib.gis.db.models.functions import PointOnSurface
from psycopg.types.json import Jsonb

from cityops.areas.models import Area
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.models.offers import last_day_shown
from cityops.farming.offer_workflow import CLOCK_DAYS, HELD, OFFERED, SOLD, WITHDRAWN
from cityops.farming.weeks import monday_of
from cityops.features.codes import make_code
from cityops.features.models import HistoryEvent
from geodata.city.folder import REFERENCE_DIR
from geodata.demo.bulk import copy_rows, new_ids
from geodata.demo.clock import WorkClock
from geodata.demo.residents import FAMILY, GIVEN
from geodata.demo.size import DemoSize
from geodata.demo.teams import teams_of

FULL = 60
STATES = {OFFERED: 0.78, HELD: 0.08, SOLD: 0.1, WITHDRAWN: 0.04}
WITH_NUMBER = 0.45  # of sellers, who agree that buyers see it
WITHOUT_PRICE = 0.12
PHONE = "0800 0000 {number:04}"  # a number that nobody has
KIND = HarvestOffer._meta.label
COLUMNS = (
    *("id", "code", "geom", "created_at", "updated_at", "commodity", "variety", "amount", "unit", "grade", "quality"),
    *("ready_week", "ends_on", "price", "price_at", "agency_id", "state", "is_public", "due_at", "hidden_reason"),
    *("closed_at", "version", "secret_salt", "address_hash"),
)
EVENT_COLUMNS = ("kind", "object_id", "verb", "actor_id", "from_state", "to_state", "is_public", "data", "at")


@dataclass(frozen=True)
class DemoOffer:
    """One offer as it shall stand there. priced_at: when its price was set last, on or after it was sent."""

    code: str
    area: str
    commodity: str
    variety: str
    amount: int
    unit: str
    grade: str
    quality: str
    week: date
    price: int | None
    priced_at: datetime
    sent_at: datetime
    state: str
    seller: str
    phone: str
    is_shown: bool
    salt: str


def write_offers(size: DemoSize) -> list[int]:
    """Write the offers with sellers and history; returns their ids."""
    agency = size.reference.city.farming_agency
    offers = demo_offers(size) if agency else []
    if not offers:
        return []
    ids = new_ids(HarvestOffer, len(offers))
    zone = ZoneInfo(size.reference.city.time_zone)
    clock = WorkClock(size.until - timedelta(days=90), size.until, zone, size.reference.holidays)
    end = datetime.combine(size.until, time(0), tzinfo=zone)
    points = dict(Area.objects.filter(geom__isnull=False).values_list("pk", PointOnSurface("geom")))
    rows = []
    for pk, one in zip(ids, offers, strict=True):
        is_over = one.state in (SOLD, WITHDRAWN)
        rows.append(
            (
                *(pk, one.code, points[one.area].ewkt, one.sent_at, one.priced_at, one.commodity),
                *(one.variety, one.amount, one.unit, one.grade, one.quality, one.week, last_day_shown(one.week)),
                *(one.price, one.priced_at if one.price else None, agency, one.state, one.state == OFFERED),
                *(clock.due_after(one.sent_at, CLOCK_DAYS["accept"]) if one.state == HELD else None, ""),
                *(min(one.priced_at + timedelta(days=1), end) if is_over else None, 1, one.salt, ""),
            )
        )
    copy_rows(HarvestOffer, COLUMNS, rows)
    copy_rows(
        OfferSeller,
        ("offer_id", "name", "phone", "is_shown", "consent"),
        ((pk, one.seller, one.phone, one.is_shown, "") for pk, one in zip(ids, offers, strict=True)),
    )
    _write_life(ids, offers, teams_of([agency])[agency])
    return ids


def demo_offers(size: DemoSize) -> list[DemoOffer]:
    """Return the offers, the oldest first; same in, same out."""
    city = size.reference.city
    file = REFERENCE_DIR / city.slug / "demo" / "offers.yaml"
    if not file.exists():
        return []
    told = yaml.safe_load(file.read_text(encoding="utf-8"))["crops"]
    pick = Random(f"{city.slug} offers {size.until.isoformat()} {size.share}")
    end = datetime.combine(size.until, time(0), tzinfo=ZoneInfo(city.time_zone))
    offers = []
    for number in range(max(3, round(FULL * size.share))):
        crop = pick.choice(told)
        state = pick.choices(list(STATES), list(STATES.values()))[0]
        sent_at = end - timedelta(minutes=pick.randint(30, (3 if state == HELD else 34) * 24 * 60))
        first = crop["price"]
        offers.append(
            DemoOffer(
                code=make_code(city.public_code_prefix, pick),
                area=pick.choice(crop["desa"]),
                commodity=crop["commodity"],
                variety=pick.choice(crop["varieties"]),
                amount=pick.choice(crop["amounts"]),
                unit=crop["unit"],
                grade=pick.choice(("a", "b", "b", "mixed", "")),
                quality=pick.choice(crop["qualities"]),
                week=monday_of(size.until) + timedelta(weeks=pick.choice((-1, 0, 0, 1, 1, 2, 3, 5, 8))),
                price=None if pick.random() < WITHOUT_PRICE else round(first * pick.uniform(0.85, 1.2) / 100) * 100,
                priced_at=sent_at + (end - sent_at) * pick.choice((0, 0, 0, 0.3, 0.7, 0.95)),
                sent_at=sent_at,
                state=state,
                seller=f"{pick.choice(GIVEN)} {pick.choice(FAMILY)}",
                phone=PHONE.format(number=number),
                is_shown=pick.random() < WITH_NUMBER,
                salt=f"{pick.getrandbits(64):016x}",
            )
        )
    return sorted(offers, key=lambda offer: (offer.sent_at, offer.code))


def _write_life(ids: list[int], offers: list[DemoOffer], team: int) -> None:
    events: list[tuple[Any, ...]] = []
    for pk, one in zip(ids, offers, strict=True):
        sent = {"commodity": one.commodity, "area": one.area}
        events.append((KIND, pk, "send", None, "", HELD, True, Jsonb(sent), one.sent_at))
        if one.state == HELD:
            continue
        accepted_at = one.sent_at + timedelta(minutes=20)
        events.append((KIND, pk, "accept", team, HELD, OFFERED, True, Jsonb({}), accepted_at))
        if one.priced_at > accepted_at:
            events.append((KIND, pk, "change", None, OFFERED, OFFERED, True, Jsonb({}), one.priced_at))
        if one.state != OFFERED:
            verb = "sell" if one.state == SOLD else "take_back"
            ended_at = max(accepted_at, one.priced_at) + timedelta(minutes=5)
            events.append((KIND, pk, verb, None, OFFERED, one.state, False, Jsonb({}), ended_at))
    events.sort(key=lambda event: event[-1])
    copy_rows(HistoryEvent, EVENT_COLUMNS, events)
