"""Which status the reports of a list will have, and what that means for the work of others: said before it is done."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cityops.datasets.models import Upload
from cityops.datasets.reading import read
from cityops.policy.lines import Role
from tests.cityops.datasets.as_features import counts, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.files import sent, spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "category")]

OLD = """tanggal,isi,desa,status
2021-01-02,Lubang,Temas,selesai
2021-01-03,Lubang lain,Temas,selesai
2021-01-04,Gelap,Temas,baru
2021-01-05,Banjir,Temas,
2021-01-06,Retak,Atlantis,selesai
2021-01-07,Macet,Temas,ditolak
2021-01-08,,Temas,selesai
"""


@pytest.fixture
def category(city_in_earnest: object) -> object:
    return CategoryFactory()


def told(desk: Client, upload: Upload) -> list[tuple[str, int]]:
    result = trial(desk, upload).context["result"]
    return [(str(one.label), one.number) for one in result.states]


def trial(desk: Client, upload: Upload) -> Any:
    return desk.get(f"{upload.get_absolute_url()}as/reports/")


def test_of_a_column_it_is_said_how_many_of_each(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = tried(desk, send(spreadsheet(tmp_path, OLD)), "reports", value_category="jalan-rusak")
    assert counts(upload) == {"made": 5, "doubtful": 1, "refused": 1}
    assert told(desk, upload) == [
        ("Ditutup", 4),
        ("Diterima", 1),
        ("Bukan wewenang", 1),
    ]  # also those that are doubtful still
    page = trial(desk, upload).content.decode()
    assert "Tidak muncul di antrean siapa pun" in page
    assert "Masuk ke antrean admin koordinator" in page
    assert 'href="#id_value_state"' in page


def test_without_one_that_all_are_closed(desk: Client, send: Send, tmp_path: Path) -> None:
    text = "tanggal,isi,desa\n2021-01-02,Lubang,Temas\n2021-01-03,Gelap,Temas\n"
    upload = tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak")
    assert told(desk, upload) == [("Ditutup", 2)]
    taken(desk, upload)
    page = desk.get(upload.get_absolute_url())
    assert [(str(one.label), one.number) for one in page.context["result"].states] == [("Ditutup", 2)]
    assert 'href="#id_value_state"' not in page.content.decode()  # it is done


def test_of_what_has_no_status_nothing_is_said(tmp_path: Path) -> None:
    client = Client()
    client.force_login(staff(Role.ADMIN))
    file = spreadsheet(tmp_path, "nama,desa\nSDN Temas 01,Temas\n")
    assert client.post("/data/new/", {"file": sent(file)}).status_code == 302
    upload = Upload.objects.latest("id")
    read(upload.pk)
    upload.refresh_from_db()
    tried(client, upload, "facilities", value_kind="school")
    page = client.get(f"{upload.get_absolute_url()}as/facilities/")
    assert (counts(upload), page.context["result"].states) == ({"made": 1}, [])
