"""What was said of a file's words and columns stays with it, on whichever way it went in between."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets.mapping import MappingForm
from cityops.datasets.meanings import keep_meanings, meanings_of
from cityops.datasets.models import Upload, WordMeaning
from cityops.datasets.reading import read
from cityops.datasets.words import LEAVE_OUT, word_key
from cityops.features.imports import target_named
from geodata.readers.inspection import Inspection
from tests.cityops.datasets.as_features import counts, taken, tried
from tests.cityops.datasets.conftest import Send, filled
from tests.cityops.datasets.test_words import asked, categories, complaints, said, upload  # noqa: F401
from tests.factories.files import spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("categories")]


@pytest.fixture
def answered(desk: Client, upload: Upload) -> Upload:  # noqa: F811
    """A file whose words were answered."""
    return tried(desk, upload, "reports", **said(desk, upload, Naga=LEAVE_OUT, Pothole="lampu"))


def is_as_answered(client: Client, answered: Upload) -> bool:
    """Try it out without a word more: is all of it as it was said?"""
    tried(client, answered, "reports")
    rows = asked(client, answered)
    assert not any(row.is_guess for row in rows.values())
    assert (rows["Naga"].choice.value(), rows["Pothole"].choice.value()) == (LEAVE_OUT, "lampu")
    return counts(answered) == {"made": 5, "left_out": 1}


def test_when_it_is_read_again(desk: Client, answered: Upload) -> None:
    data = filled(desk, answered, encoding="cp1252")
    assert desk.post(f"{answered.get_absolute_url()}read/", data).status_code == 302
    read(answered.pk)
    answered.refresh_from_db()
    assert is_as_answered(desk, answered)


def test_when_a_layer_was_begun_and_stopped(desk: Client, answered: Upload) -> None:
    data = filled(desk, answered)
    assert desk.post(f"{answered.get_absolute_url()}import/", data).status_code == 302
    desk.post(f"{answered.get_absolute_url()}cancel/")
    answered.refresh_from_db()
    assert is_as_answered(desk, answered)


def test_when_it_was_tried_out_as_something_else(desk: Client, answered: Upload) -> None:
    more: dict[str, Any] = {"column_name": "isi", "value_source": "Survei"}
    tried(desk, answered, "place-names", **more)
    assert answered.words == {}
    assert is_as_answered(desk, answered)


def test_words_of_an_earlier_reading_are_not_asked(desk: Client, answered: Upload) -> None:
    desk.post(f"{answered.get_absolute_url()}read/", filled(desk, answered, encoding="cp1252"))
    read(answered.pk)
    page = desk.get(f"{answered.get_absolute_url()}as/reports/")
    assert list(page.context["words"].tables) == []


def test_a_column_that_is_gone_is_guessed_anew(desk: Client, send: Send, tmp_path: Path) -> None:
    one = send(spreadsheet(tmp_path, complaints("Naga")))
    target = target_named("reports")
    assert target is not None
    mapping = {"category": {"column": "katego\ufffd", "value": ""}, "text": {"column": "kategori", "value": ""}}
    form = MappingForm(target=target, found=Inspection.from_dict(one.inspection or {}), mapping=mapping)
    assert (form["column_category"].value(), form["column_text"].value()) == ("kategori", "kategori")
    assert form["column_date"].value() == ""


def test_what_is_taken_back_is_not_known_to_the_next_file(
    desk: Client, answered: Upload, send: Send, tmp_path: Path
) -> None:
    taken(desk, answered)
    following = tried(desk, send(spreadsheet(tmp_path, complaints("naga", "POTHOLE"))), "reports")
    assert counts(following) == {"made": 1, "left_out": 1}
    taken(desk, tried(desk, following, "reports", **said(desk, following, naga="")))
    assert set(WordMeaning.objects.values_list("word", "means")) >= {(word_key("Pothole"), "lampu")}
    third = tried(desk, send(spreadsheet(tmp_path, complaints("Naga!", "Pothole!"))), "reports")
    assert counts(third) == {"made": 1, "refused": 1}


def test_what_goes_with_the_years_is_not_kept(planner: User) -> None:
    plots = target_named("plots")
    assert plots is not None
    season, crop = {"words": {"musimhujan": "2025-3"}}, {"words": {"jagungmanis": "jagung"}}
    keep_meanings(planner, plots, {"season": season, "commodity": crop})
    assert meanings_of(planner, plots) == {"commodity": {"jagungmanis": "jagung"}}
    WordMeaning.objects.create(owner=planner, target="plots", field="season", word="gadu", means="2024-2")
    assert "season" not in meanings_of(planner, plots)  # of a time when it was
