"""The demo city's year: everything that residents sent and officers did, as plain values; no database."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from cityops.features.codes import make_code
from geodata.city.entries import Reference
from geodata.city.folder import REFERENCE_DIR
from geodata.demo.clock import WorkClock
from geodata.demo.life import Life, Officer
from geodata.demo.outlines import outlines_of_city
from geodata.demo.residents import Residents, Sent
from geodata.demo.terrain import Terrain

DISPATCHER = "diskominfo"
# Where the dispatcher sends what has no agency of its own; "kec" is the kecamatan of the place.
ROUTES = {
    "tap-water": ("perumdam",),
    "other-complaint": ("kec", "kec", "diskominfo", "satpol-pp", "disperkim"),
    "need-other": ("kec", "diskominfo", "disperkim"),
    "ask-other": ("kec", "diskominfo", "disperpusip"),
}
KECAMATAN = {"35.79.01": "kec-batu", "35.79.02": "kec-bumiaji", "35.79.03": "kec-junrejo"}
WRONG_AGENCY = 0.03  # of all reports go to another agency first


@dataclass(frozen=True)
class DemoReport:
    """A report with its code, its place in degrees and its life."""

    code: str
    secret_salt: str
    lng: float
    lat: float
    sent: Sent
    life: Life


@cache
def terrain_of(reference: Reference) -> Terrain:
    """Return the city's terrain; always from the grid, whatever outlines are loaded, so that rows stay the same."""
    folder = REFERENCE_DIR / reference.city.slug
    names = {area.code: area.name for area in reference.areas}
    return Terrain(folder, outlines_of_city(reference.city.slug), names, reference.city.metric_srid)


def demo_year(reference: Reference, until: date, count: int) -> list[DemoReport]:
    """Return `count` reports of the year that ends the evening before `until`, oldest first; same in, same out."""
    zone = ZoneInfo(reference.city.time_zone)
    pick = Random(f"{reference.city.slug} {until.isoformat()} {count}")
    first, last = until - timedelta(days=365), until - timedelta(days=1)
    terrain = terrain_of(reference)
    residents = Residents(terrain, reference.categories, REFERENCE_DIR / reference.city.slug, zone, pick)
    clock = WorkClock(first, last, zone, reference.holidays)
    end = datetime.combine(until, time(0), tzinfo=zone)
    ours = {agency.code: agency.is_ours for agency in reference.agencies}
    short_names = {agency.code: agency.short_name for agency in reference.agencies}
    reports, codes = [], set[str]()
    for sent in residents.send(first, last, count):
        agency = sent.category.agency if ours.get(sent.category.agency) else None
        life = Life(sent.at, agency, DISPATCHER, sent.category.target_days, clock)
        route_to = _route(sent, agency, pick)
        category = sent.category
        officer = Officer(life, category.code, sent.matter, category.kind, end, residents.deck, pick)
        officer.work(route_to, short_names.get(route_to or "", ""))
        code = make_code(reference.city.public_code_prefix, pick)
        while code in codes:
            code = make_code(reference.city.public_code_prefix, pick)
        codes.add(code)
        lng, lat = terrain.degrees(sent.place.x, sent.place.y)
        reports.append(DemoReport(code, f"{pick.getrandbits(64):016x}", lng, lat, sent, life))
    return reports


def _route(sent: Sent, agency: str | None, pick: Random) -> str | None:
    """Return the agency that the dispatcher must choose, or chooses because the first was wrong."""
    if agency is None:
        choices: Sequence[str] = ROUTES.get(sent.category.code, ("kec",))
        chosen = pick.choice(choices)
        return KECAMATAN[sent.desa.code.rpartition(".")[0]] if chosen == "kec" else chosen
    wrong = {"dpupr": "disperkim", "dlh": "dpupr", "dishub": "satpol-pp", "distan": "diskumperindag"}
    return wrong.get(agency) if pick.random() < WRONG_AGENCY else None


def digest_of(reports: Sequence[DemoReport]) -> str:
    """Return a fingerprint of all rows: the same date must give the same one on every machine."""
    lines = (
        "|".join(
            (
                *(report.code, report.sent.at.isoformat(), report.sent.category.code, report.sent.text),
                *(f"{report.lng:.6f},{report.lat:.6f}", report.life.state, str(report.life.due_at)),
                *(f"{step.verb}@{step.at.isoformat()}:{step.text}" for step in report.life.steps),
            )
        )
        for report in reports
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
