"""A newer file: what was chosen for its columns before is chosen again, and what is new is named."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets.models import Dataset, State
from tests.cityops.datasets.conftest import Send, filled, import_it
from tests.factories.files import geopackage, spreadsheet, wells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]


@pytest.fixture
def layer(desk: Client, send: Send, tmp_path: Path) -> Dataset:
    """Wells without the day they were dug, their depth under another name and as text."""
    upload = import_it(
        desk,
        send(geopackage(tmp_path, wells())),
        label="Sumur",
        audience="everyone",
        name_1="kedalaman",
        kind_1="text",
        keep_2="",
    )
    assert upload.state == State.DONE, upload.fault
    assert upload.dataset is not None
    return upload.dataset


def columns_of(dataset: Dataset) -> list[tuple[str, str]]:
    dataset.refresh_from_db()
    assert dataset.shown is not None
    return [(column["name"], column["kind"]) for column in dataset.shown.columns]


def test_what_was_left_out_stays_left_out(layer: Dataset, desk: Client, send: Send, tmp_path: Path) -> None:
    before = columns_of(layer)
    newer = wells()
    newer["pemilik"] = ["Ani", "Budi", "Citra", "Dedi"]
    upload = send(geopackage(tmp_path, newer, "baru"), to=f"/data/{layer.name}/replace/")
    form = filled(desk, upload)
    assert (form["name_1"], form["kind_1"], form.get("keep_2")) == ("kedalaman", "text", None)
    page = desk.get(upload.get_absolute_url()).content.decode()
    assert "Kolom baru di berkas ini: pemilik." in page
    done = import_it(desk, upload, keep_3="")
    assert done.state == State.DONE, done.fault
    assert columns_of(layer) == before == [("nama", "text"), ("kedalaman", "text")]
    again = send(geopackage(tmp_path, newer, "lagi"), to=f"/data/{layer.name}/replace/")
    assert "Kolom baru" not in desk.get(again.get_absolute_url()).content.decode()
    assert filled(desk, again).get("keep_3") is None


def test_a_kind_that_no_longer_fits_is_guessed_anew(desk: Client, send: Send, tmp_path: Path) -> None:
    first = spreadsheet(tmp_path, "nama,dalam,lat,lon\nA,1.5,-7.87,112.53\nB,2.5,-7.88,112.52\n", "satu.csv")
    dataset = import_it(desk, send(first), label="Sumur").dataset
    assert dataset is not None
    second = spreadsheet(tmp_path, "nama,dalam,lat,lon\nA,dangkal,-7.87,112.53\n", "dua.csv")
    done = import_it(desk, send(second, to=f"/data/{dataset.name}/replace/"))
    assert done.state == State.DONE, done.fault
    assert ("dalam", "text") in columns_of(dataset)


def test_by_command_too(layer: Dataset, planner: User, tmp_path: Path) -> None:
    newer = geopackage(tmp_path, wells(), "perintah")
    call_command("import_layer", str(newer), "--as", planner.username, "--replace", layer.name)
    assert columns_of(layer) == [("nama", "text"), ("kedalaman", "text")]
    assert layer.versions.count() == 2


def test_a_bare_number_is_one_of_the_epsg_register(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(geopackage(tmp_path, wells()))
    desk.post(f"{upload.get_absolute_url()}read/", filled(desk, upload, crs="32749"))
    upload.refresh_from_db()
    assert upload.choices["crs"] == "EPSG:32749"
