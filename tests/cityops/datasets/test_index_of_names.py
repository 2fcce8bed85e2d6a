"""Rows of a large layer are found by an index, which is made once the layer is on the map."""

from pathlib import Path

import geopandas
import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from shapely.geometry import Point

from cityops.datasets.actions import remove_dataset
from cityops.datasets.importing import INDEX_NAMES
from cityops.datasets.models import Dataset, DatasetVersion, State
from cityops.datasets.showing import index_version
from layers.loading import drop_table
from layers.naming import INDEXED_FROM
from tests.cityops.datasets.conftest import Send, import_it
from tests.factories.files import geopackage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'uploads'")
        return {name for (name,) in cursor.fetchall()}


def many_trees() -> geopandas.GeoDataFrame:
    names = [f"Pohon {number}" for number in range(INDEXED_FROM)]
    places = [Point(112.5 + number / 100_000, -7.87) for number in range(INDEXED_FROM)]
    return geopandas.GeoDataFrame({"nama": names}, geometry=places, crs="EPSG:4326")


@pytest.fixture
def trees(desk: Client, send: Send, tmp_path: Path) -> Dataset:
    upload = import_it(desk, send(geopackage(tmp_path, many_trees())), label="Pohon", audience="everyone")
    assert upload.state == State.DONE, upload.fault
    assert upload.dataset is not None
    return upload.dataset


def test_it_is_made_by_a_job_of_its_own(desk: Client, trees: Dataset) -> None:
    assert trees.shown is not None
    name = f"{trees.shown.table}_called"
    assert name not in indexes()
    assert "Pohon 1234" in desk.get("/cari/?q=pohon+1234").content.decode()
    job = ProcrastinateJob.objects.get(task_name=INDEX_NAMES, args={"version_id": trees.shown.pk})
    app.tasks[INDEX_NAMES](**job.args)
    assert name in indexes()
    assert "Pohon 1234" in desk.get("/cari/?q=pohon+1234").content.decode()


def test_a_table_that_is_gone_by_then_needs_none(trees: Dataset) -> None:
    version = DatasetVersion.objects.get(dataset=trees)
    remove_dataset(actor=trees.owner, dataset_id=trees.pk, seen=trees.version)
    drop_table(version.table)
    DatasetVersion.objects.filter(pk=version.pk).update(table="")
    index_version(version.pk)
    assert not indexes()
