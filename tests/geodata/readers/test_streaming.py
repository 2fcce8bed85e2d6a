import csv
import io
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import psutil
import pytest
import shapely
from django.db import connection

from geodata.readers.choices import Choices, ColumnChoice
from geodata.readers.errors import UnfitFile
from geodata.readers.inspecting import inspect_vector
from geodata.readers.inspection import Inspection
from geodata.readers.limits import Limits
from geodata.readers.streaming import stream_vector
from tests.geodata.readers.formats_made import FORMATS, made
from tests.geodata.readers.hostile.case import BATU, points
from tests.geodata.real_data import REAL_FOLDER, needs_real_boundaries


def all_columns(found: Inspection) -> Choices:
    return replace(found.choices, columns=tuple(ColumnChoice(c.source, c.name, c.kind) for c in found.columns))


def many_points(folder: Path, count: int) -> Path:
    x = np.linspace(112.48, 112.60, count)
    frame = geopandas.GeoDataFrame({"n": np.arange(count)}, geometry=shapely.points(x, -7.9), crs=4326)
    frame.to_file(folder / "many.gpkg", layer="many")
    return folder / "many.gpkg"


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_looked_at_streams_the_same(form: str, tmp_path: Path) -> None:
    path = made(tmp_path, form)
    found = inspect_vector(path, city=BATU)
    with stream_vector(path, all_columns(found)) as stream:
        lines = list(csv.reader(io.StringIO(b"".join(stream).decode())))
    assert (stream.rows_read, stream.rows_written) == (2, 2)
    assert [len(line) for line in lines] == [2 + len(found.columns)] * 2
    shapes = shapely.from_wkb([line[0] for line in lines])
    assert set(shapely.get_srid(shapes)) == {4326}
    assert [shape.geom_type for shape in shapes] == [found.geometry_type] * 2
    assert tuple(shapely.total_bounds(shapes)) == pytest.approx(found.extent)


@pytest.mark.django_db
def test_postgresql_copies_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'nama;catatan;n;t;lat;lng\n"a ""b"";\nc";;1.234,5;31/01/2024 10:30;-7,9;112,5\n\\.; ;;;-7,8;112,6\n'
    )
    found = inspect_vector(tmp_path / "a.csv")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE t (geom geometry(Point, 4326), row bigint, nama text, catatan text, n float8, "
            "t timestamp)"
        )
        choices = replace(all_columns(found), columns=all_columns(found).columns[:4])
        with (
            stream_vector(tmp_path / "a.csv", choices) as stream,
            cursor.copy("COPY t FROM STDIN (FORMAT csv, NULL '')") as copy,  # type: ignore[attr-defined]
        ):
            for chunk in stream:
                copy.write(chunk)
        cursor.execute("SELECT ST_AsText(geom), row, nama, catatan, n, t::text FROM t ORDER BY row")
        assert cursor.fetchall() == [
            ("POINT(112.5 -7.9)", 2, 'a "b";\nc', "", 1234.5, "2024-01-31 10:30:00"),
            ("POINT(112.6 -7.8)", 3, "\\.", "", None, None),
        ]


def test_columns_come_in_the_order_of_the_choices(tmp_path: Path) -> None:
    choices = Choices(
        columns=(
            ColumnChoice("tanam", "t", "date"),
            ColumnChoice("nama", "n", is_kept=False),
            ColumnChoice("kode", "k"),
        )
    )
    with stream_vector(made(tmp_path, "geojson"), choices) as stream:
        lines = list(csv.reader(io.StringIO(b"".join(stream).decode())))
    assert [line[1:] for line in lines] == [["1", "2024-01-31", "35.79.01"], ["2", "2024-12-01", "35.79.02"]]


