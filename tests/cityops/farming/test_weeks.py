from datetime import date

import pytest
from django.utils import translation

from cityops.farming.models.offers import last_day_shown
from cityops.farming.weeks import monday_of, week_from, week_in_words, week_name


def test_a_week_has_a_name_and_comes_back() -> None:
    assert week_name(date(2026, 11, 24)) == "2026-W48"
    assert week_from("2026-W48") == date(2026, 11, 23) == monday_of(date(2026, 11, 29))
    assert week_from("2026-W53") == date(2026, 12, 28)


@pytest.mark.parametrize("name", ["", "2026-W00", "2027-W53", "2026-48", "2026-W4", "x2026-W48", "2026-W48 OR 1=1"])
def test_what_is_no_week_is_none(name: str) -> None:
    assert week_from(name) is None


def test_people_read_days() -> None:
    with translation.override("id"):
        assert week_in_words(date(2026, 11, 23)) == "23–29 Nov 2026"
        assert week_in_words(date(2026, 11, 30)) == "30 Nov–6 Des 2026"
        assert week_in_words(date(2026, 12, 28)) == "28 Des 2026–3 Jan 2027"


def test_an_offer_is_shown_for_two_weeks_after_its_week() -> None:
    assert last_day_shown(date(2026, 11, 23)) == date(2026, 12, 13)
