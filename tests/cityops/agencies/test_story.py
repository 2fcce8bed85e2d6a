"""The history in words, the same rules for every kind."""

import pytest
from django.test import Client

from cityops.agencies.story import Teller
from cityops.farming import offer_story
from cityops.farming import story as plot_story
from cityops.features.models import HistoryEvent
from cityops.policy.lines import Role
from cityops.reports import story as report_story
from cityops.reports.moves import MOVES
from cityops.services import story as request_story
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

TELLERS = {
    "reports": report_story.TELLER,
    "requests": request_story.TELLER,
    "plots": plot_story.TELLER,
    "offers": offer_story.TELLER,
}


@pytest.mark.parametrize("teller", TELLERS.values(), ids=TELLERS)
@pytest.mark.parametrize("verb", ["left", "lost_area"])
def test_what_nobody_did_is_not_laid_to_who_sent_it(verb: str, teller: Teller) -> None:
    assert teller.who(HistoryEvent(verb=verb)) == "Sistem"
    assert teller.who(HistoryEvent(verb="send")) in {"Pelapor", "Warga", "Petani"}


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_what_was_taken_back_is_struck_through_and_says_by_whom(client: Client) -> None:
    officer = staff(Role.OFFICER, agency="dpupr", name="Rina Wulandari")
    report = ReportFactory()
    MOVES.make("note", actor=officer, pk=report.pk, seen=1, text="Salah.")
    MOVES.undo.take_back(actor=officer, code=report.code)
    MOVES.make("note", actor=officer, pk=report.pk, seen=3, text="Benar.")
    steps = report_story.TELLER.tell(report).story
    assert [(step.what, step.taken_back_by) for step in steps] == [
        ("Catatan internal", ""),
        ("Diurungkan", ""),
        ("Catatan internal", "Rina Wulandari"),
    ]
    client.force_login(officer)
    page = client.get(f"/staff/reports/{report.code}/").content.decode()
    assert page.count('<s class="story__what">Catatan internal</s>') == 1
    assert page.count("diurungkan oleh Rina Wulandari") == 1
