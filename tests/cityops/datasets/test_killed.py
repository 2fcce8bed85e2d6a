"""kill -9 in the middle of an import, of the worker, of what reads the file, of a session: finished or clean."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from django.db import connection
from django.test import Client

from cityops.datasets.models import Dataset, DatasetVersion, State, Upload
from cityops.features.history import history_of
from layers.models import TableSource
from tests.cityops.datasets.conftest import Send, filled
from tests.cityops.datasets.worker import Worker, progress_of, runs_of, two_minutes_pass
from tests.geodata.readers.made_rasters import made
from tests.stack.running import eventually, living

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads", "empty_queue"),
]
Begin = Callable[[], Worker]
ROWS = 200_000
SIDE = 6000
IMPORT = "datasets.import_upload"


@pytest.fixture
def empty_queue(transactional_db: None) -> Iterator[None]:
    """The queue's tables are not Django's to empty."""

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")

    empty()
    yield
    empty()


@pytest.fixture
def scraps(tmp_path: Path) -> Path:
    """Where workers keep their temporary files."""
    folder = tmp_path / "scraps"
    folder.mkdir()
    return folder


@pytest.fixture
def begin(scraps: Path, empty_queue: None) -> Iterator[Begin]:
    """Start workers, and let none of them live longer than the test."""
    begun: list[Worker] = []

    def begin_one() -> Worker:
        begun.append(Worker(scraps))
        return begun[-1]

    yield begin_one
    for one in begun:
        one.stop()


@pytest.fixture
def points(tmp_path: Path) -> Path:
    """A file that takes a few seconds."""
    pick = np.random.default_rng(1)
    path = tmp_path / "titik.csv"
    columns = np.column_stack([pick.uniform(112.48, 112.58, ROWS), pick.uniform(-7.92, -7.82, ROWS)])
    with path.open("w") as file:
        file.write("bujur,lintang\n")
        np.savetxt(file, columns, fmt="%.6f", delimiter=",")
    return path


@pytest.fixture
def heights(tmp_path: Path) -> Path:
    """A raster that takes a few seconds."""
    values = np.random.default_rng(1).integers(0, 3000, (SIDE, SIDE), "int16")
    return made(tmp_path / "tinggi.tif", values, nodata=-1)


def begun(client: Client, upload: Upload) -> Upload:
    """Press the button; no worker runs yet."""
    assert upload.state == State.READ, upload.fault
    data = filled(client, upload, label="Titik", audience="everyone")
    assert client.post(f"{upload.get_absolute_url()}import/", data).status_code == 302
    return upload


def in_the_middle(running: Worker, upload: Upload) -> psutil.Process:
    """Wait until some of it is in and hold it there; returns what reads the file."""

    def some() -> bool:
        return int(str(progress_of(upload).get("rows", 0))) > 0

    eventually(some, seconds=60)
    reader = running.reader()
    reader.suspend()
    assert state_of(upload) == State.IMPORTING
    return reader


def state_of(upload: Upload) -> str:
    return str(Upload.objects.values_list("state", flat=True).get(pk=upload.pk))


def is_over(upload: Upload) -> bool:
    return state_of(upload) != State.IMPORTING


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'uploads'")
        return {name for (name,) in cursor.fetchall()}


def files_of(folder: Any) -> set[str]:
    return {str(one.relative_to(folder)) for one in Path(folder).rglob("*") if one.is_file()}


def importing_sessions() -> list[int]:
    """Return the ends in the database that hold an import."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid::bigint ="
            " hashtext('datasets.import')::bigint & 4294967295"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return [pid for (pid,) in cursor.fetchall()]


def nothing_is_there(client: Client) -> bool:
    """Whether no table, layer or dataset of it can be seen."""
    groups = client.get("/layers/").json()["groups"]
    names = {layer["name"] for group in groups for layer in group["layers"]}
    return "titik" not in names and not (
        tables() or TableSource.objects.exists() or Dataset.objects.exists() or DatasetVersion.objects.exists()
    )


def accounts() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM layers_account WHERE source LIKE 'table:%'")
        return int(cursor.fetchone()[0])


def it_is_there_once(client: Client, upload: Upload, rows: int) -> None:
    upload.refresh_from_db()
    assert upload.state == State.DONE, upload.fault
    version = DatasetVersion.objects.get()
    dataset = Dataset.objects.get()
    assert (dataset.shown, version.number, version.rows) == (version, 1, rows)
    assert [event.verb for event in history_of(dataset)] == ["import"]
    if version.table:
        assert tables() == {version.table}
        assert accounts() == 1
        assert client.get(f"/layers/{dataset.name}/counts/").json()["total"] == rows


