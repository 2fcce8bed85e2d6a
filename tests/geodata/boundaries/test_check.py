from collections.abc import Callable
from typing import Any

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geodata.boundaries.check import Checked, Choices, check_boundaries, overlap_and_slivers_m2
from geodata.boundaries.codes import clean_code
from geodata.boundaries.faults import BadBoundaries, UnknownField
from geodata.city.folder import read_reference
from geodata.readers.vector import VectorRow, VectorTable

BATU = read_reference("batu")
DESA = [area for area in BATU.areas if area.level == "desa"]
Rows = list[dict[str, Any]]


def square(at: tuple[float, float], half: float = 0.001) -> Polygon:
    return shapely.box(at[0] - half, at[1] - half, at[0] + half, at[1] + half)


def good_rows() -> Rows:
    return [{"KODE": desa.code, "NAMA": desa.name, "shape": square(desa.inside)} for desa in DESA]


def checked(rows: Rows, **choices: Any) -> Checked:
    table = VectorTable(
        crs="EPSG:4326",
        fields=("KODE", "NAMA"),
        rows=tuple(
            VectorRow(row["shape"] and shapely.to_wkb(row["shape"]), {key: row[key] for key in ("KODE", "NAMA")})
            for row in rows
        ),
    )
    return check_boundaries(table, Choices("KODE", "NAMA", **choices), BATU)


def test_a_sound_file_passes_in_the_order_of_codes() -> None:
    found = checked(good_rows()[::-1])
    assert [outline.code for outline in found.outlines] == [desa.code for desa in DESA]
    assert not any(outline.repaired for outline in found.outlines)
    assert (found.other_names, found.elsewhere) == ((), ())


def twice(rows: Rows) -> None:
    rows.append(dict(rows[0]))


def gap(rows: Rows) -> None:
    del rows[3]


def stranger(rows: Rows) -> None:
    rows.append({"KODE": "35.07.20.2001", "NAMA": "Pujon Kidul", "shape": square(DESA[0].inside)})


def without_kecamatan(rows: Rows) -> None:
    rows.append({"KODE": "35.79.04.2001", "NAMA": "Baru", "shape": square(DESA[0].inside)})


def kecamatan_among_desa(rows: Rows) -> None:
    rows.append({"KODE": "35.79.01", "NAMA": "Batu", "shape": square(DESA[0].inside)})


def no_code(rows: Rows) -> None:
    rows[0]["KODE"] = None


def a_name_for_a_code(rows: Rows) -> None:
    rows[0]["KODE"] = "Temas"


def bps(rows: Rows) -> None:
    for row, desa in zip(rows, DESA, strict=True):
        row["KODE"] = desa.bps_code


def swapped(rows: Rows) -> None:
    for row in rows:
        row["shape"] = shapely.transform(row["shape"], lambda xy: xy[:, ::-1])


def far(rows: Rows) -> None:
    for row in rows:
        row["shape"] = shapely.transform(row["shape"], lambda xy: xy + 5)


def no_shape(rows: Rows) -> None:
    rows[0]["shape"] = None


def a_line(rows: Rows) -> None:
    rows[0]["shape"] = rows[0]["shape"].exterior


FAULTS = [
    (twice, "twice", "35.79.01.1001", "dissolve"),
    (gap, "missing", "35.79.01.1004 Sisir", "--without"),
    (stranger, "not_desa", "Pujon Kidul", "--skip-others"),
    (kecamatan_among_desa, "not_desa", "35.79.01 Batu", "--skip-others"),
    (without_kecamatan, "no_parent", "35.79.04.2001 Baru", "areas.csv"),
    (no_code, "bad_code", "Temas", "--code-field"),
    (a_name_for_a_code, "bad_code", "Temas", "--code-field"),
    (bps, "bps_code", "3579010002 Temas", "--codes bps"),
    (swapped, "swapped", "-7.8801, 112.5419", "--swap-axes"),
    (far, "far_away", "Temas", "--crs"),
    (no_shape, "no_shape", "Temas", "Temas"),
    (a_line, "no_shape", "Temas", "Temas"),
]


