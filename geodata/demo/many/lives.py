"""What many reports are about, when they came and how far they are: drawn for a block of rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cityops.agencies.working_time import FIVE_DAYS
from cityops.reports.workflow import ARCHIVED, CLOSED, IN_PROGRESS, NEW, REJECTED, RESOLVED, ROUTED, WAITING
from geodata.city.entries import CategoryEntry
from geodata.demo.corpus import leaves
from geodata.demo.residents import HOURS
from geodata.demo.seasons import season_factor

FloatArray: TypeAlias = NDArray[np.floating[Any]]
IntArray: TypeAlias = NDArray[np.int64]

KINDS = {"complaint": 0.90, "need": 0.07, "question": 0.03}
LARGEST = 0.18  # share of the most frequent category
OPEN = 0.12
OVERDUE_OF_OPEN = 0.37  # of those older than a few days: about 4 % of all
FORGOTTEN = 0.004  # never done, however old
GROWTH = (0.6, 1.4)  # reports a day, from the first day to the last
STATES = (NEW, ROUTED, IN_PROGRESS, WAITING, RESOLVED, CLOSED, REJECTED, ARCHIVED)
AT_WORK = (0.24, 0.26, 0.42, 0.08)  # shares of the open states
ENDED = (0.90, 0.055, 0.045)  # closed, rejected, archived
DAY_S = 86_400
NOT_SOLVED_DAYS = 14  # for so long a solved report may still be reopened
NEVER = -1  # instead of a moment


@dataclass(frozen=True)
class Lives:
    """Columns of a block. Moments are seconds since 1970, NEVER where there is none; state is an index of STATES."""

    category: IntArray
    created: IntArray
    state: IntArray
    due: IntArray
    accepted: IntArray
    closed: IntArray
    last: IntArray
    is_hidden: NDArray[np.bool_]


class Years:
    """Everything that a city receives between two days, as something to draw from."""

    def __init__(self, categories: Sequence[CategoryEntry], until: date, years: int, zone: ZoneInfo) -> None:
        """`until`: the day after the last one."""
        self.categories = [c for c in categories if c.is_open and not c.is_group and c.code in leaves()]
        self.weights = _shares(self.categories)
        first = until - timedelta(days=round(years * 365.25))
        days = [first + timedelta(days=step) for step in range((until - first).days)]
        self._midnights = np.array([_moment(day, time(0), zone) for day in days])
        self._until = _moment(until, time(0), zone)
        self._end_of_work = _moment(until, FIVE_DAYS.ends[0], zone) - self._until
        by_day = np.array([_usual(step / len(days), day) for step, day in enumerate(days)])
        seasons = [leaves()[c.code].season for c in self.categories]
        factors = {name: by_day * [season_factor(name, day) for day in days] for name in sorted(set(seasons))}
        self._upto = [np.cumsum(factors[name]) / factors[name].sum() for name in seasons]
        expected = sum(w * factors[name] / factors[name].sum() for w, name in zip(self.weights, seasons, strict=True))
        self._fade_days = _fade(np.arange(len(days), 0, -1) - 0.5, np.asarray(expected))

    def draw(self, pick: np.random.Generator, count: int) -> Lives:
        """Return `count` lives."""
        category = np.searchsorted(np.cumsum(self.weights), pick.random(count)).clip(0, len(self.categories) - 1)
        created = self._created(pick, category)
        age = self._until - created
        is_open = pick.random(count) < _open_share(age / DAY_S, self._fade_days)
        state = np.where(
            is_open,
            pick.choice(4, count, p=AT_WORK),
            5 + pick.choice(3, count, p=ENDED),
        )
        # What is open moves on in days, what is ended did so within weeks.
        took = np.minimum(pick.exponential(np.where(is_open, 3, 12) * DAY_S), age - 60).astype(np.int64).clip(0)
        last = np.where(state == STATES.index(NEW), created, created + took)
        is_fresh = (state == STATES.index(CLOSED)) & (self._until - last < NOT_SOLVED_DAYS * DAY_S)
        state[is_fresh] = STATES.index(RESOLVED)
        accepted = np.where(state == STATES.index(NEW), NEVER, created + took // 3)
        closed = np.where((state == STATES.index(CLOSED)) | is_fresh, last, NEVER)
        due = self._due(pick, state, age)
        return Lives(category, created, state, due, accepted, closed, last, pick.random(count) < 0.003)

    def _created(self, pick: np.random.Generator, category: IntArray) -> IntArray:
        days, chance = np.empty(len(category), dtype=np.int64), pick.random(len(category))
        for index, upto in enumerate(self._upto):
            which = category == index
            days[which] = np.searchsorted(upto, chance[which]).clip(0, len(upto) - 1)
        hours = pick.choice(24, len(category), p=np.array(HOURS) / sum(HOURS))
        moments: IntArray = self._midnights[days] + hours * 3600 + pick.integers(3600, size=len(category))
        return moments

    def _due(self, pick: np.random.Generator, state: IntArray, age: IntArray) -> IntArray:
        count = len(state)
        is_late = (pick.random(count) < OVERDUE_OF_OPEN) & (age > 4 * DAY_S)
        late_days = np.minimum(pick.exponential(25, count), age / DAY_S - 2).astype(np.int64).clip(0) + 1
        days = np.where(is_late, -late_days, pick.integers(1, 21, count))
        days = np.where(state == STATES.index(RESOLVED), pick.integers(0, NOT_SOLVED_DAYS, count), days)
        has_clock = np.isin(state, [STATES.index(s) for s in (NEW, ROUTED, IN_PROGRESS, RESOLVED)])
        return np.where(has_clock, self._until + days * DAY_S + self._end_of_work, NEVER)


def _moment(day: date, at: time, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, at, tzinfo=zone).timestamp())


def _shares(categories: Sequence[CategoryEntry]) -> FloatArray:
    """Return the share of each category: as its words say within its kind, the largest set to LARGEST."""
    weights = np.array([leaves()[c.code].weight for c in categories])
    for kind, share in KINDS.items():
        which = np.array([c.kind == kind for c in categories])
        weights[which] *= share / weights[which].sum()
    largest = int(weights.argmax())
    same = np.array([c.kind == categories[largest].kind for c in categories])
    same[largest] = False
    weights[same] *= (weights[same].sum() + weights[largest] - LARGEST) / weights[same].sum()
    weights[largest] = LARGEST
    shares: FloatArray = weights / weights.sum()
    return shares


def _usual(progress: float, day: date) -> float:
    begin, end = GROWTH
    weekday = (1.2, 1.1, 1.05, 1.0, 0.95, 0.85, 0.7)[day.weekday()]
    return (begin + (end - begin) * progress) * weekday * (0.75 + 0.25 * season_factor("rain", day) / 1.2)


def _open_share(age_days: FloatArray, fade_days: float) -> FloatArray:
    share: FloatArray = np.minimum(1.0, 0.97 * np.exp(-age_days / fade_days) + FORGOTTEN)
    return share


def _fade(age_days: FloatArray, weights: FloatArray) -> float:
    """Return in how many days what is open fades, so that OPEN of all reports are open today."""
    least, most = 0.1, float(age_days.max())
    for _ in range(40):
        middle = (least + most) / 2
        share = float((weights * _open_share(age_days, middle)).sum() / weights.sum())
        least, most = (middle, most) if share < OPEN else (least, middle)
    return (least + most) / 2
