import json
import zipfile
from pathlib import Path

import geopandas
import pandas
import pytest
import shapely
from django.utils import translation

from geodata.readers.choices import Choices, ColumnChoice
from geodata.readers.inspecting import inspect_vector
from geodata.readers.inspection import Inspection, Problem
from geodata.readers.limits import Limits
from geodata.readers.problem_texts import TEXTS
from geodata.readers.streaming import stream_vector
from tests.geodata.readers.formats_made import FIELDS, FORMATS, made
from tests.geodata.readers.hostile.case import BATU, points
from tests.geodata.real_data import REAL_FOLDER, needs_real_boundaries

POINTS = ("gpx", "csv", "tsv", "xlsx", "csv.gz")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_understood(form: str, tmp_path: Path) -> None:
    found = inspect_vector(made(tmp_path, form), city=BATU)
    assert not found.is_fatal and not found.faulty_rows
    assert found.rows == 2 and [row.row for row in found.sample] == (
        [2, 3] if "v" in form or form == "xlsx" else [1, 2]
    )
    assert found.geometry_type == ("Point" if form in POINTS else "MultiPolygon")
    assert found.extent == pytest.approx(
        (112.5154, -7.8863, 112.5429, -7.8791) if form in POINTS else (112.50, -7.90, 112.54, -7.88), abs=1e-5
    )
    kinds = {column.name: column.kind for column in found.columns}
    if form not in ("gpx", "csv", "tsv", "csv.gz", "xlsx"):
        assert (kinds["kode"], kinds["luas"], kinds["tanam"]) == ("text", "number", "date")
    elif form != "gpx":
        assert kinds["tanggal"] == "date" and kinds["lintang"] == "number"
    assert Inspection.from_dict(json.loads(json.dumps(found.to_dict()))) == found


def test_a_sheet_without_rows_is_passed_over(tmp_path: Path) -> None:
    found = inspect_vector(made(tmp_path, "xlsx"))
    assert found.layers == ("kosong", "isi") and found.layer == "isi"


def test_a_decimal_comma_is_noticed(tmp_path: Path) -> None:
    found = inspect_vector(made(tmp_path, "csv"))
    assert found.choices.has_decimal_comma
    assert {c.name: c.kind for c in found.columns}["harga"] == "number"


def test_metres_around_the_city_are_recognised(tmp_path: Path) -> None:
    FIELDS.to_crs(32749).drop(columns="tanam").to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    found = inspect_vector(tmp_path / "a.shp", city=BATU)
    assert (found.crs_guess, found.crs_reason) == ("EPSG:32749", "metres_here")
    assert found.extent == pytest.approx((112.50, -7.90, 112.54, -7.88), abs=1e-5)


def test_the_land_office_s_zones_are_recognised(tmp_path: Path) -> None:
    centre = points((112.52, -7.88)).to_crs(23836).geometry.iloc[0]
    (tmp_path / "a.csv").write_text(f"nama,x,y\na,{centre.x},{centre.y}\n")
    found = inspect_vector(tmp_path / "a.csv", city=BATU)
    assert found.crs_guess == "EPSG:23836"
    assert found.extent == pytest.approx((112.52, -7.88, 112.52, -7.88), abs=1e-6)


def test_rows_far_from_the_city_are_counted_and_named(tmp_path: Path) -> None:
    near, far = "-7.88,112.52", "7.88,112.52"
    rows = [f"a,{place}" for place in (near, far, near, *[far] * 20, ",")]
    (tmp_path / "a.csv").write_text("\n".join(["nama,lat,lon", *rows]))
    found = inspect_vector(tmp_path / "a.csv", Choices(leaves_out=True), city=BATU)
    assert (found.away, found.away_rows[:3], len(found.away_rows)) == (21, (3, 5, 6), 12)
    assert found.faulty_rows == 1  # the one without a place; the others are none
    assert Inspection.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    assert inspect_vector(tmp_path / "a.csv", Choices(leaves_out=True)).away == 0


def test_areas_that_reach_the_city_are_not_far_from_it(tmp_path: Path) -> None:
    province, island = shapely.box(111, -9, 115, -7), shapely.box(115, -9, 116, -8)
    frame = geopandas.GeoDataFrame({"nama": ["Jawa Timur", "Bali"]}, geometry=[province, island], crs=4326)
    frame.to_file(tmp_path / "a.gpkg")
    found = inspect_vector(tmp_path / "a.gpkg", city=BATU)
    assert (found.away, found.away_rows) == (1, (2,))


def test_areas_far_from_the_city_are_left_out_where_somebody_chose_so(tmp_path: Path) -> None:
    near, far = shapely.box(112.5, -7.9, 112.6, -7.8), shapely.box(115, -9, 116, -8)
    frame = geopandas.GeoDataFrame({"nama": ["dekat", "jauh"]}, geometry=[near, far], crs=4326)
    frame.to_file(tmp_path / "a.gpkg")
    found = inspect_vector(tmp_path / "a.gpkg", Choices(leaves_away=True), city=BATU)
    assert [(one.code, one.row, one.is_repaired) for one in found.problems] == [("away", 2, True)]
    assert (found.away, found.faulty_rows, found.choices.leaves_away) == (1, 0, True)
    assert found.extent == pytest.approx((112.5, -7.9, 112.6, -7.8))
    assert [row.geometry is None for row in found.sample] == [False, True]
    with stream_vector(tmp_path / "a.gpkg", found.choices, city=BATU) as stream:
        assert b"".join(stream).count(b"\n") == 1


