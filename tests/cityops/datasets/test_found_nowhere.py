"""Rows whose place no name is like: they wait, a person says where they lie, once for all that say the same."""

from pathlib import Path

import pytest
from django.test import Client

from cityops.datasets.models import DoubtfulRow, Settled, Upload
from cityops.datasets.reading import read
from cityops.facilities.models import Facility
from cityops.features.models import PublicPrecision
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import counts, reasons, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories import places
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.files import spreadsheet

pytestmark = pytest.mark.django_db

ROWS = """nomor,tanggal,isi,lokasi
K-1,2020-01-02,Lubang,Klangkung Atas
K-2,2020-01-03,Got mampet,KLANGKUNG ATAS
K-3,2020-01-04,Lampu mati,"klangkung  atas."
K-4,2020-01-05,Banjir,Xyzzy
K-5,2020-01-06,Lubang,Temas
"""
TEMAS, SISIR = "35.79.01.1001", "35.79.01.1004"


@pytest.fixture
def upload(desk: Client, send: Send, tmp_path: Path) -> Upload:
    CategoryFactory()
    return tried(desk, send(spreadsheet(tmp_path, ROWS, "aduan.csv")), "reports", value_category="jalan-rusak")


@pytest.fixture
def rows(desk: Client, upload: Upload) -> list[DoubtfulRow]:
    taken(desk, upload)
    return list(DoubtfulRow.objects.order_by("row"))


def waiting() -> list[int]:
    return list(DoubtfulRow.objects.filter(state=Settled.WAITING).order_by("row").values_list("row", flat=True))


def test_the_trial_says_so_beforehand(desk: Client, upload: Upload) -> None:
    assert counts(upload) == {"made": 1, "doubtful": 4}
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "Tidak ada tempat bernama “Xyzzy” di sini. Pilih letaknya" in page


