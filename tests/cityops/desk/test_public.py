"""The public map and its cards: what a stranger gets to see."""

import pytest
from django.test import Client
from django.urls import reverse

from cityops.areas.models import Area
from cityops.features.dates import target_in_words
from tests.factories.places import IN_SISIR
from tests.factories.reports import ReportFactory
from tests.reference import know_reference

pytestmark = pytest.mark.django_db

TEXT = "Lubang besar di depan pasar"


def card(client: Client, code: str):  # type: ignore[no-untyped-def]
    return client.get(reverse("desk:report_card", args=[code]))


def test_the_map_takes_the_same_number_of_statements_for_any_number_of_reports(
    city: dict[str, Area],
    client: Client,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    ReportFactory.create_batch(20)
    know_reference()
    with django_assert_max_num_queries(4):
        assert client.get("/").status_code == 200


def test_a_filter_that_does_not_exist_is_refused_by_name(city: dict[str, Area], client: Client) -> None:
    answer = client.get("/?colour=red")
    assert answer.status_code == 400
    assert "colour" in answer.content.decode()


def test_the_words_are_shown_once_they_are_accepted(city: dict[str, Area], client: Client) -> None:
    new, accepted = ReportFactory(), ReportFactory(accepted=True)
    assert TEXT not in card(client, new.code).content.decode()
    assert TEXT in card(client, accepted.code).content.decode()


@pytest.mark.parametrize("trait", ["hidden", "held"])
def test_what_is_not_public_has_no_card(city: dict[str, Area], client: Client, trait: str) -> None:
    assert card(client, ReportFactory(**{trait: True}).code).status_code == 404


def test_a_place_lists_its_public_reports_and_leads_on_when_there_are_many(
    city: dict[str, Area], client: Client
) -> None:
    ReportFactory.create_batch(31)
    ReportFactory(hidden=True)
    box = f"{IN_SISIR.x - 0.001},{IN_SISIR.y - 0.001},{IN_SISIR.x + 0.001},{IN_SISIR.y + 0.001}"
    page = client.get(reverse("desk:reports_here"), {"bbox": box}).content.decode()
    assert page.count("<li>") == 30
    assert f"{reverse('reports:list')}?bbox=" in page


def test_the_style_guide_is_for_debugging_only(client: Client) -> None:
    assert client.get("/gaya/").status_code == 404


def test_a_tile_that_has_not_changed_is_not_sent_again(city: dict[str, Area], client: Client) -> None:
    ReportFactory()
    first = client.get("/layers/reports/tiles/10/832/534.mvt", headers={"accept-encoding": "gzip"})
    again = client.get(
        "/layers/reports/tiles/10/832/534.mvt",
        headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]},
    )
    assert (first.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize(
    ("traits", "shown"), [({"accepted": True}, True), ({"state": "waiting", "due_at": None}, False)]
)
def test_a_card_tells_by_when_something_happens_where_a_clock_runs(
    city: dict[str, Area], client: Client, traits: dict[str, object], shown: bool
) -> None:
    report = ReportFactory(**traits)
    page = card(client, report.code).content.decode()
    assert ("paling lambat" in page.lower()) is shown
    assert target_in_words(report) in page
    assert "Dijawab paling lambat" not in page
