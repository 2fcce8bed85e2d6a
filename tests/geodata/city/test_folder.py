import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from geodata.city.folder import REFERENCE_DIR, BadCityFolder, UnknownCity, read_reference
from geodata.demo.corpus import leaves
from tests.geodata.real_data import ROOT

BATU = read_reference("batu")
LEAVES = [category for category in BATU.categories if not category.is_group]


def test_batu_has_its_areas_with_codes_of_both_offices() -> None:
    desa = [area for area in BATU.areas if area.level == "desa"]
    assert Counter(area.parent for area in desa) == {"35.79.01": 8, "35.79.02": 9, "35.79.03": 7}
    assert Counter(area.kind for area in desa) == {"desa": 19, "kelurahan": 5}
    assert sum(area.area_km2 for area in desa) == pytest.approx(194.17, rel=0.001)
    bps = {area.name: area.bps_code for area in BATU.areas if area.level == "kecamatan"}
    assert bps == {"Batu": "3579010", "Bumiaji": "3579030", "Junrejo": "3579020"}  # numbered otherwise by BPS


def test_every_entry_says_where_it_comes_from() -> None:
    assert all(area.source for area in BATU.areas)
    assert all(figure.source for figure in BATU.population)
    assert all(number.source for number in BATU.city.emergency)
    assert all(category.target_source for category in LEAVES)
    unofficial = {figure.area for figure in BATU.population if not figure.official}
    assert unofficial == {"35.79.01", "35.79.02", "35.79.03"}


def test_no_rule_of_a_service_is_given_out_as_certain() -> None:
    assert BATU.services
    assert all(service.source and service.bring and service.hours for service in BATU.services)
    assert not [service.code for service in BATU.services if service.verified]  # no standar pelayanan was seen


def test_what_is_not_confirmed_is_marked() -> None:
    doubtful = {agency.code for agency in BATU.agencies if not agency.verified}
    assert {"dinsos", "disparta", "bakesbangpol", "bkpsdm"} <= doubtful
    assert not next(agency for agency in BATU.agencies if agency.code == "perumdam").is_ours


def test_all_three_kinds_can_be_chosen_and_dangers_name_the_numbers_first() -> None:
    assert {category.kind for category in LEAVES if category.is_open} == {"complaint", "need", "question"}
    dangers = {category.code: category.guidance for category in LEAVES if category.emergency}
    assert dangers.keys() == {"landslide", "fire", "accident"}
    assert all(re.search(r"11\d|512111", guidance) for guidance in dangers.values())


def test_a_closed_category_says_who_is_responsible() -> None:
    closed = {category.code: category.guidance for category in LEAVES if not category.is_open}
    assert "PLN" in closed["power-cut"]
    assert "Perhutani" in closed["forest"]


def test_private_matters_are_not_shown_exactly() -> None:
    precision = {category.code: category.precision for category in LEAVES}
    assert {precision[code] for code in ("health-service", "social-aid", "need-health", "need-social")} == {"area"}
    assert {precision[code] for code in ("id-card", "tax", "tap-water")} == {"snapped"}
    assert precision["road-damage"] == "exact"


def test_the_head_of_the_file_lists_the_icons_in_use() -> None:
    text = (REFERENCE_DIR / "batu" / "categories.yaml").read_text(encoding="utf-8")
    listed = re.search(r"whoever makes the sprite:\n((?:#   .*\n)+)", text)
    assert listed is not None
    icons = {category.icon for category in BATU.categories}
    assert set(listed[1].replace("#", "").split()) == icons
    lucide = ROOT / "node_modules" / "lucide-static" / "icons"
    if lucide.is_dir():
        assert not {icon for icon in icons if not (lucide / f"{icon}.svg").is_file()}


@pytest.mark.parametrize("colour", sorted({category.colour for category in BATU.categories}))
def test_colours_can_be_seen_on_light_and_dark(colour: str) -> None:
    assert _contrast(colour, "#ffffff") >= 3
    assert _contrast(colour, "#111827") >= 3


