"""The command does what the page does, at once."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cityops.datasets.models import Dataset, State, Upload
from cityops.policy.lines import Role
from tests.factories.agencies import staff
from tests.factories.files import elevation, geopackage, shapefile_zip, spreadsheet, wells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]


@pytest.fixture(autouse=True)
def planner(settings: Any, tmp_path: Path) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    staff(Role.PLANNER, agency="bappelitbangda", username="rencana")


def run(path: Path, *words: str) -> str:
    out = StringIO()
    call_command("import_layer", str(path), "--as", "rencana", *words, stdout=out)
    return out.getvalue()


def test_a_file_becomes_a_layer_and_a_newer_one_takes_its_place(tmp_path: Path) -> None:
    assert "4 rows" in run(shapefile_zip(tmp_path, wells()), "--label", "Sumur", "--audience", "everyone")
    assert Client().get("/layers/sumur/counts/").json()["total"] == 4
    assert "1 rows" in run(geopackage(tmp_path, wells().iloc[:1], "baru"), "--replace", "sumur")
    dataset = Dataset.objects.get()
    assert dataset.shown is not None
    assert dataset.shown.number == 2


def test_a_raster(tmp_path: Path) -> None:
    run(elevation(tmp_path), "--label", "Tinggi", "--audience", "everyone")
    assert Client().get("/layers/tinggi/tiles/0/0/0.png").status_code == 200


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [("a.csv", "nama;x;y\nBalai;1;2\nPos;99999999;3\n", "--crs"), ("peta.gpkg", "halo", ""), ("surat.doc", "x", "")],
)
def test_what_cannot_be_read_is_told_and_nothing_stays(tmp_path: Path, name: str, text: str, words: str) -> None:
    options = [words, "EPSG:4326"] if words else []
    with pytest.raises(CommandError):
        run(spreadsheet(tmp_path, text, name), *options)
    assert not Dataset.objects.exists()
    assert not Upload.objects.exclude(state=State.CANCELLED).exists()


def test_nobody_of_that_name(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_layer", str(geopackage(tmp_path, wells())), "--as", "siapa")
