"""Map, list and counts can never disagree: all of them are asked the same random filters as different people."""

import random
from datetime import timedelta
from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cityops.facilities.models import FacilityKind
from cityops.policy.lines import Role
from cityops.reports import word_lists
from cityops.reports.models import Report
from cityops.reports.word_lists import list_words
from layers.cells.folding import fold
from layers.counts import counts
from layers.filters import Filter
from layers.items import page_of
from layers.registry import Layer, layers_of
from layers.tiles import draw as drawing
from layers.tiles.address import Tile
from layers.tiles.draw import draw
from tests.factories import places
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.facilities import FacilityFactory
from tests.factories.farming import FarmPlotFactory, field_at
from tests.factories.offers import OfferFactory
from tests.factories.reports import ReportFactory
from tests.factories.services import RequestFactory
from tests.layers.random_filters import random_filter
from tests.layers.tiles.grid import covering

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("city")]


def people() -> list[Any]:
    return [
        AnonymousUser(),
        staff(Role.OFFICER, agency="dpupr"),
        staff(Role.OFFICER, agency="dpupr", areas=["35.79.01", "35.79.02.2001"]),
        staff(Role.CAMAT, agency="kec-batu", areas=["35.79.01"]),
        staff(Role.HEAD, agency="dlh"),
        staff(Role.EXTENSION, agency="distan", areas=["35.79.02"]),
        staff(Role.PLANNER),
    ]


def some_reports(dice: random.Random) -> None:
    categories = [
        CategoryFactory(),
        CategoryFactory(code="lampu", name="Lampu", agency__code="dlh"),
        CategoryFactory(code="rahasia", name="Rahasia", is_public=False),
        CategoryFactory(code="kebutuhan", name="Kebutuhan", kind="need"),
    ]
    busy = staff(Role.OFFICER, agency="dlh")
    for _ in range(60):
        report = ReportFactory(
            geom=places.place(dice.uniform(112.5, 112.56), dice.uniform(-7.9, -7.861)),
            category=dice.choice(categories),
            state=dice.choice(["new", "routed", "in_progress", "resolved", "closed"]),
            public_precision=dice.choice(["exact", "snapped", "area"]),
            due_at=timezone.now() + timedelta(days=dice.randrange(-5, 5)),
            text=dice.choice(["Jalan berlubang", "Air mati", "Lampu padam"]),
        )
        Report.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(days=dice.randrange(400)))
        if dice.random() < 0.5:
            Report.objects.filter(pk=report.pk).update(accepted_at=timezone.now())
        if dice.random() < 0.5:
            Report.objects.filter(pk=report.pk).update(assignee=busy)
        if dice.random() < 0.1:
            Report.objects.filter(pk=report.pk).update(hidden_at=timezone.now(), hidden_reason="x")


def some_of_other_kinds(dice: random.Random) -> None:
    for spot in (places.IN_SISIR, places.IN_TEMAS, places.IN_PUNTEN, places.IN_BEJI):
        FacilityFactory(geom=spot, kind=dice.choice(FacilityKind.values))
        RequestFactory(geom=spot, state=dice.choice(["submitted", "ready", "done"]))
        FarmPlotFactory(geom=field_at(spot), state=dice.choice(["submitted", "verified"]))
        OfferFactory(geom=spot)


def listed(layer: Layer, user: Any, asked: Filter) -> list[str]:
    codes, after = [], ""
    while True:
        page = page_of(layer, user, asked, after, size=25)
        codes += [row["code"] for row in page.rows]
        after = page.following
        if not after:
            return codes


def drawn(layer: Layer, user: Any, asked: Filter, z: int) -> int:
    bodies = (draw(layer, user, asked, Tile(z, x, y)) for x, y in covering(z, margin=0))
    parts = [part for body in bodies for part in mapbox_vector_tile.decode(body).values()]
    found = [feature["properties"] for part in parts for feature in part["features"]]
    # A polygon that reaches into the next tile is drawn in both.
    return sum(one.get("n", 0) for one in found) + len({one["code"] for one in found if "code" in one})


@pytest.mark.parametrize("seed", range(3))
def test_map_list_and_counts_are_the_same_set(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    some_reports(dice)
    some_of_other_kinds(dice)
    if seed % 2:
        fold()
        monkeypatch.setattr(word_lists, "SMALL", 8)
        assert list_words()
    for user in people():
        for layer in layers_of(user):
            for _ in range(4 if layer.name.endswith("reports") else 2):
                asked = random_filter(layer, dice)
                monkeypatch.setattr(drawing, "MOST_FEATURES", dice.choice([0, 2000]))
                told = counts(layer, user, asked)
                codes = listed(layer, user, asked)
                said = (seed, layer.name, getattr(user, "username", ""), asked.query)
                assert len(codes) == len(set(codes)) == told.total, said
                assert told.total == sum(told.by_value.values()) or not layer.counted, said
                assert told.late <= told.total, said
                z = dice.choice([9, 12, 13, 15])
                assert drawn(layer, user, asked, z) == told.total, (*said, z)
                assert told.total == layer.scope(user).filter(asked.condition(layer.filters)).count(), said
