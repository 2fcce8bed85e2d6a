"""Writes many reports by COPY, block by block; triggers do the rest."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from pyproj import Transformer

from cityops.areas.models import Area
from cityops.errors import CityError
from cityops.features.codes import CODES, numbered_code
from cityops.features.models import HistoryEvent
from cityops.reports.models import Report, ReportWords, WordList
from cityops.reports.word_lists import list_changed_words, list_words
from cityops.reports.workflow import ARCHIVED, CLOSED, IN_PROGRESS, NEW, REJECTED, RESOLVED, ROUTED, WAITING
from geodata.city.entries import Reference
from geodata.demo.bulk import copy_rows, new_ids
from geodata.demo.load import EVENT_COLUMNS, KIND, REPORT_COLUMNS, NoBoundaries, refuse_in_production
from geodata.demo.many.lives import NEVER, STATES, IntArray, Lives, Years
from geodata.demo.many.places import Places, Settlement
from geodata.demo.many.unindexed import without_indexes
from geodata.demo.many.words import draw_texts
from geodata.demo.year import KECAMATAN, ROUTES, terrain_of

BLOCK = 20_000
UNINDEXED_FROM = 100_000  # fewer are written faster with the indexes there
FILLED = (Report, ReportWords, HistoryEvent)
CELLS = "reports"  # the source under which the map counts reports
MARK = "made"  # how the salts of these rows begin: by it they are found again
DECIMALS = 6
OUTCOMES, OUTCOME_SHARES = ("done", "planned", "partly", "not_possible"), (0.74, 0.15, 0.06, 0.05)
ASKED_DAYS_LEFT, REPLY_TIME_S = 3, 14 * 86400  # of those that wait for their reporter
# What was done last to a report in this state: verb, and the state before.
LAST_MOVE = {
    ROUTED: ("accept", NEW),
    IN_PROGRESS: ("start", ROUTED),
    WAITING: ("ask", IN_PROGRESS),
    RESOLVED: ("resolve", IN_PROGRESS),
    CLOSED: ("close", RESOLVED),
    REJECTED: ("reject", NEW),
    ARCHIVED: ("archive", ROUTED),
}


class MadeAlready(CityError):
    """There are made reports, and it was not said what to do with them."""

    code, status = "made_already", 409
    text = _("There are made reports already; --replace takes them out first.")


@dataclass(frozen=True)
class Wanted:
    """How many reports, of how many years before `until`, and with what beside the rows themselves."""

    count: int
    until: date
    years: int = 5
    seed: int = 1
    with_words: bool = True
    with_history: bool = True


def make_reports(reference: Reference, wanted: Wanted) -> Iterator[int]:
    """Write the reports; yields how many are written after each block.

    Broken off, it leaves whole blocks, which --replace takes out, or, of many, nothing. What many leave uncounted,
    `tidy_up` counts. Raises NotInProduction, NoBoundaries, MadeAlready.
    """
    refuse_in_production()
    if not Area.objects.filter(geom__isnull=False).exists():
        raise NoBoundaries
    if _made().exists():
        raise MadeAlready
    maker = _Maker(reference, wanted)
    is_large = wanted.count >= UNINDEXED_FROM
    with without_indexes(FILLED) if is_large else nullcontext():
        for number, begin in enumerate(range(0, wanted.count, BLOCK)):
            size = min(BLOCK, wanted.count - begin)
            with transaction.atomic(savepoint=False):
                maker.write(number, size)
            yield begin + size


def remove_made() -> Iterator[int]:
    """Take all made reports out, block by block; yields how many are gone. Their history stays, as all history does."""
    refuse_in_production()
    gone = 0
    while ids := list(_made().values_list("pk", flat=True)[:BLOCK]):
        Report.objects.filter(pk__in=ids).delete()
        gone += len(ids)
        yield gone


def tidy_up() -> None:
    """Count the map's cells once instead of folding a million changes, list the words, and tell the planner of it all.

    Not in a transaction: it vacuums, so that index-only scans see that nothing is in doubt.
    """
    call_command("rebuild_cells", CELLS, stdout=StringIO())
    list_changed_words()
    list_words(patience_s=60)
    tables = [model._meta.db_table for model in (*FILLED, WordList)]
    with connection.cursor() as cursor:
        for table in (*tables, "layers_cell", "layers_delta", "layers_touch"):
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(table)}")


def _made() -> Any:
    return Report.objects.filter(secret_salt__startswith=MARK).order_by()


class _Maker:
    """Draws and writes blocks."""

    def __init__(self, reference: Reference, wanted: Wanted) -> None:
        city = reference.city
        self.wanted, self.prefix = wanted, city.public_code_prefix
        self.settlement = Settlement(terrain_of(reference), wanted.seed)
        self.years = Years(reference.categories, wanted.until, wanted.years, ZoneInfo(city.time_zone))
        self.to_degrees = Transformer.from_crs(city.metric_srid, 4326, always_xy=True)
        self.ours = {agency.code for agency in reference.agencies if agency.is_ours}
        self.codes = self._codes()

    def write(self, number: int, size: int) -> None:
        pick = np.random.default_rng([self.wanted.seed, 2, number])
        places, lives = self.settlement.draw(pick, size), self.years.draw(pick, size)
        ids = new_ids(Report, size)
        agencies = self._agencies(pick, places, lives)
        outcomes = pick.choice(OUTCOMES, size, p=OUTCOME_SHARES).tolist()
        codes = self._new_codes(size)  # asked for before: while rows stream in, the connection answers nothing else
        copy_rows(Report, REPORT_COLUMNS, self._rows(ids, codes, places, lives, agencies, outcomes))
        if self.wanted.with_words:
            self._write_words(pick, ids, lives)
        if self.wanted.with_history:
            areas = dict(Report.objects.filter(pk__range=(ids[0], ids[-1])).values_list("pk", "area_id"))
            copy_rows(HistoryEvent, EVENT_COLUMNS, self._events(ids, areas, lives, agencies, outcomes))

    def _rows(
        self,
        ids: Sequence[int],
        codes: Sequence[str],
        places: Places,
        lives: Lives,
        agencies: Sequence[str | None],
        outcomes: Sequence[str],
    ) -> Iterator[Sequence[object]]:
        lng, lat = self.to_degrees.transform(places.xy[:, 0], places.xy[:, 1])
        categories = self.years.categories
        columns = zip(
            *(ids, codes, np.round(lng, DECIMALS).tolist(), np.round(lat, DECIMALS).tolist()),
            *(lives.category.tolist(), lives.state.tolist(), lives.is_hidden.tolist(), agencies, outcomes),
            *map(_moments, (lives.created, lives.due, lives.accepted, lives.closed, lives.last)),
            _moments(lives.last + REPLY_TIME_S),
            strict=True,
        )
        for pk, code, x, y, which, state, is_hidden, agency, outcome, *moments in columns:
            created, due, accepted, closed, last, reply_by = moments
            category, name = categories[which], STATES[state]
            yield (
                *(pk, code, f"SRID=4326;POINT({x} {y})", category.precision, created, last),
                *(category.kind, category.code, agency, name, due, accepted),
                *((last, "Memuat nama orang.") if is_hidden else (None, "")),
                *(outcome if closed else "", None, closed),
                *((ASKED_DAYS_LEFT, IN_PROGRESS, reply_by) if name == WAITING else (None, "", None)),
                *(None, 1 if name == NEW else 2, f"{MARK}{pk:012x}"),
            )

    def _write_words(self, pick: np.random.Generator, ids: Sequence[int], lives: Lives) -> None:
        is_need = [self.years.categories[which].kind == "need" for which in lives.category.tolist()]
        texts = zip(ids, draw_texts(pick, len(ids)), is_need, strict=True)
        rows = ((pk, text, *(("Layanan", "Warga") if need else ("", ""))) for pk, text, need in texts)
        copy_rows(ReportWords, ("report_id", "text", "need_service", "need_for"), rows)

    def _events(
        self,
        ids: Sequence[int],
        areas: Mapping[int, str | None],
        lives: Lives,
        agencies: Sequence[str | None],
        outcomes: Sequence[str],
    ) -> Iterator[Sequence[object]]:
        """One event for the arrival; another for what was done last, where something was."""
        columns = zip(
            *(ids, lives.category.tolist(), lives.state.tolist(), agencies, outcomes),
            *map(_moments, (lives.created, lives.last)),
            strict=True,
        )
        for pk, which, state, agency, outcome, created, last in columns:
            sent = {"category": self.years.categories[which].code, "area": areas[pk]}
            yield (KIND, pk, "send", None, "", NEW, True, json.dumps(sent), created)
            if STATES[state] in LAST_MOVE:
                verb, before = LAST_MOVE[STATES[state]]
                data = {"agency": agency} if verb == "accept" else {"outcome": outcome} if verb == "resolve" else {}
                yield (KIND, pk, verb, None, before, STATES[state], True, json.dumps(data), last)

    def _agencies(self, pick: np.random.Generator, places: Places, lives: Lives) -> list[str | None]:
        """Return whose each report is: the category's, or where the dispatcher sent it; None where it waits for one."""
        found: list[str | None] = []
        chances = pick.random(len(places.desa)).tolist()
        new = STATES.index(NEW)
        for which, state, desa, chance in zip(
            lives.category.tolist(), lives.state.tolist(), places.desa.tolist(), chances, strict=True
        ):
            category = self.years.categories[which]
            if category.agency in self.ours:
                found.append(category.agency)
                continue
            routes = ROUTES.get(category.code, ("kec",))
            route = routes[int(chance * len(routes))]
            kecamatan = KECAMATAN.get(self.settlement.codes[desa].rpartition(".")[0])
            found.append(None if state == new else kecamatan if route == "kec" else route)
        return found

    def _codes(self) -> Iterator[str]:
        """Go through all codes in an order of the seed's own, so that none comes twice."""
        pick = np.random.default_rng([self.wanted.seed, 3])
        step, at = int(pick.integers(CODES // 3, CODES // 2)), int(pick.integers(CODES))
        while step % 2 == 0 or step % 7 == 0:  # a common factor with 28^7 would come round too early
            step += 1
        while True:
            at = (at + step) % CODES
            yield numbered_code(self.prefix, at)

    def _new_codes(self, count: int) -> list[str]:
        codes: list[str] = []
        while missing := count - len(codes):
            drawn = [next(self.codes) for _ in range(missing)]
            taken = set(Report.objects.filter(code__in=drawn).values_list("code", flat=True))
            codes += [code for code in drawn if code not in taken]
        return codes


def _moments(seconds: IntArray) -> list[str | None]:
    texts = np.datetime_as_string(seconds.astype("datetime64[s]"), timezone="UTC").tolist()
    return [None if second == NEVER else text for second, text in zip(seconds.tolist(), texts, strict=True)]
