from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from cityops.areas.models import PlaceName
from layers.search import hits
from tests.factories.areas import make_city
from tests.geodata.real_data import REAL

pytestmark = pytest.mark.django_db
NAMES = REAL.parent / "batu_nama_tempat.csv"


def imported(file: Path, **options: object) -> str:
    said = StringIO()
    call_command("import_places", file, stdout=said, **options)
    return said.getvalue()


def table(folder: Path, text: str) -> Path:
    file = folder / "nama.csv"
    file.write_text(text, encoding="utf-8")
    return file


def found(text: str) -> list[str]:
    return [hit.label for hit in hits(AnonymousUser(), text)]


def test_a_source_replaces_itself_and_nothing_else(tmp_path: Path) -> None:
    PlaceName.objects.create(name="Lain", place="SRID=4326;POINT(112.5 -7.8)", source="lain")
    file = table(tmp_path, "name,lat,lng,kind\nCoban Rais,-7.9,112.51,air terjun\nCoban Rais,-7.9,112.51,air terjun\n")
    assert "1 names, 0 from before" in imported(file, source="peta")
    file = table(tmp_path, "name;lat;lng\nCoban Talun;-7,8;112,52\n")
    assert "1 names, 1 from before" in imported(file, source="peta")
    assert set(PlaceName.objects.values_list("name", flat=True)) == {"Lain", "Coban Talun"}
    assert found("coban talun") == ["Coban Talun"]


def test_names_of_areas_are_left_to_the_areas(tmp_path: Path) -> None:
    make_city()
    file = table(tmp_path, "name,lat,lng\nTEMAS,-7.87,112.51\nKEPANJEN,-8.1,112.6\n")
    assert "1 left out as names of areas" in imported(file)
    assert found("temas") == ["Kelurahan Temas"]
    assert found("kepanjen") == ["Kepanjen"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nama,lat,lng\nA,1,2\n", "has no column name; it has: nama"),
        ("name,lat,lng\nA,1,2\n,1,2\nB,x,2\nC,91,2\nD,nan,2\n", "line 3: the name is missing"),
        ("name,lat,lng\nC,91,2\n", "no place on earth"),
        ("name,lat,lng\nC,nan,2\n", "no place on earth"),
        ("", "has no column"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        imported(table(tmp_path, text))
    assert not PlaceName.objects.exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert "dry run" in imported(table(tmp_path, "name,lat,lng\nA B,1,2\n"), dry_run=True)
    assert not PlaceName.objects.exists()


def test_reference_data_has_names_of_its_own() -> None:
    call_command("load_reference", "batu", stdout=StringIO())
    assert PlaceName.objects.filter(is_approximate=True).count() > 50
    (hit, *_rest) = hits(AnonymousUser(), "alun-alun")
    assert hit.label == "Alun-Alun Kota Batu"
    assert "kira-kira" in hit.detail or "approximate" in hit.detail


@pytest.mark.skipif(not NAMES.is_file(), reason="the real names (shared/data/batu_nama_tempat.csv) are not there")
def test_real_names_as_a_complaint_system_had_them() -> None:
    make_city()
    columns = {"name_field": "area_name", "lat_field": "latitude", "lng_field": "longitude"}
    said = imported(NAMES, **columns)
    assert "names" in said
    assert PlaceName.objects.filter(name="Karangploso").exists()
    assert not PlaceName.objects.filter(name__iexact="Sidomulyo").exists()
    assert found("karangplosso")[0] == "Karangploso"