@pytest.mark.parametrize(("spoil", "key", "who", "remedy"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_a_fault_names_who_and_the_remedy(spoil: Callable[[Rows], None], key: str, who: str, remedy: str) -> None:
    rows = good_rows()
    spoil(rows)
    with pytest.raises(BadBoundaries) as fault:
        checked(rows)
    assert key in fault.value.data["faults"]
    (line,) = [line for line in str(fault.value).splitlines() if who in line and remedy in line]
    assert line.startswith("- ")


def test_all_faults_are_told_at_once() -> None:
    rows = good_rows()
    twice(rows)
    gap(rows)
    stranger(rows)
    with pytest.raises(BadBoundaries) as fault:
        checked(rows)
    assert set(fault.value.data["faults"]) == {"twice", "missing", "not_desa"}


def test_a_long_list_is_cut() -> None:
    with pytest.raises(BadBoundaries, match=r"… \(\+11\)"):
        checked(good_rows()[:1])


def test_the_remedies_work() -> None:
    rows = good_rows()
    stranger(rows)
    assert len(checked(rows, skip_others=True).outlines) == 24
    rows = good_rows()
    swapped(rows)
    assert checked(rows, swap_axes=True).outlines[0].shape.equals(square(DESA[0].inside))
    rows = good_rows()
    bps(rows)
    assert [outline.code for outline in checked(rows, bps=True).outlines] == [desa.code for desa in DESA]
    rows = good_rows()
    gap(rows)
    assert len(checked(rows, without=("35.79.01.1004",)).outlines) == 23


def test_a_wrong_field_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownField, match="KODE, NAMA"):
        check_boundaries(VectorTable("", ("KODE", "NAMA"), ()), Choices("kd", "NAMA"), BATU)


def test_a_ring_that_crosses_itself_is_repaired_and_told() -> None:
    rows = good_rows()
    x, y = DESA[0].inside
    bow_tie = Polygon([(x - 0.01, y - 0.01), (x + 0.01, y + 0.01), (x + 0.01, y - 0.01), (x - 0.01, y + 0.01)])
    rows[0]["shape"] = bow_tie
    first = checked(rows).outlines[0]
    assert "Self-intersection" in first.repaired
    assert first.shape.is_valid
    assert first.shape.area == pytest.approx(0.0002)


def test_a_spike_falls_away() -> None:
    rows = good_rows()
    x, y = DESA[0].inside
    ring = [*square(DESA[0].inside).exterior.coords[:-1], (x + 0.001, y - 0.001), (x + 0.05, y - 0.001)]
    rows[0]["shape"] = Polygon(ring)
    first = checked(rows).outlines[0]
    assert first.repaired
    assert isinstance(first.shape, MultiPolygon)
    assert first.shape.bounds[2] == pytest.approx(x + 0.001)


def test_other_spellings_and_mixed_up_codes_are_shown_without_refusing() -> None:
    rows = good_rows()
    rows[0]["NAMA"] = "Kel. Temas"
    rows[1]["shape"], rows[2]["shape"] = rows[2]["shape"], rows[1]["shape"]
    found = checked(rows)
    assert found.other_names == ("35.79.01.1001: Kel. Temas / Temas",)
    assert found.elsewhere == ("35.79.01.1002 Ngaglik", "35.79.01.1003 Songgokerto")


def test_overlaps_and_slivers_are_measured() -> None:
    rows = good_rows()
    x, y = DESA[0].inside
    rows[0]["shape"] = shapely.box(x, y, x + 0.01, y + 0.01)
    rows[1]["shape"] = shapely.box(x + 0.0099, y, x + 0.02, y + 0.01)
    overlap, slivers = overlap_and_slivers_m2(checked(rows).outlines[:2], 32749)
    assert overlap == pytest.approx(11.0 * 1106, rel=0.02)
    assert slivers == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("35.79.01.1001", "35.79.01.1001"),
        (" 35.79.01.1001 ", "35.79.01.1001"),
        ("3579011001", "35.79.01.1001"),
        (3579011001, "35.79.01.1001"),
        (3579011001.0, "35.79.01.1001"),
        ("357901", "35.79.01"),
        ("3579", "35.79"),
        ("", None),
        (None, None),
        (35790.5, None),
        ("35.79.1.1001", None),
        ("Temas", None),
    ],
)
def test_codes_come_in_many_spellings(said: object, code: str | None) -> None:
    assert clean_code(said) == code
