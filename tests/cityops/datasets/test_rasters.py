"""A GeoTIFF becomes a layer: made cloud-optimised by the worker, drawn for whom it is meant."""

from pathlib import Path

import pytest
from django.test import Client

from cityops.datasets.models import State
from tests.cityops.datasets.conftest import Send, filled, import_it
from tests.factories.files import elevation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]


def test_it_becomes_a_layer_with_tiles_values_and_legend(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(elevation(tmp_path))
    assert upload.state == State.READ, upload.fault
    page = desk.get(upload.get_absolute_url()).content.decode()
    assert "EPSG:32749" in page
    done = import_it(desk, upload, label="Tinggi tempat", audience="everyone")
    assert done.state == State.DONE, done.fault
    dataset = done.dataset
    assert dataset is not None
    assert dataset.shown is not None
    west, south, east, north = dataset.shown.extent
    stranger = Client()
    at = {"lng": (west + east) / 2, "lat": (south + north) / 2}
    told = stranger.get(f"/layers/{dataset.name}/value/", at).json()
    assert told["values"][0] == pytest.approx(1000, abs=40)
    assert stranger.get(f"/layers/{dataset.name}/legend.json").status_code == 200
    tile = stranger.get(f"/layers/{dataset.name}/tiles/0/0/0.png")
    assert (tile.status_code, tile["Content-Type"]) == (200, "image/png")
    assert desk.get(dataset.get_absolute_url()).status_code == 200


def test_one_that_is_for_its_owner_is_nobody_elses(desk: Client, send: Send, tmp_path: Path) -> None:
    done = import_it(desk, send(elevation(tmp_path)), label="Rahasia", audience="owner")
    assert done.state == State.DONE, done.fault
    assert desk.get("/layers/rahasia/tiles/0/0/0.png").status_code == 200
    assert Client().get("/layers/rahasia/tiles/0/0/0.png").status_code == 404


def test_without_a_coordinate_system_it_asks(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(elevation(tmp_path, crs=None))
    page = desk.get(upload.get_absolute_url()).content.decode()
    assert "problems__one--fatal" in page
    assert "Buat lapisan" not in page
    data = filled(desk, upload, crs="EPSG:32749")
    assert desk.post(f"{upload.get_absolute_url()}read/", data).status_code == 302


def test_what_is_no_raster_is_said(desk: Client, send: Send, tmp_path: Path) -> None:
    path = tmp_path / "gambar.tif"
    path.write_text("<VRTDataset></VRTDataset>")
    upload = send(path)
    assert upload.state == State.FAILED
    assert "gambar.tif" in desk.get(upload.get_absolute_url()).content.decode()