class TestTheWorker:
    def test_killed_among_the_rows_the_next_one_makes_the_layer_once(
        self, desk: Client, send: Send, points: Path, scraps: Path, begin: Begin, settings: Any
    ) -> None:
        upload = begun(desk, send(points))
        first = begin()
        reader = in_the_middle(first, upload)
        first.kill()
        eventually(lambda: not living([reader]))
        eventually(lambda: not importing_sessions())
        assert nothing_is_there(desk)
        assert accounts() == 0
        assert files_of(settings.UPLOAD_DIR) == {upload.path}
        assert state_of(upload) == State.IMPORTING
        two_minutes_pass()
        begin()
        eventually(lambda: is_over(upload), seconds=120)
        it_is_there_once(desk, upload, ROWS)
        eventually(lambda: runs_of(IMPORT) == [("succeeded", 2)])
        assert files_of(settings.UPLOAD_DIR) == set()
        assert not list(scraps.glob("cityops-r*"))

    def test_killed_while_it_makes_a_raster(
        self, desk: Client, send: Send, heights: Path, scraps: Path, begin: Begin, settings: Any
    ) -> None:
        upload = begun(desk, send(heights))
        first = begin()
        reader = in_the_middle(first, upload)
        first.kill()
        eventually(lambda: not living([reader]))
        eventually(lambda: not importing_sessions())
        assert nothing_is_there(desk)
        two_minutes_pass()
        begin()
        eventually(lambda: is_over(upload), seconds=120)
        it_is_there_once(desk, upload, SIDE * SIDE)
        eventually(lambda: runs_of(IMPORT) == [("succeeded", 2)])
        assert files_of(settings.UPLOAD_DIR) == {DatasetVersion.objects.get().path}
        assert not list(scraps.glob("cityops-r*"))

    def test_killed_and_then_given_up_nothing_of_a_raster_is_left(
        self, desk: Client, send: Send, heights: Path, scraps: Path, begin: Begin, settings: Any
    ) -> None:
        upload = begun(desk, send(heights))
        first = begin()
        in_the_middle(first, upload)
        first.kill()
        desk.post(f"{upload.get_absolute_url()}cancel/")
        two_minutes_pass()
        begin()
        eventually(lambda: is_over(upload), seconds=120)
        assert state_of(upload) == State.READ
        eventually(lambda: runs_of(IMPORT) == [("succeeded", 2)])
        assert nothing_is_there(desk)
        assert files_of(settings.UPLOAD_DIR) == {upload.path}

    def test_one_that_only_seemed_dead_and_the_next_one_make_one_layer(
        self, desk: Client, send: Send, points: Path, begin: Begin
    ) -> None:
        upload = begun(desk, send(points))
        first = begin()
        reader = in_the_middle(first, upload)
        first.process.suspend()
        two_minutes_pass()
        begin()
        eventually(lambda: runs_of(IMPORT) == [("doing", 1)], seconds=60)
        first.process.resume()
        reader.resume()
        eventually(lambda: is_over(upload), seconds=120)
        it_is_there_once(desk, upload, ROWS)
        eventually(lambda: not importing_sessions(), seconds=60)
        it_is_there_once(desk, upload, ROWS)


class TestWhatReadsTheFile:
    @pytest.mark.parametrize("what", ["points", "heights"])
    def test_killed_the_import_says_so_and_is_clean(
        self,
        what: str,
        desk: Client,
        send: Send,
        scraps: Path,
        begin: Begin,
        settings: Any,
        request: pytest.FixtureRequest,
    ) -> None:
        upload = begun(desk, send(request.getfixturevalue(what)))
        running = begin()
        in_the_middle(running, upload).kill()
        eventually(lambda: is_over(upload), seconds=60)
        eventually(lambda: runs_of(IMPORT) == [("succeeded", 1)])
        assert state_of(upload) == State.READ
        assert nothing_is_there(desk)
        assert "kehabisan memori" in desk.get(upload.get_absolute_url()).content.decode()
        assert files_of(settings.UPLOAD_DIR) == {upload.path}
        assert not list(scraps.glob("cityops-r*"))


class TestTheDatabase:
    def test_its_connection_lost_in_the_middle_it_begins_anew(
        self, desk: Client, send: Send, points: Path, scraps: Path, begin: Begin, settings: Any
    ) -> None:
        upload = begun(desk, send(points))
        running = begin()
        reader = in_the_middle(running, upload)
        (session,) = importing_sessions()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [session])
        reader.resume()
        eventually(lambda: is_over(upload), seconds=120)
        it_is_there_once(desk, upload, ROWS)
        eventually(lambda: runs_of(IMPORT) == [("succeeded", 2)])
        assert files_of(settings.UPLOAD_DIR) == set()


def test_given_up_after_its_last_row_nothing_is_made(
    desk: Client, send: Send, points: Path, begin: Begin, settings: Any
) -> None:
    upload = begun(desk, send(points))
    fold = connection.copy()  # holds what cells are counted under
    with fold.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('layers_fold'))")
    begin()
    eventually(lambda: progress_of(upload).get("step") == "areas", seconds=60)
    desk.post(f"{upload.get_absolute_url()}cancel/")
    fold.close()
    eventually(lambda: is_over(upload), seconds=60)
    assert state_of(upload) == State.READ
    assert nothing_is_there(desk)
    assert files_of(settings.UPLOAD_DIR) == {upload.path}
