"""The files of shared/data as features: what really lies about in a city's offices."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from cityops.accounts.models import User
from cityops.areas.models import AreaPopulation, PlaceName
from cityops.datasets.models import DoubtfulRow, State, Upload
from cityops.datasets.reading import read
from cityops.facilities.models import Facility
from cityops.farming.models import FarmPlot
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import counts, mapped, reasons, taken, tried
from tests.cityops.datasets.conftest import Send, import_it
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.files import sent, spreadsheet
from tests.geodata.real_data import REAL, REAL_FOLDER, needs_real_boundaries

pytestmark = [pytest.mark.django_db(transaction=True), needs_real_boundaries]


@pytest.fixture
def city_in_earnest(transactional_db: None) -> Iterator[None]:
    """The city with its real outlines, in place of the small one of squares."""
    call_command("load_reference", "batu", stdout=StringIO())
    call_command(
        "import_areas",
        str(REAL),
        "--yes",
        "--code-field",
        "code",
        "--name-field",
        "name",
        "--source",
        "cahyadsn/wilayah_boundaries, MIT",
        stdout=StringIO(),
    )
    yield


@pytest.fixture
def planner(city_in_earnest: None) -> User:
    """Whoever may import what is tried here."""
    return staff(Role.ADMIN, name="Pengelola data")


@pytest.mark.parametrize("way", ["names", "points"])
def test_disasters_by_desa(way: str, desk: Client, send: Send, tmp_path: Path) -> None:
    """24 desa in many spellings. Three of their points lie in another desa than the row says."""
    text = (REAL_FOLDER / "batu_bencana_2021_2023.csv").read_text()
    if way == "names":
        text = text.replace(",latitude,longitude,", ",a,b,")
        text = "\n".join(line.replace("-7.", "x").replace("112.", "y") for line in text.splitlines())
    upload = send(spreadsheet(tmp_path, text, "bencana.csv"))
    said = {"value_category": "landslide", "value_date": "2023-12-31", "value_text": "Bencana 2021–2023"}
    tried(desk, upload, "reports", column_place="name", column_text="", column_number="code", **said)
    assert counts(upload) == ({"made": 24} if way == "names" else {"made": 21, "doubtful": 3}), reasons(upload)
    taken(desk, upload)
    if way == "names":
        assert Report.objects.values("area").distinct().count() == 24
    else:
        contradict = {row.values["place"] for row in DoubtfulRow.objects.all()}
        assert contradict == {"Punten", "Giripurno", "Torongrejo"}


def test_schools_without_coordinates(desk: Client, send: Send) -> None:
    """Those whose name tells the desa stand in its middle, marked as a guess; of the others a person is asked."""
    upload = send(REAL_FOLDER / "batu_sekolah.csv")
    data = mapped(desk, upload, "facilities")
    assert [data[f"column_{name}"] for name in ("name", "kind", "address", "place", "within", "number")] == [
        "name",
        "level",
        "address",
        "desa_from_name",
        "kecamatan",
        "npsn",
    ]
    tried(desk, upload, "facilities")
    assert counts(upload) == {"made": 68, "doubtful": 35}
    assert counts(taken(desk, upload)) == {"made": 68, "doubtful": 35}
    assert Facility.objects.filter(is_plausible=True, kind="school").count() == 68
    again = send(REAL_FOLDER / "batu_sekolah.csv")
    tried(desk, again, "facilities")
    assert counts(again) == {"same": 103}


def test_attractions_and_place_names(desk: Client, send: Send) -> None:
    upload = send(REAL_FOLDER / "batu_wisata.csv")
    tried(desk, upload, "place-names", value_kind="Wisata", value_source="aplikasi wisata")
    assert counts(taken(desk, upload)) == {"made": 7}
    names = send(REAL_FOLDER / "batu_nama_tempat.csv")
    tried(desk, names, "place-names", value_kind="Tempat", value_source="LAPOR!, data.go.id")
    assert counts(taken(desk, names)) == {"made": 53, "same": 28}  # 24 desa, three kecamatan and the city
    assert PlaceName.objects.filter(source="aplikasi wisata").count() == 7


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("code", {"made": 24}),
        ("bps_code_2020", {"made": 24}),
        ("name", {"made": 22, "refused": 2}),  # Bumiaji and Junrejo are a kecamatan, too
    ],
)
def test_areas_by_code_and_by_name(column: str, expected: dict[str, int], desk: Client, send: Send) -> None:
    """Of the desa no figures are known: the codes and names of the file are matched, with one figure for all."""
    upload = send(REAL_FOLDER / "batu_wilayah.csv")
    said = {"column_residents": "", "value_residents": "1000", "value_on": "2024", "value_source": "uji"}
    tried(desk, upload, "population", column_area=column, **said)
    assert counts(taken(desk, upload)) == expected
    assert AreaPopulation.objects.filter(residents=1000).count() == expected["made"]


def test_complaints_of_another_city(desk: Client, send: Send) -> None:
    upload = send(REAL_FOLDER / "boston_311_2015_jan_sep.csv.gz")
    tried(desk, upload, "reports", column_category="", value_category="road-damage")
    assert (counts(upload), reasons(upload)) == (
        {"refused": 94_063},
        {"outside_city": 94_063, "no_words": 14},
    )
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "94.063 baris" in page
    assert "Masukkan" not in page.partition('id="mapping"')[0].rpartition('id="would"')[2]


def test_plots_of_another_country_are_no_plots_and_a_layer(city_in_earnest: None) -> None:
    client = Client()
    client.force_login(staff(Role.HEAD, agency="distan"))
    client.post("/data/new/", {"file": sent(REAL_FOLDER / "plots_vietnam_utm48n.gpkg")})
    upload = Upload.objects.latest("id")
    read(upload.pk)
    upload.refresh_from_db()
    said = {"commodity": "padi", "season": "2026-1", "farmer": "Kelompok tani", "consent": "daftar bertanda tangan"}
    tried(client, upload, "plots", **{f"value_{name}": value for name, value in said.items()})
    assert (counts(upload), reasons(upload)) == ({"refused": 100}, {"plot_outside": 100})
    assert not FarmPlot.objects.exists()
    layer = import_it(client, upload)
    assert layer.state == State.DONE, layer.fault
    assert layer.dataset is not None
    assert layer.dataset.shown is not None
    assert layer.dataset.shown.rows == 100


def test_words_of_another_city_are_asked_about(desk: Client, send: Send) -> None:
    """162 kinds of complaints, of which some are guessed."""
    CategoryFactory(code="street-light", name="Lampu jalan mati", name_en="Street light out")
    CategoryFactory(code="fire", name="Kebakaran", name_en="Fire")
    upload = send(REAL_FOLDER / "boston_311_2015_jan_sep.csv.gz")
    tried(desk, upload, "reports", column_category="type")
    (table,) = desk.get(f"{upload.get_absolute_url()}as/reports/").context["words"].tables
    said = {row.word: (row.count, row.choice.value()) for row in table.rows}
    assert (len(said), table.more_words) == (162, 0)
    assert next(iter(said)) == "Street Light Outages"
    assert sum(count for count, _means in said.values()) == 94_063
    assert said["Street Light Outages"][1] == "street-light"
    assert said["Fire Department Request"][1] == "fire"
    assert said["Graffiti Removal"][1] == ""
