from collections import Counter

import geopandas
import pytest
import shapely

from geodata.city.folder import REFERENCE_DIR
from geodata.demo.grid import read_grid
from geodata.demo.outlines import desa_outlines
from tests.geodata.real_data import REAL, needs_real_boundaries

GRID = read_grid(REFERENCE_DIR / "batu" / "desa_grid.txt")
OUTLINES = desa_outlines(GRID)


def test_every_desa_has_an_outline_and_they_fit_together() -> None:
    assert Counter(code[:8] for code in OUTLINES) == {"35.79.01": 8, "35.79.02": 9, "35.79.03": 7}
    shapes = list(OUTLINES.values())
    assert shapely.coverage_is_valid(shapes)
    assert all(shape.is_valid for shape in shapes)
    assert not shapely.union_all(shapes).interiors  # one piece without a hole
    assert {code: len(shape.geoms) for code, shape in OUTLINES.items() if len(shape.geoms) > 1} == {"35.79.02.2005": 2}


def test_the_same_grid_gives_the_same_outlines() -> None:
    assert desa_outlines(GRID) == OUTLINES


def test_they_do_not_look_like_pixels() -> None:
    straight = edges = 0
    for shape in OUTLINES.values():
        for ring in (part.exterior for part in shape.geoms):
            xy = shapely.get_coordinates(geopandas.GeoSeries([ring], crs=4326).to_crs(GRID.srid))
            steps = abs(xy[1:] - xy[:-1])
            edges += len(steps)
            straight += int(((steps.min(axis=1) < 1) & (steps.max(axis=1) > 150)).sum())
    assert straight / edges < 0.08  # of the cells themselves all are


@needs_real_boundaries
def test_against_the_real_boundaries() -> None:
    real = geopandas.read_file(REAL).to_crs(GRID.srid).set_index("code")
    made = geopandas.GeoSeries(OUTLINES, crs=4326).to_crs(GRID.srid)
    right = sum(made[code].intersection(shapely.make_valid(real.geometry[code])).area for code in OUTLINES)
    assert right / real.area.sum() >= 0.94
    deviation = (made.area / real.area.loc[made.index] - 1).abs()
    assert deviation.max() <= 0.05, deviation.sort_values().tail(3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# A 1.2 Temas\nAA\n", "crs, upper left corner"),
        ("# crs EPSG:32749 | upper left corner x 1 y 2 | cell 200\n# A 1.2 Temas\nAA\nA\n", "not equally long"),
        ("# crs EPSG:32749 | upper left corner x 1 y 2 | cell 200\n# A 1.2 Temas\nAB\n", "without a legend: B"),
    ],
)
def test_a_grid_with_a_fault_is_refused(text: str, told: str, tmp_path: object) -> None:
    file = tmp_path / "grid.txt"  # type: ignore[operator]
    file.write_text(text)
    with pytest.raises(ValueError, match=told):
        read_grid(file)