def test_a_table_without_coordinates_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nama,desa\nSD 1,Temas\nSD 2,Sisir\n")
    found = inspect_vector(tmp_path / "a.csv")
    assert (found.geometry, found.rows, found.problems, found.extent) == ("none", 2, (), None)


def test_degrees_minutes_and_pairs_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n;lintang;bujur\n1;7°52'30\" LS;112°30'0\" BT\n2;7.5 S;112,5\n")
    assert inspect_vector(tmp_path / "a.csv").extent == pytest.approx((112.5, -7.875, 112.5, -7.5))
    (tmp_path / "b.csv").write_text('n,koordinat\n1,"-7.875, 112.5"\n2,"-7.5, 112.5"\n')
    assert inspect_vector(tmp_path / "b.csv").extent == pytest.approx((112.5, -7.875, 112.5, -7.5))


def test_columns_get_plain_names_that_differ(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"Luas (m²),luas m2,2024,id,,é{'x' * 60},lat,lng\n1,2,3,4,5,6,-7.8,112.5\n")
    names = [column.name for column in inspect_vector(tmp_path / "a.csv").columns]
    assert names[:5] == ["luas_m2", "luas_m2_2", "c_2024", "c_id", "c_5"]
    assert len(set(names)) == len(names) and max(map(len, names)) == 40


def test_codes_stay_words(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("hp,nik,kode,n,lat,lng\n0812,3579010101010001,35.79,7,-7.8,112.5\n")
    kinds = {c.name: c.kind for c in inspect_vector(tmp_path / "a.csv").columns}
    assert (kinds["hp"], kinds["nik"], kinds["n"]) == ("text", "text", "number")


def test_rows_beyond_those_that_are_listed_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("lat,lng\n-7.8,112.5\n" + "x,112.5\n" * 300)
    found = inspect_vector(tmp_path / "a.csv")
    assert found.faulty_rows == 300 and len(found.problems) == 101
    last = found.problems[-1]
    assert (last.row, last.count) == (103, 200)
    with translation.override("en"):
        assert last.text.startswith("Row 103 and 199 more: ")


def test_a_member_of_an_archive_is_chosen(tmp_path: Path) -> None:
    FIELDS.drop(columns="tanam").to_file(tmp_path / "a.geojson")
    points((112.5, -7.9)).to_file(tmp_path / "b.geojson")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for name in ("a.geojson", "b.geojson"):
            archive.write(tmp_path / name, name)
    assert inspect_vector(tmp_path / "c.zip").layers == ("a.geojson", "b.geojson")
    assert inspect_vector(tmp_path / "c.zip", Choices(layer="b.geojson")).geometry == "point"


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    (problem,) = inspect_vector(made(tmp_path, "geojson"), limits=Limits(features=1)).problems
    assert (problem.code, problem.is_fatal) == ("too_large", True)


def test_a_table_of_parquet_is_found_by_its_columns(tmp_path: Path) -> None:
    pandas.DataFrame({"nama": ["a"], "lat": [-7.88], "lon": [112.52]}).to_parquet(tmp_path / "a.parquet")
    assert inspect_vector(tmp_path / "a.parquet").extent == pytest.approx((112.52, -7.88, 112.52, -7.88))


def test_collections_and_multipoints_come_out_alike(tmp_path: Path) -> None:
    shapes = shapely.from_wkt(["MULTIPOINT (112.5 -7.9)", "MULTIPOINT (112.5 -7.9, 112.6 -7.8)"])
    geopandas.GeoDataFrame({"n": [1, 2]}, geometry=shapes, crs=4326).to_file(tmp_path / "a.gpkg")
    found = inspect_vector(tmp_path / "a.gpkg")
    assert found.geometry_type == "MultiPoint"
    assert [row.geometry and row.geometry["type"] for row in found.sample] == ["Point", "MultiPoint"]


def test_choices_survive_being_stored() -> None:
    choices = Choices(crs="EPSG:32749", columns=(ColumnChoice("Nama", "nama", "text"),), is_swapped=True)
    assert Choices.from_dict(json.loads(json.dumps(choices.to_dict()))) == choices


@pytest.mark.parametrize("code", TEXTS)
def test_every_text_stands_without_its_values_too(code: str) -> None:
    params = dict.fromkeys(
        [
            "suffix",
            "found",
            "name",
            "encoding",
            "member",
            "layers",
            "count",
            "most",
            "column",
            "number",
            "heading",
            "columns",
            "used",
            "said",
            "value",
            "crs",
            "point",
            "line",
            "polygon",
        ],
        "x",
    )
    for language in ("id", "en"):
        with translation.override(language):
            assert "%(" not in Problem(code, row=3, params=params).text


@needs_real_boundaries
@pytest.mark.parametrize(
    "name", [f.name for f in sorted(REAL_FOLDER.glob("*")) if f.suffix in (".geojson", ".gpkg", ".csv", ".gz")]
)
def test_real_files_are_understood(name: str) -> None:
    found = inspect_vector(REAL_FOLDER / name, city=BATU)
    assert not found.is_fatal and found.rows
    assert found.geometry == ("none" if "sekolah" in name else found.geometry) != ""