def test_they_can_be_left_out_altogether(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports", unfound="on")
    assert (counts(upload), reasons(upload)) == ({"made": 1, "left_out": 4}, {"found_nowhere": 4})
    taken(desk, upload)
    assert not DoubtfulRow.objects.exists()


def test_what_is_only_doubtful_is_not_left_out_with_them(desk: Client, send: Send, tmp_path: Path) -> None:
    CategoryFactory()
    text = "tanggal,isi,lokasi\n2020-01-02,Lubang,Bumiaj\n2020-01-02,Lubang,Xyzzy\n"
    upload = send(spreadsheet(tmp_path, text))
    tried(desk, upload, "reports", value_category="jalan-rusak", unfound="on")
    assert counts(upload) == {"doubtful": 1, "left_out": 1}
    assert desk.get(f"{upload.get_absolute_url()}as/reports/").context["form"]["unfound"].value() is True


def test_no_place_is_proposed_and_a_desa_is_chosen(desk: Client, rows: list[DoubtfulRow]) -> None:
    xyzzy = rows[-1]
    assert xyzzy.candidates == []
    page = desk.get(xyzzy.get_absolute_url())
    assert page.context["form"]["choice"].value() == "area"
    assert "Kecamatan Batu" in page.content.decode()
    assert desk.post(xyzzy.get_absolute_url(), {"choice": "area", "area": SISIR}).status_code == 302
    xyzzy.refresh_from_db()
    report = Report.objects.get(code=xyzzy.code)
    assert (report.area_id, report.public_precision) == (SISIR, PublicPrecision.AREA)
    assert (xyzzy.state, xyzzy.values, xyzzy.place) == (Settled.MADE, {}, "")


@pytest.mark.parametrize("area", ["", "35.79.99.9999", "35.79.01", "x"])
def test_without_a_desa_of_the_city_nothing_is_settled(area: str, desk: Client, rows: list[DoubtfulRow]) -> None:
    answer = desk.post(rows[0].get_absolute_url(), {"choice": "area", "area": area})
    assert answer.status_code == 422
    assert len(waiting()) == 4


class TestAllThatSayTheSame:
    def test_are_one_line_of_the_list(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        answer = desk.get("/data/doubtful/")
        assert [(one["row"].row, one["like"]) for one in answer.context["rows"]] == [(2, 3), (5, 1)]
        page = answer.content.decode()
        assert "4 baris" in page
        assert "baris yang menyebut tempat yang sama: 3" in page

    def test_are_taken_in_together(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        assert "Juga untuk baris lain yang menyebut tempat yang sama: 2" in desk.get(
            rows[0].get_absolute_url()
        ).content.decode()  # fmt: skip
        answer = desk.post(
            rows[0].get_absolute_url(), {"choice": "area", "area": TEMAS, "with_like": "on"}, follow=True
        )
        assert "Ikut dimasukkan, dengan tempat yang sama: 2" in answer.content.decode()
        assert waiting() == [5]
        assert Report.objects.filter(area=TEMAS).count() == 4
        codes = set(DoubtfulRow.objects.filter(state=Settled.MADE).values_list("code", flat=True))
        assert codes == set(Report.objects.exclude(created_at__date="2020-01-06").values_list("code", flat=True))

    def test_or_only_the_one(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        desk.post(rows[1].get_absolute_url(), {"choice": "area", "area": TEMAS})
        assert waiting() == [2, 4, 5]

    def test_are_left_out_together(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        page = desk.get(rows[0].get_absolute_url()).content.decode()
        assert page.index("Lewati bersama baris lain") < page.index("Tidak satu pun ditanyakan lagi"), "it asks first"
        answer = desk.post(f"{rows[0].get_absolute_url()}leave-out/", {"with_like": "1"}, follow=True)
        assert "Ikut dilewati, dengan tempat yang sama: 2" in answer.content.decode()
        assert waiting() == [5]
        assert not DoubtfulRow.objects.exclude(place="").filter(state=Settled.LEFT_OUT).exists()

    def test_one_at_fault_waits_on(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        DoubtfulRow.objects.filter(row=3).update(values=rows[1].values | {"text": ""})
        answer = desk.post(
            rows[0].get_absolute_url(), {"choice": "area", "area": TEMAS, "with_like": "on"}, follow=True
        )
        page = answer.content.decode()
        assert "Ikut dimasukkan, dengan tempat yang sama: 1" in page
        assert "Bertempat sama, tetapi masih menunggu: 1" in page
        assert waiting() == [3, 5]

    def test_if_the_one_is_at_fault_nothing_is_done(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        DoubtfulRow.objects.filter(row=2).update(values=rows[0].values | {"text": ""})
        data = {"choice": "area", "area": TEMAS, "with_like": "on"}
        assert desk.post(rows[0].get_absolute_url(), data).status_code == 422
        assert (len(waiting()), Report.objects.count()) == (4, 1)

    def test_those_of_others_are_theirs(self, desk: Client, rows: list[DoubtfulRow]) -> None:
        head = staff(Role.HEAD, agency=AgencyFactory(code="dpupr").pk)
        DoubtfulRow.objects.filter(row__in=[2, 5]).update(owner=head)
        client = Client()
        client.force_login(head)
        client.post(rows[0].get_absolute_url(), {"choice": "area", "area": TEMAS, "with_like": "on"})
        assert waiting() == [3, 4, 5]
        client.post(f"{rows[3].get_absolute_url()}leave-out/", {"with_like": "1"})
        assert waiting() == [3, 4]

    def test_another_kecamatan_is_another_place(self, desk: Client, send: Send, tmp_path: Path) -> None:
        CategoryFactory()
        text = "tanggal,isi,desa,kecamatan\n2020-01-02,A,Xyzzy,Batu\n2020-01-02,B,Xyzzy,Junrejo\n2020-01-02,C,Xyzzy,\n"
        taken(desk, tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak"))
        assert [one["like"] for one in desk.get("/data/doubtful/").context["rows"]] == [1, 1, 1]

    def test_contradicting_coordinates_are_each_of_their_own(self, desk: Client, send: Send, tmp_path: Path) -> None:
        CategoryFactory()
        text = "tanggal,isi,desa,lat,lng\n2020-01-02,A,Temas,-7.87,112.53\n2020-01-02,B,Temas,-7.871,112.531\n"
        taken(desk, tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak"))
        assert set(DoubtfulRow.objects.values_list("place", flat=True)) == {""}
        assert len(desk.get("/data/doubtful/").context["rows"]) == 2


def test_an_address_without_an_end_is_compared_as_a_whole(desk: Client, send: Send, tmp_path: Path) -> None:
    CategoryFactory()
    long = "Qwxz " * 60
    text = f"tanggal,isi,lokasi\n2020-01-02,A,{long}1\n2020-01-02,B,{long}2\n2020-01-02,C,{long}2\n"
    taken(desk, tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak"))
    assert [one["like"] for one in desk.get("/data/doubtful/").context["rows"]] == [1, 2]


def test_facilities_wait_as_well(desk: Client, send: Send, tmp_path: Path, city_in_earnest: object) -> None:
    client = Client()
    client.force_login(staff(Role.ADMIN))
    with spreadsheet(tmp_path, "nama,alamat\nSDN A,Jl. Qwxz\nSDN B,Jl. Qwxz\n", "sekolah.csv").open("rb") as file:
        client.post("/data/new/", {"file": file})
    upload = Upload.objects.latest("id")
    read(upload.pk)
    upload.refresh_from_db()
    taken(client, tried(client, upload, "facilities", value_kind="school"))
    assert counts(upload) == {"doubtful": 2}
    place = places.IN_BEJI
    data = {"choice": "pin", "lat": place.y, "lng": place.x, "with_like": "on"}
    client.post(DoubtfulRow.objects.order_by("row")[0].get_absolute_url(), data)
    assert Facility.objects.count() == 2
    assert waiting() == []
