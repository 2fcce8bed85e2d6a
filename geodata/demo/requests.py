"""Service requests of the demo city: made up, the same again for the same day, in all states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from psycopg.types.json import Jsonb

from cityops.facilities.models import Facility
from cityops.features.codes import make_code
from cityops.features.models import HistoryEvent
from cityops.services.models import Message, Pickup, RequestContact, RequestWords, ServiceRequest
from cityops.services.offices import offices_of
from cityops.services.queries import services
from cityops.services.workflow import SUBMITTED
from geodata.city.entries import ServiceEntry
from geodata.demo.bulk import copy_rows, new_ids
from geodata.demo.clock import WorkClock
from geodata.demo.residents import FAMILY, GIVEN
from geodata.demo.service_life import RequestLife
from geodata.demo.size import DemoSize
from geodata.demo.teams import teams_of
from geodata.demo.year import terrain_of

FULL = 250
SPAN_DAYS = 150
KIND = ServiceRequest._meta.label
REQUEST_COLUMNS = (
    *("id", "code", "geom", "public_precision", "is_public", "created_at", "updated_at", "service_id", "agency_id"),
    *("state", "is_only_desa", "plot_code", "due_at", "days_left", "closed_at", "version", "secret_salt"),
    "address_hash",
)
EVENT_COLUMNS = ("kind", "object_id", "verb", "actor_id", "from_state", "to_state", "is_public", "data", "at")
MESSAGE_COLUMNS = (
    *("id", "request_id", "side", "author_id", "agency_id", "verb", "text", "is_for_resident", "created_at"),
)


@dataclass(frozen=True)
class DemoRequest:
    """One request with its place in degrees and its life. desa: its code, for the nearest office."""

    code: str
    salt: str
    lng: float
    lat: float
    desa: str
    service: ServiceEntry
    note: str
    name: str
    life: RequestLife


@cache
def told() -> dict[str, Any]:
    """Return the words that residents and officers use."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def demo_requests(size: DemoSize) -> list[DemoRequest]:
    """Return the requests, the oldest first; same in, same out."""
    city, words = size.reference.city, told()
    zone, pick = ZoneInfo(city.time_zone), Random(f"{city.slug} requests {size.until.isoformat()} {size.share}")
    terrain = terrain_of(size.reference)
    entries = [entry for entry in size.reference.services if entry.is_open and entry.code in words["services"]]
    if not entries:
        return []
    weights = [words["services"][entry.code]["weight"] for entry in entries]
    end = datetime.combine(size.until, time(0), tzinfo=zone)
    clock = WorkClock(size.until - timedelta(days=SPAN_DAYS + 10), size.until, zone, size.reference.holidays)
    moments = sorted(
        end - timedelta(minutes=int(SPAN_DAYS * 24 * 60 * pick.random() ** 1.8) + 30)
        for _ in range(max(1, round(FULL * size.share)))
    )
    all_desa = list(terrain.desa.values())
    found = []
    for at in moments:
        (entry,) = pick.choices(entries, weights)
        spoken = words["services"][entry.code]
        is_farm = spoken["where"] == "farm"
        likely = [one.weight if "farm" in one.traits or not is_farm else 0.1 for one in all_desa]
        (desa,) = pick.choices(all_desa, likely)
        place = desa.place(spoken["where"], pick)
        lng, lat = terrain.degrees(place.x, place.y)
        life = RequestLife(at, entry.days, clock, end, pick, spoken, words["shared"])
        code, salt = make_code(city.public_code_prefix, pick), f"{pick.getrandbits(64):016x}"
        name = f"{pick.choice(GIVEN)} {pick.choice(FAMILY)}"
        note = pick.choice(spoken["notes"])
        life.live()
        found.append(DemoRequest(code, salt, lng, lat, desa.code, entry, note, name, life))
    return found


def write_requests(size: DemoSize) -> list[int]:
    """Write the requests with words, contact, conversation and history; returns their ids."""
    requests = demo_requests(size)
    ids = new_ids(ServiceRequest, len(requests))
    pairs = list(zip(ids, requests, strict=True))
    copy_rows(ServiceRequest, REQUEST_COLUMNS, (_row(pk, one) for pk, one in pairs))
    copy_rows(RequestWords, ("request_id", "note"), ((pk, one.note) for pk, one in pairs))
    copy_rows(
        RequestContact,
        ("request_id", "name", "phone", "email", "language"),
        ((pk, one.name, "", "", "id") for pk, one in pairs),
    )
    offices = _offices()
    copy_rows(
        Pickup,
        ("request_id", "office_id", "bring", "until"),
        ((pk, _office(one, offices), one.life.bring, one.life.until) for pk, one in pairs if one.life.until),
    )
    _write_steps(pairs, offices)
    return ids


def _row(pk: int, one: DemoRequest) -> Sequence[object]:
    life = one.life
    return (
        *(pk, one.code, f"SRID=4326;POINT({one.lng} {one.lat})", "area", False, life.sent_at, life.last_at),
        *(one.service.code, one.service.agency, life.clock.state, False, "", life.clock.due_at, life.clock.days_left),
        *(life.clock.closed_at, 1 + len(life.steps), one.salt, ""),
    )


def _offices() -> dict[str, list[Facility]]:
    """Return service → where it is had, always in the same order."""
    return {service.pk: list(offices_of(service).order_by("code")) for service in services()}


def _office(one: DemoRequest, offices: dict[str, list[Facility]]) -> int | None:
    places = offices.get(one.service.code, [])
    near = [place for place in places if place.area_id == one.desa]
    return next((place.pk for place in (*near, *places)), None)


def _write_steps(pairs: Sequence[tuple[int, DemoRequest]], offices: dict[str, list[Facility]]) -> None:
    """Write what was done and said, in the order of time, as it would have come about."""
    teams = teams_of(one.service.agency for _pk, one in pairs)
    areas = dict(ServiceRequest.objects.filter(pk__in=[pk for pk, _one in pairs]).values_list("pk", "area_id"))
    steps = sorted(((step.at, pk, one, step) for pk, one in pairs for step in one.life.steps), key=lambda it: it[:2])
    ids = iter(new_ids(Message, sum(1 for *_rest, step in steps if step.text)))
    said: list[Sequence[object]] = []
    events: list[tuple[Any, ...]] = []
    for pk, one in pairs:
        sent = Jsonb({"service": one.service.code, "area": areas[pk]})
        events.append((KIND, pk, "send", None, "", SUBMITTED, False, sent, one.life.sent_at))
    for at, pk, one, step in steps:
        agency = one.service.agency
        actor = teams[agency] if step.by_staff else None
        data: dict[str, object] = {"agency": agency}
        if step.until:
            data |= {"office": _office(one, offices), "until": step.until.isoformat()}
        if step.text:
            data["message"] = number = next(ids)
            side = Message.Side.STAFF if step.by_staff else Message.Side.RESIDENT
            whose = agency if step.by_staff else None
            said.append((number, pk, side, actor, whose, step.verb, step.text, step.verb != "note", at))
        events.append((KIND, pk, step.verb, actor, step.before, step.after, False, Jsonb(data), at))
    events.sort(key=lambda event: event[-1])
    copy_rows(Message, MESSAGE_COLUMNS, said)
    copy_rows(HistoryEvent, EVENT_COLUMNS, events)
