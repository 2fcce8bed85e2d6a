"""A plot as staff see it over HTTP."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cityops.accounts.models import User
from cityops.farming.models import FarmPlot
from cityops.features.models import HistoryEvent
from cityops.policy.lines import Role
from tests.factories.agencies import staff
from tests.factories.farming import FarmerGroupFactory, FarmPlotFactory, beside, field_at
from tests.factories.places import IN_BUMIAJI, IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def plot() -> FarmPlot:
    return FarmPlotFactory(farmer="Pak Slamet")


@pytest.fixture
def ppl() -> User:
    return staff(Role.EXTENSION, agency="distan", areas=["35.79.01"], name="Rini Penyuluh")


def address(plot: FarmPlot, verb: str = "") -> str:
    return f"/staff/plots/{plot.code}/" + (f"{verb}/" if verb else "")


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_an_extension_worker_sees_farmer_place_and_moves(client: Client, plot: FarmPlot, ppl: User) -> None:
    client.force_login(ppl)
    page = text_of(client.get(address(plot)))
    assert "Pak Slamet" in page
    assert "Verifikasi" in page
    assert "outline-map" in page
    fragment = text_of(client.get(address(plot), **HTMX))
    assert fragment.lstrip().startswith("<article")
    assert f'data-code="{plot.code}"' in fragment


def test_a_camat_sees_the_plot_but_not_whose_it_is(client: Client, plot: FarmPlot) -> None:
    client.force_login(staff(Role.CAMAT, agency="kec-batu", areas=["35.79.01"]))
    page = text_of(client.get(address(plot)))
    assert plot.code in page
    assert "Slamet" not in page
    assert "0812" not in page
    assert "data-key" not in page


def test_those_who_may_not_see_it_find_nothing(client: Client, plot: FarmPlot) -> None:
    for person in (staff(Role.DISPATCHER, agency="diskominfo"), staff(Role.CAMAT, agency="kec", areas=["35.79.02"])):
        client.force_login(person)
        assert client.get(address(plot)).status_code == 404
        assert client.post(address(plot, "verify"), {"seen": 1}).status_code == 404


def test_verifying_answers_with_the_plot_as_it_is_now(client: Client, plot: FarmPlot, ppl: User) -> None:
    client.force_login(ppl)
    answer = client.post(address(plot, "verify"), {"seen": 1}, **HTMX)
    assert "Terverifikasi" in text_of(answer)
    changed = json.loads(answer["HX-Trigger-After-Settle"])["work:changed"]
    undoable = {"undo": address(plot, "undo"), "seconds": 10}
    assert changed == {"code": plot.code, "words": "Terverifikasi", "address": address(plot), **undoable}
    plot.refresh_from_db()
    assert plot.state == "verified"


def test_without_scripts_a_move_leads_back_to_the_page(client: Client, plot: FarmPlot, ppl: User) -> None:
    client.force_login(ppl)
    assert client.get(address(plot, "return")).status_code == 200
    answer = client.post(address(plot, "return"), {"seen": 1, "reason": "Batas salah"})
    assert answer["Location"] == address(plot)
    assert "Batas salah" in text_of(client.get(address(plot)))


def test_a_stale_move_shows_what_changed_and_keeps_the_words(client: Client, plot: FarmPlot, ppl: User) -> None:
    client.force_login(ppl)
    client.post(address(plot, "note"), {"seen": 1, "text": "Sudah dilihat"})
    answer = client.post(address(plot, "return"), {"seen": 1, "reason": "Batas timur salah"}, **HTMX)
    assert answer.status_code == 409
    assert "Rini Penyuluh" in text_of(answer)
    assert "Batas timur salah" in text_of(answer)
    assert 'value="2"' in text_of(answer)


def test_a_reason_is_asked_for(client: Client, plot: FarmPlot, ppl: User) -> None:
    client.force_login(ppl)
    assert client.post(address(plot, "return"), {"seen": 1}, **HTMX).status_code == 422
    assert client.get(address(plot, "explode")).status_code == 404
    assert client.get(address(plot, "edit")).status_code == 404  # the farmer's own move


def test_crop_season_and_group_are_set(client: Client, plot: FarmPlot, ppl: User) -> None:
    group = FarmerGroupFactory(name="Sumber Urip")
    client.force_login(ppl)
    assert "Sumber Urip" in text_of(client.get(address(plot, "correct"), **HTMX))
    given = {"seen": 1, "commodity": "jagung", "season": "2026-3", "group": group.pk}
    assert "Sumber Urip" in text_of(client.post(address(plot, "correct"), given, **HTMX))


def test_what_it_overlaps_is_told_by_code(client: Client, plot: FarmPlot, ppl: User) -> None:
    other = FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 0.5)))
    FarmPlot.objects.update(has_overlap=True)
    client.force_login(ppl)
    assert other.code in text_of(client.get(address(plot)))


def test_the_work_map_has_plots_as_a_kind_of_work(client: Client, plot: FarmPlot, ppl: User) -> None:
    FarmPlotFactory(geom=field_at(IN_BUMIAJI))
    client.force_login(ppl)
    page = text_of(client.get("/staff/?of=plots"))
    assert plot.code in page
    assert page.count('data-code="BTU-') == 1
    assert "Padi, 0,3" in page
    page = text_of(client.get(f"/staff/?of=plots&item={plot.code}"))
    assert "Pak Slamet" in page


def test_a_plot_that_new_boundaries_left_outside_can_be_read(client: Client, plot: FarmPlot) -> None:
    """Its history has an event without states."""
    HistoryEvent.objects.create(kind="farming.FarmPlot", object_id=plot.pk, verb="lost_area", data={"area": "x"})
    client.force_login(staff(Role.OFFICER, agency="distan"))
    assert client.get(address(plot)).status_code == 200


def test_staff_find_a_plot_by_its_code_and_strangers_do_not(client: Client, plot: FarmPlot, ppl: User) -> None:
    assert address(plot) not in client.get(reverse("desk:search"), {"q": plot.code}).content.decode()
    client.force_login(ppl)
    found = client.get(reverse("desk:search"), {"q": plot.code}).content.decode()
    assert address(plot) in found
