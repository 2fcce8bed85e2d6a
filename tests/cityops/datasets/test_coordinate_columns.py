"""Columns that say where rows lie: kept in the layer's table, and offered neither to draw by nor to filter by."""

from pathlib import Path

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets.models import Dataset
from layers.registry import layer_named
from layers.styles.forms import VectorStyleForm
from tests.cityops.datasets.conftest import Send, import_it
from tests.factories.files import spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]
TABLE = "nama,tinggi,lat,lon\nSatu,12,-7.87,112.53\nDua,9,-7.871,112.531\nTiga,1e308,-7.872,112.532\n"


@pytest.fixture
def dataset(desk: Client, send: Send, tmp_path: Path) -> Dataset:
    done = import_it(desk, send(spreadsheet(tmp_path, TABLE)), label="Sumur", audience="staff")
    assert done.dataset is not None, done.fault
    return done.dataset


def test_they_are_not_offered_for_size_nor_filter(desk: Client, dataset: Dataset, planner: User) -> None:
    layer = layer_named(dataset.name, planner)
    form = VectorStyleForm(layer=layer)
    assert [name for name, _label in form.fields["column_number"].choices] == ["tinggi"]  # type: ignore[attr-defined]
    assert [one.name for one in layer.column_filters] == ["nama", "tinggi"]


def test_they_stay_in_the_table_and_in_addresses(desk: Client, dataset: Dataset) -> None:
    answer = desk.get(dataset.get_absolute_url())
    assert answer.status_code == 200  # though one of the numbers has 309 digits
    page = answer.content.decode()
    assert "-7,871" in page
    assert "1 × 10^308" in page
    rows = desk.get(f"/layers/{dataset.name}/items/?lon_min=112.5315").json()["rows"]
    assert [row["nama"] for row in rows] == ["Tiga"]


def test_a_file_with_shapes_has_none_such(desk: Client, send: Send, tmp_path: Path, planner: User) -> None:
    (tmp_path / "a.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"x": 5, "n": 1}, "geometry":'
        ' {"type": "Point", "coordinates": [112.53, -7.87]}}]}'
    )
    done = import_it(desk, send(tmp_path / "a.geojson"), label="Titik", audience="staff")
    assert done.dataset is not None, done.fault
    assert [one.name for one in layer_named(done.dataset.name, planner).column_filters] == ["x", "n"]
