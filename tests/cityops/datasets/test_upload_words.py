"""What the pages of uploads say: of files without places, of days that no calendar has, of files of no use."""

from pathlib import Path

import pytest
from django.test import Client

from cityops.datasets.models import Upload
from cityops.datasets.reading import read
from tests.cityops.datasets.conftest import Send, filled
from tests.factories.files import geopackage, spreadsheet, wells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]
PLACELESS = "tanggal,isi laporan,desa\n2021-03-04,Jalan berlubang,Sisir\n"


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_file_without_places_is_said_to_be_of_use_all_the_same(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(spreadsheet(tmp_path, PLACELESS))
    answer = desk.get(upload.get_absolute_url())
    (told,) = answer.context["problems"]
    assert not told.is_fatal
    assert "Berkas ini tetap bisa dipakai sebagai: Laporan" in told.text
    page = answer.content.decode()
    assert "Menghentikan impor" not in page
    assert "di atas" not in told.text
    assert 'href="#id_x"' in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("31/02/2023", "“31/02/2023” di “digali” tidak ada di kalender. Perbaiki hari atau bulannya di berkas"),
        ("kemarin", "“kemarin” di “digali” bukan tanggal. Tulis seperti 2024-01-31, atau lewati barisnya."),
    ],
)
def test_of_a_day_it_is_said_what_to_do(day: str, words: str, desk: Client, send: Send, tmp_path: Path) -> None:
    rows = "".join(f"Sumur {number},2020-01-0{number},-7.87,112.53\n" for number in range(1, 9))
    upload = send(spreadsheet(tmp_path, f"nama,digali,lat,lon\n{rows}Salah,{day},-7.87,112.53\n"))
    data = filled(desk, upload, kind_1="date")
    assert desk.post(f"{upload.get_absolute_url()}read/", data).status_code == 302
    read(upload.pk)
    page = text_of(desk, upload.get_absolute_url())
    assert words in page
    assert "baca kolomnya sebagai teks" not in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_each_encoding_is_offered_once(encoding: str, desk: Client, send: Send, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("nama,lat,lon\nCafé,-7.87,112.53\n", encoding=encoding)
    form = desk.get(send(file).get_absolute_url()).context["form"]
    words = [str(word).lower().replace("windows-", "cp") for _value, word in form.fields["encoding"].choices]
    assert len(words) == len(set(words)), words
    assert form["encoding"].value() in dict(form.fields["encoding"].choices)


def test_of_geopackages_too(desk: Client, send: Send, tmp_path: Path) -> None:
    form = desk.get(send(geopackage(tmp_path, wells())).get_absolute_url()).context["form"]
    words = [str(word).lower() for _value, word in form.fields["encoding"].choices]
    assert words.count("utf-8") == 1


class TestInTheLists:
    def test_a_file_of_no_use_does_not_wait_for_anybody(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(spreadsheet(tmp_path, "halo", "peta.gpkg"))
        for address in ("/data/", "/data/new/"):
            page = text_of(desk, address)
            assert "Tidak bisa dipakai: kirim berkas lain" in page
            assert "Menunggu Anda" not in page
        assert "Masukkan berkas lain" in text_of(desk, upload.get_absolute_url())

    def test_one_that_asks_for_a_choice_does(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(spreadsheet(tmp_path, "nama,x,y\na,5000000,77\n"))
        assert "Menunggu Anda" in text_of(desk, "/data/")
        assert "Masukkan berkas lain" not in text_of(desk, upload.get_absolute_url())

    def test_an_import_that_failed_says_so(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(geopackage(tmp_path, wells()))
        Upload.objects.filter(pk=upload.pk).update(fault={"code": "interrupted", "text": "", "data": {}})
        assert "Impor gagal, menunggu Anda" in text_of(desk, "/data/")


def test_what_must_be_filled_is_marked_before_it_is_sent(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(spreadsheet(tmp_path, "wilayah,penduduk,tanggal\nSisir,100,2021-01-01\n"))
    page = text_of(desk, f"{upload.get_absolute_url()}as/population/")
    _before, _label, rest = page.partition("<strong>Sumber</strong>")
    assert rest.strip().startswith('<span class="label__optional">(wajib diisi)</span>')
