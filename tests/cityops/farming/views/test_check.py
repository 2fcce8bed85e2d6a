"""What a page is told while a plot is drawn."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cityops.farming import questions
from cityops.farming.models import PlotQuestion
from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from tests.factories.agencies import staff
from tests.factories.farming import FarmPlotFactory, beside, field_at, ring_at
from tests.factories.places import A_KILOMETRE_OUTSIDE, IN_BUMIAJI, IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def ask(client: Client, ring: Any = None, **more: Any) -> dict[str, Any]:
    given = more if "corners" in more else {"ring": json.dumps(ring or ring_at(IN_TEMAS)), **more}
    answer = client.post("/lahan/periksa/", given)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_a_shape_is_measured_and_placed(client: Client) -> None:
    told = ask(client)
    assert told["area_ha"] == pytest.approx(0.305, abs=0.005)
    assert {name: told[name] for name in ("desa", "area", "inside", "outside", "overlaps", "fault")} == {
        "desa": "Temas",
        "area": "35.79.01.1001",
        "inside": True,
        "outside": 0.0,
        "overlaps": False,
        "fault": None,
    }


def test_a_stranger_is_told_that_it_overlaps_and_not_whom(client: Client) -> None:
    plot = FarmPlotFactory(farmer="Rahasia Wijaya")
    told = ask(client, ring_at(beside(IN_TEMAS, 0.5)))
    assert told["overlaps"] is True
    assert set(told) == {"area_ha", "desa", "area", "inside", "outside", "overlaps", "fault"}
    assert plot.code not in json.dumps(told)
    assert "Rahasia" not in json.dumps(told)


def test_staff_get_the_codes_of_those_they_may_see(client: Client) -> None:
    here = FarmPlotFactory()
    there = FarmPlotFactory(geom=field_at(IN_BUMIAJI))
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.01"]))
    assert ask(client)["codes"] == [here.code]
    told = ask(client, ring_at(IN_BUMIAJI))
    assert (told["overlaps"], told["codes"], told["others"]) == (True, [], 1)
    assert there.code not in json.dumps(told)
    client.force_login(staff(Role.DISPATCHER, agency="diskominfo"))
    assert "codes" not in ask(client)


def test_after_many_questions_a_stranger_is_not_told_of_overlaps_any_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    FarmPlotFactory()
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 2)
    answers = [ask(client) for _ in range(4)]
    assert [told["overlaps"] for told in answers] == [True, True, None, None]
    assert "tidak dapat dipastikan" in answers[2]["note"]
    assert "note" not in answers[1]
    assert "note" in ask(client, ring_at(IN_BUMIAJI))  # of free land no more than of another's
    PlotQuestion.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert ask(client)["overlaps"] is True


def test_staff_are_told_however_often_they_ask(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    FarmPlotFactory()
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 0)
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.01"]))
    assert ask(client)["overlaps"] is True
    assert not PlotQuestion.objects.exists()


def test_of_an_own_plot_little_is_told_from_wherever(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plot = FarmPlotFactory()
    monkeypatch.setattr(questions, "TOLD_OF_A_PLOT", 2)
    client.get(f"/lahan/{plot.code}/k/{secret_of(plot)}/")
    told = []
    for number in range(4):
        client.defaults["REMOTE_ADDR"] = f"203.0.113.{number}"
        told.append(ask(client, plot=plot.code)["overlaps"])
    assert told == [False, False, None, None]


def test_what_is_no_plot_is_no_question(client: Client) -> None:
    ask(client, ring_at(A_KILOMETRE_OUTSIDE))
    assert not PlotQuestion.objects.exists()


def test_typed_corners_come_back_as_a_ring(client: Client) -> None:
    told = ask(client, corners="7°52'12\"S 112°31'E\n-7.8702 112.5166\n-7.8703, 112.5170")
    assert told["ring"] == [[112.516667, -7.87], [112.5166, -7.8702], [112.517, -7.8703]]
    assert told["desa"] == "Temas"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ring": "[[112.5,-7.87],[112.51,-7.87]]"}, "too_few_corners"),
        ({"ring": "[[112.51,-7.87],[112.511,-7.869],[112.511,-7.87],[112.51,-7.869]]"}, "crosses_itself"),
        ({"ring": json.dumps(ring_at(A_KILOMETRE_OUTSIDE))}, "plot_outside"),
        ({"ring": json.dumps(ring_at(IN_TEMAS, 0.00001))}, "plot_too_small"),
        ({"corners": "rumah pak lurah"}, "bad_corner"),
        ({"corners": ""}, "too_few_corners"),
    ],
)
def test_what_is_wrong_is_said_in_words(client: Client, given: dict[str, str], code: str) -> None:
    fault = ask(client, corners=given["corners"]) if "corners" in given else ask(client, json.loads(given["ring"]))
    assert fault["fault"]["code"] == code
    assert fault["fault"]["text"]
    assert not fault.get("overlaps")


@pytest.mark.parametrize(
    "ring",
    ["x", "{}", "[1]", "[[1]]", "[[1,2,3]]", '[["a","b"]]', "[[NaN,1],[1,1],[2,2]]", "[" * 9_000, "[[1e400,2]]"],
)
def test_what_is_no_ring_is_refused(client: Client, ring: str) -> None:
    answer = client.post("/lahan/periksa/", {"ring": ring})
    assert answer.status_code == 422 or answer.json()["fault"]


def test_the_own_plot_that_is_changed_does_not_overlap_itself(client: Client) -> None:
    plot = FarmPlotFactory()
    assert ask(client, plot=plot.code)["overlaps"] is True  # a stranger's claim is worth nothing
    client.get(f"/lahan/{plot.code}/k/{secret_of(plot)}/")
    assert ask(client, plot=plot.code)["overlaps"] is False


def test_it_is_asked_by_post_only(client: Client) -> None:
    assert client.get("/lahan/periksa/").status_code == 405
