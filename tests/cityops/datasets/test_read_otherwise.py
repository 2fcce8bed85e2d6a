"""Names that are spelled otherwise than here: the trial says how each is read, and whoever knows better disagrees."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cityops.datasets.models import DoubtfulRow, Settled, Upload
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import counts, mapped, reasons, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories.agencies import CategoryFactory
from tests.factories.files import spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "category")]

OLD = """tanggal,isi,desa
2021-01-02,Lubang,Sidomulyoo
2021-01-03,Lubang lain,"Jl. Raya 4, SIDOMULYOO"
2021-01-04,Gelap,Sidomulyoh
2021-01-05,Banjir,Temas
"""


@pytest.fixture
def category(city_in_earnest: object) -> object:
    return CategoryFactory()


@pytest.fixture
def upload(desk: Client, send: Send, tmp_path: Path) -> Upload:
    return tried(desk, send(spreadsheet(tmp_path, OLD)), "reports", value_category="jalan-rusak")


def trial(desk: Client, upload: Upload) -> Any:
    return desk.get(f"{upload.get_absolute_url()}as/reports/")


def the_one_of(desk: Client, upload: Upload, place: str) -> str:
    """Return the name of the box beside a place."""
    return next(row.doubt.html_name for row in trial(desk, upload).context["read"].rows if row.place == place)


def doubted(desk: Client, upload: Upload, place: str) -> Upload:
    box = the_one_of(desk, upload, place)
    return tried(desk, upload, "reports", **(mapped(desk, upload, "reports") | {box: "on"}))


def test_the_trial_says_how_each_is_read_the_most_frequent_first(desk: Client, upload: Upload) -> None:
    assert counts(upload) == {"made": 4}
    answer = trial(desk, upload)
    assert [(row.place, row.reads, row.count) for row in answer.context["read"].rows] == [
        ("Sidomulyoo", ["Desa Sidomulyo"], 2),
        ("Sidomulyoh", ["Desa Sidomulyo"], 1),
    ]
    assert answer.context["read"].count == 3
    page = answer.content.decode()
    assert 'href="#read-otherwise"' in page
    assert "“Sidomulyoo”" in page


def test_a_name_that_is_written_as_here_is_not_told(desk: Client, send: Send, tmp_path: Path) -> None:
    text = 'tanggal,isi,desa\n2021-01-02,Lubang,"KEL. TEMAS"\n2021-01-03,Gelap,sido mulyo\n'
    upload = tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak")
    assert counts(upload) == {"made": 2}
    answer = trial(desk, upload)
    assert not answer.context["read"].rows
    assert 'id="read-otherwise"' not in answer.content.decode()


def test_nor_one_beside_coordinates_that_agree(desk: Client, send: Send, tmp_path: Path) -> None:
    text = "tanggal,isi,desa,lat,lng\n2021-01-02,Lubang,Sidomulyoo,-7.87,112.55\n"
    upload = tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak")
    assert (counts(upload), reasons(upload)) == ({"made": 1}, {})


def test_what_is_doubted_waits_on_the_list_all_of_a_name_at_once(desk: Client, upload: Upload) -> None:
    doubted(desk, upload, "Sidomulyoo")
    assert counts(upload) == {"made": 2, "doubtful": 2}
    row = trial(desk, upload).context["read"].rows[0]
    assert (row.place, row.count, row.doubt.value()) == ("Sidomulyoo", 2, True)
    taken(desk, upload)
    assert Report.objects.count() == 2
    waiting = DoubtfulRow.objects.filter(state=Settled.WAITING)
    assert waiting.count() == 2
    assert all("Desa Sidomulyo" in one.candidates[0]["label"] for one in waiting)
    page = desk.get(waiting[0].get_absolute_url()).content.decode()
    assert "Sidomulyoo" in page


def test_a_doubt_can_be_taken_back(desk: Client, upload: Upload) -> None:
    doubted(desk, upload, "Sidomulyoo")
    tried(desk, upload, "reports")
    assert counts(upload) == {"made": 4}


def test_a_doubt_outlasts_a_reading_anew(desk: Client, upload: Upload) -> None:
    doubted(desk, upload, "Sidomulyoo")
    Upload.objects.filter(pk=upload.pk).update(result=None, state="read")  # as a reading leaves it
    tried(desk, upload, "reports")
    assert counts(upload) == {"made": 2, "doubtful": 2}


def test_the_account_of_what_was_taken_in_says_it_too(desk: Client, upload: Upload) -> None:
    taken(desk, upload)
    page = desk.get(upload.get_absolute_url()).content.decode()
    assert "“Sidomulyoo” dibaca sebagai Desa Sidomulyo." in page
    table = b"".join(desk.get(f"{upload.get_absolute_url()}rows.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert table.count("“Sidomulyoo” dibaca sebagai Desa Sidomulyo.") == 2