def test_every_open_category_has_words_for_the_demo() -> None:
    assert {category.code for category in LEAVES if category.is_open} == set(leaves())


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(REFERENCE_DIR / "batu", tmp_path / "batu")
    return tmp_path


FAULTS = [
    ("city.yaml", "prefix: BTU", "prefix: Batu", "the public_code_prefix 'Batu' is not three or four capital letters"),
    ("city.yaml", "Asia/Jakarta", "Asia/Batu", "there is no time zone 'Asia/Batu'"),
    ("areas.csv", "35.79.01.1002,35.79.01,", "35.79.01.1001,35.79.01,", "the code 35.79.01.1001 stands there twice"),
    ("areas.csv", "35.79.01.1002,35.79.01,", "35.79.01.1002,35.79.09,", "hangs under '35.79.09'"),
    ("areas.csv", "35.79.01.1002,35.79.01,", "35.79.01.1002,35.79.02,", "does not begin with the code of its parent"),
    ("areas.csv", ",desa,kelurahan,Temas", ",desa,kecamatan,Temas", "cannot have the kind 'kecamatan'"),
    ("areas.csv", "-7.879136", "-6.2", "the inside point of 35.79.01.1001 lies outside"),
    ("areas.csv", "-7.879136", "selatan", "areas.csv, entry 5 (35.79.01.1001): could not convert"),
    ("population.csv", "35.79,2025-12-31", "35.80,2025-12-31", "there is no area 35.80"),
    ("agencies.yaml", "code: dlh", "code: dpupr", "the code dpupr stands there twice"),
    ("agencies.yaml", "    name: Dinas Lingkungan Hidup\n", "", "agencies.yaml, entry 5 (dlh): 'name' is missing"),
    ("agencies.yaml", "parent: kec-batu", "parent: kec-x", "hangs under 'kec-x'"),
    ("categories.yaml", "agency: dlh", "agency: dlhk", "the agency 'dlhk' is not in agencies.yaml"),
    ("categories.yaml", "target: danger", "target: soon", "the target 'soon' is not among the targets"),
    ("categories.yaml", "precision: area", "precision: vague", "the precision 'vague' is not one of"),
    ("categories.yaml", '"#b45309"', '"brown"', "the colour 'brown' is not written like"),
    ("categories.yaml", "code: waste", "code: Waste!", "may hold small letters, digits and hyphens only"),
    ("services.yaml", "code: kartu-keluarga", "code: ktp-elektronik", "the code ktp-elektronik stands there twice"),
    ("services.yaml", "agency: bapenda", "agency: pajak", "the agency 'pajak' is not in agencies.yaml"),
    ("services.yaml", "agency: bapenda", "agency: perumdam", "requests would reach nobody"),
    ("services.yaml", "days: 60", "days: 0", "0 working days are not between 1 and 250"),
    ("services.yaml", "days: 60", "days: lama", "services.yaml, entry 4 (pbb-keberatan): invalid literal"),
    ("services.yaml", "kind: puskesmas", "kind: klinik", "the office's kind 'klinik' is not one of"),
    ("services.yaml", "    fee_en: Free\n", "", "services.yaml, entry 1 (bibit-tanaman): 'fee_en' is missing"),
    ("services.yaml", "code: pbb-keberatan", "code: PBB!", "may hold small letters, digits and hyphens only"),
    ("services.yaml", "    verified: false\n", "", "'verified' is missing"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "told"), FAULTS)
def test_a_fault_is_told_with_file_and_entry(copy: Path, file: str, right: str, wrong: str, told: str) -> None:
    text = (copy / "batu" / file).read_text(encoding="utf-8")
    assert right in text
    (copy / "batu" / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BadCityFolder) as fault:
        read_reference("batu", copy)
    assert told in str(fault.value.data["problems"])


@pytest.mark.parametrize("name", ["malang", "../batu", "", "batu/../batu"])
def test_an_unknown_city_names_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownCity) as fault:
        read_reference(name)
    assert fault.value.data["known"] == "batu"