def test_a_table_without_places_streams_without_geometry(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nama,desa\nSD 1,Temas\n")
    with stream_vector(tmp_path / "a.csv", Choices()) as stream:
        assert b"".join(stream) == b',2,"SD 1","Temas"\n'


def test_rows_at_fault_stop_it_before_any_of_them_is_copied(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nama,lat,lng\na,-7.8,112.5\nb,x,112.5\n")
    with pytest.raises(UnfitFile) as stopped, stream_vector(tmp_path / "a.csv", Choices()) as stream:
        assert not list(stream)
    assert [(p.code, p.row) for p in stopped.value.problems] == [("bad_coordinate", 3)]
    with stream_vector(tmp_path / "a.csv", Choices(leaves_out=True)) as stream:
        assert len(b"".join(stream).splitlines()) == 1
    assert [(p.code, p.row) for p in stream.problems] == [("bad_coordinate", 3)]


def test_progress_is_told_while_it_runs(tmp_path: Path) -> None:
    with stream_vector(many_points(tmp_path, 120_000), Choices()) as stream:
        first = next(iter(stream))
        assert stream.bytes == len(first) < 5_000_000
        rest = sum(len(chunk) for chunk in stream)
    assert stream.rows_written == stream.rows_read == 120_000
    assert stream.bytes == len(first) + rest


def test_the_child_ends_with_the_block(tmp_path: Path) -> None:
    with stream_vector(many_points(tmp_path, 200_000), Choices()) as stream:
        next(iter(stream))
        pid = stream.pid
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; "
        "from geodata.readers.choices import Choices; from geodata.readers.limits import Limits; "
        "from geodata.readers.vector_reading import reading\n"
        "with reading('stream', Path(sys.argv[2]), Choices(), Limits()) as running:\n"
        "    next(running.chunks()); print(running.pid, flush=True); sys.stdin.read()"
    )
    root = str(Path(__file__).resolve().parents[3])
    parent = subprocess.Popen(
        [sys.executable, "-c", program, root, str(many_points(tmp_path, 200_000))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cityops.settings.test"},
    )
    assert parent.stdout
    orphan = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    assert orphan.wait(20) is None or not orphan.is_running()


def test_the_web_process_loads_none_of_it() -> None:
    program = (
        "import sys, django; django.setup(); import geodata.readers.inspecting, geodata.readers.streaming; "
        "print([m for m in ('pyarrow', 'openpyxl', 'charset_normalizer', 'pyogrio') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cityops.settings.test"},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_limit_of_memory_ends_it(tmp_path: Path) -> None:
    with (
        pytest.raises(UnfitFile) as fault,
        stream_vector(many_points(tmp_path, 1000), Choices(), Limits(memory=200_000_000)) as stream,
    ):
        list(stream)
    assert fault.value.problems[-1].is_fatal


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    corner = np.linspace(0, 2 * np.pi, 400)
    ring = np.column_stack([112.5 + np.cos(corner) / 100, -7.9 + np.sin(corner) / 100])
    frame = geopandas.GeoDataFrame({"n": np.arange(40_000)}, geometry=[shapely.Polygon(ring)] * 40_000, crs=4326)
    frame.to_file(tmp_path / "large.gpkg", layer="a")
    assert (tmp_path / "large.gpkg").stat().st_size > 250_000_000
    with stream_vector(tmp_path / "large.gpkg", Choices()) as stream:
        process, most = psutil.Process(stream.pid), 0
        for _chunk in stream:
            if process.is_running():
                most = max(most, process.memory_info().rss)
    assert stream.rows_written == 40_000
    assert most < 450_000_000


def test_two_streams_do_not_mix(tmp_path: Path) -> None:
    path = many_points(tmp_path, 20_000)
    sizes: list[int] = []

    def run() -> None:
        with stream_vector(path, Choices()) as stream:
            sizes.append(sum(len(chunk) for chunk in stream))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sizes) == 2 and sizes[0] == sizes[1]


@needs_real_boundaries
@pytest.mark.parametrize(
    "name", [f.name for f in sorted(REAL_FOLDER.glob("*")) if f.suffix in (".geojson", ".gpkg", ".csv", ".gz")]
)
def test_real_files_stream(name: str) -> None:
    found = inspect_vector(REAL_FOLDER / name, city=BATU)
    with stream_vector(REAL_FOLDER / name, replace(all_columns(found), leaves_out=True)) as stream:
        assert b"".join(stream)
    assert stream.rows_written == found.rows - found.faulty_rows


def test_points_of_another_system_land_where_they_should(tmp_path: Path) -> None:
    points((670_000.0, 9_130_000.0), crs=32749).to_file(tmp_path / "a.gpkg")
    with stream_vector(tmp_path / "a.gpkg", Choices()) as stream:
        place = shapely.from_wkb(b"".join(stream).split(b",")[0].strip(b'"').decode())
    assert (place.x, place.y) == pytest.approx((112.542, -7.868), abs=2e-3)


def test_rows_without_a_place_go_in_where_somebody_wants_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nama,lat,lng\nada,-7.9,112.5\nkosong,,\nnol,0,0\nsalah,x,y\n")
    found = inspect_vector(tmp_path / "a.csv")
    assert found.faulty_rows == 3
    wanted = replace(all_columns(found), leaves_out=True, keeps_placeless=True)
    with stream_vector(tmp_path / "a.csv", wanted) as stream:
        lines = list(csv.reader(io.StringIO(b"".join(stream).decode())))
    assert [line[2] for line in lines] == ["ada", "kosong", "nol"]
    assert [shape.is_empty for shape in shapely.from_wkb([line[0] for line in lines])] == [False, True, True]
    assert [(problem.code, problem.row) for problem in stream.problems if not problem.is_repaired] == [
        ("bad_coordinate", 5)
    ]
