import json
import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon

from geodata.readers.errors import BadCrs, FileTooLarge, LayerNotChosen, UnknownCrs, UnreadableFile
from geodata.readers.limits import Limits
from geodata.readers.vector import VectorTable, read_vector

SQUARE = Polygon([(112.5, -7.9), (112.52, -7.9), (112.52, -7.88), (112.5, -7.88)])
FRAME = geopandas.GeoDataFrame(
    {"kode": ["35.79.01.1001", "35.79.01.1002"], "nama": ["Temas", "Ngaglik é"]},
    geometry=[SQUARE, shapely.transform(SQUARE, lambda xy: np.add(xy, [0.02, 0]))],
    crs=4326,
)


def zipped(folder: Path, frame: geopandas.GeoDataFrame, name: str = "batas") -> Path:
    frame.to_file(folder / f"{name}.shp", encoding="utf-8")
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        for part in folder.glob(f"{name}.???"):
            if part.suffix != ".zip":
                archive.write(part, f"isi/{part.name}")
    return folder / f"{name}.zip"


def without_crs(folder: Path) -> Path:
    FRAME.to_crs(32749).to_file(folder / "b.shp")
    (folder / "b.prj").unlink()
    return folder / "b.shp"


def written(folder: Path, form: str) -> Path:
    match form:
        case "geojson":
            FRAME.to_file(folder / "b.geojson")
            return folder / "b.geojson"
        case "gpkg":
            FRAME.to_crs(32749).to_file(folder / "b.gpkg")
            return folder / "b.gpkg"
        case "shp.zip":
            return zipped(folder, FRAME.to_crs(32749))
        case "fgb":
            FRAME.to_crs(3857).to_file(folder / "b.fgb")
            return folder / "b.fgb"
        case "kml":
            FRAME.rename(columns={"nama": "Name"}).to_file(folder / "b.kml", driver="LIBKML")
            return folder / "b.kml"
    raise ValueError(form)


def shape_of(table: VectorTable, row: int = 0) -> Polygon:
    return shapely.from_wkb(table.rows[row].wkb)


@pytest.mark.parametrize("form", ["geojson", "gpkg", "shp.zip", "fgb", "kml"])
def test_any_format_and_reference_system_comes_out_in_degrees(form: str, tmp_path: Path) -> None:
    table = read_vector(written(tmp_path, form))
    assert len(table.rows) == 2
    assert {row.values["kode"] for row in table.rows} == {"35.79.01.1001", "35.79.01.1002"}
    (first,) = [shapely.from_wkb(r.wkb) for r in table.rows if r.values["kode"].endswith("1001")]
    assert first.equals_exact(SQUARE, 1e-6, normalize=True) or first.hausdorff_distance(SQUARE) < 1e-6


def test_letters_of_every_alphabet_survive(tmp_path: Path) -> None:
    table = read_vector(written(tmp_path, "shp.zip"))
    assert table.rows[1].values["nama"] == "Ngaglik é"


def test_height_is_dropped(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"kode": ["1"]}, geometry=[shapely.force_3d(SQUARE, 7)], crs=4326)
    frame.to_file(tmp_path / "z.gpkg")
    assert not shapely.has_z(shape_of(read_vector(tmp_path / "z.gpkg")))


def test_a_file_without_a_reference_system_is_refused_until_one_is_named(tmp_path: Path) -> None:
    file = without_crs(tmp_path)
    with pytest.raises(UnknownCrs, match="--crs"):
        read_vector(file)
    assert shape_of(read_vector(file, crs="EPSG:32749")).centroid.x == pytest.approx(112.51, abs=1e-4)


@pytest.mark.parametrize("crs", ["EPSG:999999", "nonsense", "EPSG:4326"])
def test_a_wrong_reference_system_is_told(crs: str, tmp_path: Path) -> None:
    file = without_crs(tmp_path)
    with pytest.raises(BadCrs, match="--crs"):
        read_vector(file, crs=crs)


def test_several_layers_are_named(tmp_path: Path) -> None:
    FRAME.to_file(tmp_path / "b.gpkg", layer="desa")
    FRAME.to_file(tmp_path / "b.gpkg", layer="rw")
    with pytest.raises(LayerNotChosen) as fault:
        read_vector(tmp_path / "b.gpkg")
    assert fault.value.data["layers"] == "desa, rw"
    assert len(read_vector(tmp_path / "b.gpkg", layer="rw").rows) == 2


def test_several_files_in_one_archive_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.geojson", FRAME.to_json())
        archive.writestr("b.geojson", FRAME.to_json())
    with pytest.raises(LayerNotChosen) as fault:
        read_vector(tmp_path / "b.zip")
    assert fault.value.data["layers"] == "a.geojson, b.geojson"


VRT = "<OGRVRTDataSource><OGRVRTLayer name='b'><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.geojson", ""),
        ("broken.geojson", '{"type": "FeatureCollection", "features": [{'),
        ("text.txt", "Batas desa"),
        ("table.csv", 'WKT,kode\n"POINT(1 2)",1'),
        ("page.html", "<html></html>"),
        ("no.zip", "PK"),
    ],
)
def test_what_is_no_map_file_is_refused(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableFile, match="GeoPackage"):
        read_vector(tmp_path / name)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_vector(tmp_path / "no.gpkg")


def test_a_file_cannot_point_to_others_or_to_the_network(tmp_path: Path) -> None:
    secret = written(tmp_path, "geojson")
    for number, target in enumerate((secret, "/vsicurl/http://127.0.0.1:9/a.geojson", "WFS:http://127.0.0.1:9/")):
        file = tmp_path / (f"{number}.vrt" if number else "renamed.geojson")
        file.write_text(VRT.format(target))
        with pytest.raises(UnreadableFile):
            read_vector(file)


def test_too_many_features_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge):
        read_vector(written(tmp_path, "geojson"), limits=Limits(features=1))


def test_an_archive_is_measured_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.geojson", "0" * 3_000_000)
    with pytest.raises(FileTooLarge):
        read_vector(tmp_path / "bomb.zip", limits=Limits(bytes_in=1_000_000))


@pytest.mark.slow
def test_memory_has_a_limit(tmp_path: Path) -> None:
    ring = [[112.5 + i * 1e-7, -7.9] for i in range(400_000)]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": ring}}
    (tmp_path / "big.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature] * 4}))
    with pytest.raises((FileTooLarge, UnreadableFile)):
        read_vector(tmp_path / "big.geojson", limits=Limits(memory=450_000_000))
