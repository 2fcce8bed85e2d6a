"""Farm plots and farmer groups of the demo city: made up, the same again for the same day, most of them verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.db import connection
from psycopg.types.json import Jsonb

from cityops.farming.models import FarmerGroup, FarmPlot, PlotFarmer, PlotNote
from cityops.farming.seasons import season_on
from cityops.farming.workflow import CLOCK_DAYS, RETURNED, SUBMITTED, VERIFIED, WITHDRAWN
from cityops.features.codes import make_code
from cityops.features.models import HistoryEvent
from geodata.city.folder import REFERENCE_DIR
from geodata.demo.bulk import copy_rows, new_ids
from geodata.demo.clock import WorkClock
from geodata.demo.fields import fields_of, moved
from geodata.demo.residents import FAMILY, GIVEN
from geodata.demo.size import DemoSize
from geodata.demo.teams import teams_of
from geodata.demo.year import terrain_of

STATES = {VERIFIED: 0.82, SUBMITTED: 0.12, RETURNED: 0.04, WITHDRAWN: 0.02}
OVERLAPPING = 0.3  # of those that wait
ASKED = (
    "Batas sebelah timur melewati jalan desa. Mohon digambar ulang sampai tepi jalan.",
    "Menurut catatan kelompok, lahan ini sedang ditanami tanaman lain. Mohon dicek komoditasnya.",
    "Sudut di selatan masuk ke lahan tetangga. Mohon diperbaiki bersama pemiliknya.",
)
GONE = "Sudah menjadi bangunan."
KIND = FarmPlot._meta.label
PLOT_COLUMNS = (
    *("id", "code", "geom", "created_at", "updated_at", "commodity", "season", "group_id", "agency_id"),
    *("state", "due_at", "closed_at", "version", "secret_salt", "address_hash"),
)
EVENT_COLUMNS = ("kind", "object_id", "verb", "actor_id", "from_state", "to_state", "is_public", "data", "at")
VERBS = {VERIFIED: "verify", RETURNED: "return", WITHDRAWN: "withdraw"}


@dataclass(frozen=True)
class DemoPlot:
    """One plot as it shall lie there; ring in degrees, not closed. checked_at: when an extension worker decided."""

    code: str
    area: str
    ring: Sequence[tuple[float, float]]
    commodity: str
    group: str
    farmer: str
    state: str
    sent_at: datetime
    checked_at: datetime | None
    due_at: datetime | None
    note: str
    salt: str


def write_groups(size: DemoSize) -> list[int]:
    """Write the farmer groups of each desa; returns their ids."""
    names = [(area, name) for area, entry in sorted(_told(size).items()) for name in entry["groups"]]
    groups = FarmerGroup.objects.bulk_create([FarmerGroup(area_id=area, name=name) for area, name in names])
    return [group.pk for group in groups]


def write_plots(size: DemoSize) -> list[int]:
    """Write the plots with farmers, notes and history; returns their ids."""
    agency = size.reference.city.farming_agency
    if not agency:
        return []
    plots = demo_plots(size)
    ids = new_ids(FarmPlot, len(plots))
    groups = {(group.area_id, group.name): group.pk for group in FarmerGroup.objects.all()}
    season = season_on(size.until)
    copy_rows(
        FarmPlot,
        PLOT_COLUMNS,
        (
            (
                *(pk, plot.code, _ewkt(plot), plot.sent_at, plot.checked_at or plot.sent_at, plot.commodity, season),
                *(groups.get((plot.area, plot.group)), agency, plot.state, plot.due_at),
                *(plot.checked_at if plot.state == WITHDRAWN else None, 2 if plot.checked_at else 1, plot.salt, ""),
            )
            for pk, plot in zip(ids, plots, strict=True)
        ),
    )
    copy_rows(
        PlotFarmer,
        ("plot_id", "name", "phone", "group_name", "consent"),
        ((pk, p.farmer, "", p.group, "") for pk, p in zip(ids, plots, strict=True)),
    )
    _write_life(ids, plots, teams_of([agency])[agency], season)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE farming_farmplot SET has_overlap = true WHERE id = ANY(%s) AND state <> 'withdrawn'"
            " AND EXISTS (SELECT 1 FROM farming_overlapped(geom, id))",
            [ids],
        )
    return ids


def demo_plots(size: DemoSize) -> list[DemoPlot]:
    """Return the plots, the oldest first; same in, same out."""
    city = size.reference.city
    zone, pick = ZoneInfo(city.time_zone), Random(f"{city.slug} plots {size.until.isoformat()} {size.share}")
    terrain = terrain_of(size.reference)
    clock = WorkClock(size.until - timedelta(days=300), size.until, zone, size.reference.holidays)
    end = datetime.combine(size.until, time(0), tzinfo=zone)
    plots = []
    for area, entry in sorted(_told(size).items()):
        count = max(1, round(entry["plots"] * size.share))
        for ring in fields_of(terrain.desa[area], count, Random(f"{area} fields")):
            state = pick.choices(list(STATES), list(STATES.values()))[0]
            is_moved = state == SUBMITTED and pick.random() < OVERLAPPING
            corners = [terrain.degrees(x, y) for x, y in (moved(ring, pick) if is_moved else ring)]
            sent_at = end - timedelta(minutes=pick.randint(60, (20 if state == SUBMITTED else 240) * 24 * 60))
            checked_at = clock.moment_after(sent_at, pick.randint(1, 8), pick) if state != SUBMITTED else None
            if checked_at and checked_at >= end:  # not before tomorrow: it waits still
                state, checked_at = SUBMITTED, None
            plots.append(
                DemoPlot(
                    code=make_code(city.public_code_prefix, pick),
                    area=area,
                    ring=corners,
                    commodity=_crop(entry["crops"], pick),
                    group=pick.choice([*entry["groups"], *entry["groups"], ""]),
                    farmer=f"{pick.choice(GIVEN)} {pick.choice(FAMILY)}",
                    state=state,
                    sent_at=sent_at,
                    checked_at=checked_at,
                    due_at=clock.due_after(sent_at, CLOCK_DAYS["verify"]) if state == SUBMITTED else None,
                    note={RETURNED: pick.choice(ASKED), WITHDRAWN: GONE}.get(state, ""),
                    salt=f"{pick.getrandbits(64):016x}",
                )
            )
    return sorted(plots, key=lambda plot: (plot.sent_at, plot.code))


def _crop(crops: Sequence[str], pick: Random) -> str:
    """Return one of the crops; the first ones are the commonest."""
    return pick.choices(crops, [1 / (place + 1) for place in range(len(crops))])[0]


def _ewkt(plot: DemoPlot) -> str:
    corners = ", ".join(f"{lng} {lat}" for lng, lat in (*plot.ring, plot.ring[0]))
    return f"SRID=4326;POLYGON(({corners}))"


def _write_life(ids: Sequence[int], plots: Sequence[DemoPlot], team: int, season: str) -> None:
    notes = iter(new_ids(PlotNote, sum(1 for plot in plots if plot.note)))
    written: list[Sequence[Any]] = []
    events: list[Sequence[Any]] = []
    for pk, plot in zip(ids, plots, strict=True):
        sent = {"commodity": plot.commodity, "season": season, "area": plot.area}
        events.append((KIND, pk, "send", None, "", SUBMITTED, False, Jsonb(sent), plot.sent_at))
        if plot.checked_at is None:
            continue
        data = {}
        if plot.note:
            data["note"] = note = next(notes)
            written.append((note, pk, team, VERBS[plot.state], plot.note, True, plot.checked_at))
        events.append((KIND, pk, VERBS[plot.state], team, SUBMITTED, plot.state, False, Jsonb(data), plot.checked_at))
    events.sort(key=lambda event: event[-1])
    copy_rows(PlotNote, ("id", "plot_id", "author_id", "verb", "text", "is_for_farmer", "created_at"), written)
    copy_rows(HistoryEvent, EVENT_COLUMNS, events)


def _told(size: DemoSize) -> dict[str, dict[str, Any]]:
    """Return what the city's folder tells of its farms; nothing where it tells nothing."""
    file = REFERENCE_DIR / size.reference.city.slug / "demo" / "farming.yaml"
    if not file.exists():
        return {}
    told: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["desa"]
    return told
