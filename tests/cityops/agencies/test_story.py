"""The history in words, the same rules for every kind."""

import pytest

from cityops.agencies.story import Teller
from cityops.farming import offer_story
from cityops.farming import story as plot_story
from cityops.features.models import HistoryEvent
from cityops.reports import story as report_story
from cityops.services import story as request_story

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
