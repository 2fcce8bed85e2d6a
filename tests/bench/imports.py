"""Files to import and what is made of them: uploads as the page sends them, their ends, and all of it away again."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from django.conf import settings
from django.db import connection

from cityops.areas.models import Area, Level
from cityops.areas.queries import extent_of_city
from cityops.datasets import files
from cityops.datasets.actions import begin_import, receive_upload
from cityops.datasets.actions.upload import Description
from cityops.datasets.columns import usual_choices
from cityops.datasets.models import Dataset, State, Upload
from geodata.readers.inspection import Inspection
from layers.cells.folding import fold
from layers.loading import drop_table, forget_layer
from layers.models import Audience
from tests.bench.figures import say
from tests.bench.people import planner

PIECE = 1 << 20
DRIVERS = {"gpkg": "GPKG", "geojson": "GeoJSON"}
CORNERS = 40
STRAY = 0.05


def points_file(folder: Path, rows: int, ending: str) -> Path:
    """Return a file of points in and around the city with words, numbers and dates; made once."""
    path = folder / f"points_{rows}.{ending}"
    if not path.is_file():
        frame = _points(rows)
        new = folder / f"new.{ending}"
        new.unlink(missing_ok=True)
        if ending == "csv":
            frame = frame.assign(bujur=frame.geometry.x, lintang=frame.geometry.y).drop(columns="geometry")
            frame.to_csv(new, index=False)
        else:
            frame.to_file(new, driver=DRIVERS[ending])
        new.replace(path)
    return path


def _points(rows: int) -> Any:
    extent = extent_of_city()
    assert extent is not None
    west, south, east, north = extent
    pick = np.random.default_rng(1)
    days = np.datetime64("2020-01-01") + pick.integers(0, 2000, rows)
    columns = {
        "nama": [f"Titik {number}" for number in range(rows)],
        "nilai": pick.normal(100, 20, rows).round(2),
        "tanggal": days.astype("datetime64[ms]"),
    }
    outline = shapely.from_wkb(bytes(Area.objects.get(level=Level.CITY).geom.wkb))
    x, y = np.empty(0), np.empty(0)
    while len(x) < rows:  # in the city, and one in twenty wherever it falls around it
        some = pick.uniform((west, south), (east, north), (rows, 2))
        taken = shapely.contains_xy(outline, some[:, 0], some[:, 1]) | (pick.random(rows) < STRAY)
        x, y = np.concatenate([x, some[taken, 0]]), np.concatenate([y, some[taken, 1]])
    places = geopandas.points_from_xy(x[:rows], y[:rows])
    return geopandas.GeoDataFrame(columns, geometry=places, crs=4326)


def large_file(folder: Path, megabytes: int) -> Path:
    """Return a GeoJSON of so many megabytes, polygons of 40 corners; written piece by piece, made once."""
    path = folder / f"polygons_{megabytes}.geojson"
    if path.is_file():
        return path
    free = os.statvfs(folder)
    if free.f_bavail * free.f_frsize < 6 * megabytes * 1_000_000:
        raise SystemExit(f"too little room in {folder} for a file of {megabytes} MB and what is made of it")
    say(f"making {path.name}, once")
    extent = extent_of_city()
    assert extent is not None
    west, south, east, north = extent
    pick, turn = np.random.default_rng(1), np.linspace(0, 2 * np.pi, CORNERS)
    new, number = path.with_suffix(".new"), 0
    with new.open("w") as out:
        out.write('{"type":"FeatureCollection","features":[\n')
        while out.tell() < megabytes * 1_000_000:
            lines = []
            for _ in range(500):
                x, y, r = pick.uniform(west, east), pick.uniform(south, north), pick.uniform(0.0001, 0.0005)
                corners = np.column_stack([x + r * np.cos(turn), y + r * np.sin(turn)])
                corners[-1] = corners[0]
                ring = ",".join(f"[{across:.7f},{up:.7f}]" for across, up in corners)
                head = f'{{"type":"Feature","properties":{{"nama":"Bidang {number}","nilai":{number % 977}}}'
                lines.append(f'{head},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}')
                number += 1
            out.write((",\n" if out.tell() > 100 else "") + ",\n".join(lines))
        out.write("\n]}\n")
    new.replace(path)
    return path


def received(path: Path) -> Upload:
    """Send a file as the page does; a worker, or `datasets.reading.read`, looks into it then."""
    with path.open("rb") as file:
        return receive_upload(
            actor=planner(),
            file_name=path.name,
            size=path.stat().st_size,
            pieces=iter(lambda: file.read(PIECE), b""),
        )


def begun(upload: Upload, label: str) -> Upload:
    """Press the button, with all columns as they were found."""
    upload.refresh_from_db()
    if upload.state != State.READ:
        raise SystemExit(f"{upload.file_name} could not be read: {upload.fault}")
    choices = upload.choices
    if upload.what == "vector":
        choices = usual_choices(Inspection.from_dict(upload.inspection or {})).to_dict()
    description = Description(label=label, audience=Audience.EVERYONE)
    return begin_import(actor=upload.owner, upload_id=upload.pk, choices=choices, description=description)


def wait_for(uploads: Sequence[Upload], *states: State, seconds: float = 1800) -> None:
    """Wait until each is in one of these states; fail where one cannot be."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for upload in uploads:
            upload.refresh_from_db()
            if upload.state in (State.FAILED, State.CANCELLED):
                raise SystemExit(f"{upload.file_name}: {upload.state}, {upload.fault}")
        if all(upload.state in states for upload in uploads):
            return
        time.sleep(0.1)
    raise SystemExit("the worker takes too long")


def rows_of(upload: Upload) -> int:
    """Return how many rows its layer has."""
    upload.refresh_from_db()
    if upload.state != State.DONE or upload.dataset is None or upload.dataset.shown is None:
        raise SystemExit(f"{upload.file_name}: {upload.state}, {upload.fault}")
    return upload.dataset.shown.rows


def forget_former() -> None:
    """Take away what a measurement that was broken off has left: a worker would take it up again."""
    for upload in Upload.objects.filter(owner=planner()):
        forget(upload)


def forget(upload: Upload) -> None:
    """Take away what was made of it, as if it had never been."""
    upload.refresh_from_db()
    files.forget(upload.path)
    dataset: Dataset | None = upload.dataset
    upload.delete()
    if dataset is None:
        return
    Dataset.objects.filter(pk=dataset.pk).update(shown=None)
    forget_layer(dataset.name)
    for version in dataset.versions.all():
        if version.table:
            drop_table(version.table)
        files.forget(version.path)
    dataset.delete()
    fold()


def room() -> Path:
    """Return the folder where made files lie."""
    folder = Path(settings.VAR_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def desa_join(table: str, target: str) -> str:
    """Return the one statement that says in which desa each row of a table lies."""
    return (
        f"CREATE TABLE {target} AS SELECT p.*, a.code AS area_id FROM {table} AS p"
        " LEFT JOIN areas_area AS a ON a.level = 'desa' AND ST_Intersects(a.geom, p.geom)"
    )


def run_sql(*statements: str) -> None:
    """Run statements, each by itself."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
