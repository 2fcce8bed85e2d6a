"""What the residents of the demo city send in a year: which day, what about, from where, in which words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from geodata.city.entries import CategoryEntry
from geodata.demo.corpus import Deck, fill, leaves, report_text
from geodata.demo.seasons import day_weights, episode_day, season_factor
from geodata.demo.terrain import Desa, Place, Terrain

KINDS = {"complaint": 0.7, "need": 0.2, "question": 0.1}
FULL_SIZE = 5000  # the number of reports that the episodes are meant for
# Which desa a thing of that sort comes from more often.
TRAITS = {"farm": "farm", "slope": "slope", "town": "town", "tourist": "tourist", "market": "town"}
ELSEWHERE = 0.22  # as likely in a desa without that trait
HOURS = (0.3, 0.1, 0.1, 0.1, 0.4, 1.5, 4, 7, 8, 7, 6, 5, 5, 4, 4, 5, 6, 6, 7, 8, 7, 5, 3, 1)
GIVEN = ("Sri", "Siti", "Sulastri", "Wahyuni", "Endang", "Dewi", "Rina", "Yanti", "Agus", "Slamet", "Bambang", "Eko")
FAMILY = ("Wahyudi", "Santoso", "Prasetyo", "Lestari", "Hidayat", "Rahayu", "Setiawan", "Utomo", "Handayani", "Susilo")


@dataclass(frozen=True)
class Sent:
    """One report as it arrives."""

    at: datetime
    category: CategoryEntry
    desa: Desa
    place: Place
    matter: int
    """Which of the category's matters it is."""
    text: str
    need_service: str
    need_for: str
    reporter: str
    """The name that one in seven leaves; no address and no number, so that nobody real is ever written to."""


class Residents:
    """Sends the reports of one year; the same window and seed give the same ones."""

    def __init__(
        self, terrain: Terrain, categories: Sequence[CategoryEntry], folder: Path, zone: ZoneInfo, pick: Random
    ) -> None:
        """`folder`: the city's folder of reference data."""
        self.terrain, self.zone, self.pick = terrain, zone, pick
        self.deck = Deck(pick)
        self.open = [c for c in categories if c.is_open and not c.is_group and c.code in leaves()]
        self.by_code = {category.code: category for category in self.open}
        self.episodes: list[dict[str, Any]] = yaml.safe_load(
            (folder / "demo" / "episodes.yaml").read_text(encoding="utf-8")
        )["episodes"]

    def send(self, first: date, last: date, count: int) -> list[Sent]:
        """Return `count` reports of the days `first` to `last`, oldest first."""
        sent = list(self._episodes(first, last, count))[:count]
        days, weights = day_weights(first, last)
        for day in self.pick.choices(days, weights, k=count - len(sent)):
            category = self._category(day)
            desa = self._desa(leaves()[category.code].where)
            sent.append(self._sent(day, category, desa))
        return sorted(sent, key=lambda report: (report.at, report.place.x))

    def _episodes(self, first: date, last: date, count: int) -> Iterator[Sent]:
        for episode in self.episodes:
            begins = episode_day(episode["day"], first, last)
            if begins is None:
                continue
            desa, category = self.terrain.desa[episode["area"]], self.by_code[episode["category"]]
            where = leaves()[category.code].where
            middle = desa.place(where, self.pick)
            for _ in range(round(episode["reports"] * min(1.0, count / FULL_SIZE))):
                day = min(last, begins + timedelta(days=int(episode["days"] * self.pick.random() ** 1.5)))
                around = desa.place(where, self.pick, desa.point(middle), episode["spread_m"] / 2)
                yield self._sent(day, category, desa, around)

    def _category(self, day: date) -> CategoryEntry:
        (kind,) = self.pick.choices(list(KINDS), list(KINDS.values()))
        choices = [category for category in self.open if category.kind == kind]
        weights = [leaves()[c.code].weight * season_factor(leaves()[c.code].season, day) for c in choices]
        return self.pick.choices(choices, weights)[0]

    def _desa(self, where: str) -> Desa:
        trait = TRAITS.get(where)
        desa = [d for d in self.terrain.desa.values() if where != "market" or d.market]
        weights = [d.weight * (1.0 if trait is None or trait in d.traits else ELSEWHERE) for d in desa]
        return self.pick.choices(desa, weights)[0]

    def _sent(self, day: date, category: CategoryEntry, desa: Desa, place: Place | None = None) -> Sent:
        leaf = leaves()[category.code]
        place = place or desa.place(leaf.where, self.pick)
        called = {"tempat": place.tempat, "tempat_saja": place.tempat_saja}
        is_need = category.kind == "need"
        matter = self.deck.matter(category.code)
        return Sent(
            at=self._moment(day),
            category=category,
            desa=desa,
            place=place,
            matter=matter,
            text=report_text(category.code, matter, category.kind, self.deck, self.pick, called),
            need_service=leaf.of("service")[matter] if is_need else "",
            need_for=fill(self.deck.deal(f"{category.code} for", leaf.of("for")), self.pick) if is_need else "",
            reporter=f"{self.pick.choice(GIVEN)} {self.pick.choice(FAMILY)}" if self.pick.random() < 0.14 else "",
        )

    def _moment(self, day: date) -> datetime:
        (hour,) = self.pick.choices(range(24), HOURS)
        begin = datetime.combine(day, time(hour), tzinfo=self.zone)
        return begin + timedelta(seconds=self.pick.randrange(3600))
