"""Words of old complaints that are not ours: asked about, guessed, kept, and put into ours."""

import html
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.agencies.models import Category
from cityops.datasets.meanings import guesses
from cityops.datasets.models import State, Upload, WordMeaning
from cityops.datasets.reading import read
from cityops.datasets.taking_in import try_out
from cityops.datasets.words import ASKED, LEAVE_OUT, word_key
from cityops.facilities.models import Facility
from cityops.policy.lines import Role
from cityops.reports.imports import CATEGORY
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import counts, mapped, reasons, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.files import spreadsheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("categories")]

HEAD = "tanggal,isi,kategori,lat,lng\n"


@pytest.fixture
def categories(city_in_earnest: object) -> None:
    CategoryFactory(name="Jalan rusak atau berlubang", name_en="Damaged road or pothole", sort=1)
    CategoryFactory(code="lampu", name="Lampu jalan mati", name_en="Street light out", sort=2)
    CategoryFactory(code="other-complaint", name="Keluhan lain", name_en="Something else", sort=3)


def complaints(*words: str) -> str:
    """Return a spreadsheet with one row for each word."""
    return HEAD + "".join(
        f'2021-03-{1 + n % 28:02},Aduan nomor {n},"{word}",-7.87,112.53\n' for n, word in enumerate(words)
    )


@pytest.fixture
def upload(desk: Client, send: Send, tmp_path: Path) -> Upload:
    """A file that was tried out once, so that its words are counted."""
    text = complaints("Jalan berlubang", "JALAN  BERLUBANG", "Pothole", "Lampu PJU mati", "Naga", "Keluhan lain")
    return tried(desk, send(spreadsheet(tmp_path, text)), "reports")


def asked(client: Client, upload: Upload, field: str = "category") -> dict[str, Any]:
    """Return the words of a field as the page asks about them, with what is chosen there."""
    answer = client.get(f"{upload.get_absolute_url()}as/{upload.target}/")
    (table,) = [one for one in answer.context["words"].tables if one.field.name == field]
    return {row.word: row for row in table.rows}


def said(client: Client, upload: Upload, **words: str) -> dict[str, Any]:
    """Return the form with its words as the page has them, and with what somebody chooses for some."""
    answer = client.get(f"{upload.get_absolute_url()}as/{upload.target}/")
    form = answer.context["words"]
    data = {name: form[name].value() for name in form.fields}
    rows = asked(client, upload)
    return data | {rows[word.replace("_", " ")].choice.html_name: means for word, means in words.items()}


def test_words_are_counted_from_all_rows_the_most_frequent_first(desk: Client, upload: Upload) -> None:
    assert [(row.word, row.count) for row in asked(desk, upload).values()] == [
        ("Jalan berlubang", 2),
        ("Lampu PJU mati", 1),
        ("Naga", 1),
        ("Pothole", 1),
    ]


def test_a_guess_is_chosen_beforehand_and_is_not_used_unasked(desk: Client, upload: Upload) -> None:
    rows = asked(desk, upload)
    assert {word: row.choice.value() for word, row in rows.items()} == {
        "Jalan berlubang": "jalan-rusak",
        "Lampu PJU mati": "lampu",
        "Naga": "",
        "Pothole": "jalan-rusak",
    }
    assert [row.is_guess for row in rows.values()] == [True, True, False, True]
    assert counts(upload) == {"made": 1, "refused": 5}
    assert reasons(upload)["unknown_value"] > 0
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "sampai Anda menyebut arti katanya" in page


def test_the_trial_reckons_with_what_was_said(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports", **said(desk, upload, Naga=LEAVE_OUT))
    assert counts(upload) == {"made": 5, "left_out": 1}
    assert reasons(upload) == {"left_out_by_word": 1}
    assert not Report.objects.exists()
    assert counts(taken(desk, upload)) == {"made": 5, "left_out": 1}
    made = list(Report.objects.order_by("created_at").values_list("category", flat=True))
    assert made == ["jalan-rusak", "jalan-rusak", "jalan-rusak", "lampu", "other-complaint"]


def test_it_stays_on_the_page(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports", **said(desk, upload, Naga=LEAVE_OUT, Pothole=""))
    rows = asked(desk, upload)
    assert (rows["Naga"].choice.value(), rows["Pothole"].choice.value()) == (LEAVE_OUT, "")
    assert not any(row.is_guess for row in rows.values())


def test_it_stays_when_a_trial_fails(desk: Client, upload: Upload) -> None:
    data = mapped(desk, upload, "reports", **said(desk, upload, Naga="lampu"))
    desk.post(f"{upload.get_absolute_url()}as/reports/", data)
    try_out(upload.pk, tries_before=3)
    upload.refresh_from_db()
    assert (upload.state, upload.fault is None) == (State.READ, False)
    assert asked(desk, upload)["Naga"].choice.value() == "lampu"


def test_what_has_no_answer_goes_where_all_others_go(desk: Client, upload: Upload) -> None:
    data = said(desk, upload, Naga="", Pothole="") | {"rest_category": "other-complaint"}
    tried(desk, upload, "reports", **data)
    assert counts(upload) == {"made": 6}
    taken(desk, upload)
    assert Report.objects.filter(category="other-complaint").count() == 3


def test_the_next_file_with_the_same_words_needs_no_answers(
    desk: Client, upload: Upload, send: Send, tmp_path: Path
) -> None:
    tried(desk, upload, "reports", **said(desk, upload, Naga=LEAVE_OUT))
    assert not WordMeaning.objects.exists()  # not before it is meant
    taken(desk, upload)
    following = send(spreadsheet(tmp_path, complaints("pothole", "naga", "lampu pju mati", "Gajah")))
    tried(desk, following, "reports")
    assert counts(following) == {"made": 2, "left_out": 1, "refused": 1}
    rows = asked(desk, following)
    assert (rows["naga"].choice.value(), rows["naga"].is_guess) == (LEAVE_OUT, False)


def test_what_others_said_is_not_known(desk: Client, upload: Upload) -> None:
    WordMeaning.objects.create(
        owner=staff(Role.PLANNER), target="reports", field="category", word=word_key("Naga"), means="lampu"
    )
    assert asked(desk, upload)["Naga"].choice.value() == ""


def test_the_same_file_brings_nothing_twice_however_its_words_are_meant(
    desk: Client, upload: Upload, send: Send, tmp_path: Path
) -> None:
    taken(desk, tried(desk, upload, "reports", **said(desk, upload)))
    text = complaints("Jalan berlubang", "JALAN  BERLUBANG", "Pothole", "Lampu PJU mati", "Naga", "Keluhan lain")
    again = tried(desk, send(spreadsheet(tmp_path, text)), "reports")
    tried(desk, again, "reports", **said(desk, again, Pothole="lampu", Naga="lampu"))
    assert counts(again) == {"same": 5, "made": 1}


def test_only_choices_are_taken(desk: Client, upload: Upload) -> None:
    data = mapped(desk, upload, "reports", **said(desk, upload, Naga="tidak-ada"))
    answer = desk.post(f"{upload.get_absolute_url()}as/reports/", data)
    assert answer.status_code == 422
    upload.refresh_from_db()
    assert upload.state == State.TRIED


def test_hostile_words_are_words(desk: Client, send: Send, tmp_path: Path) -> None:
    word = "<script>alert(1)</script> ' OR 1=1; --"
    upload = tried(desk, send(spreadsheet(tmp_path, complaints(word, "%s %(x)s", "???", "x" * 5000))), "reports")
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "<script>alert" not in page
    assert html.escape(word) in page
    rows = asked(desk, upload)
    assert set(rows) == {word, "%s %(x)s", "???", "x" * 120}
    data = {row.choice.html_name: "lampu" for row in rows.values()}
    assert counts(tried(desk, upload, "reports", **data)) == {"made": 4}


def test_of_many_words_the_rarest_are_not_listed(desk: Client, send: Send, tmp_path: Path) -> None:
    words = [f"Kata {n}" for n in range(ASKED + 5)] + ["Kata 7"]
    upload = tried(desk, send(spreadsheet(tmp_path, complaints(*words))), "reports")
    rows = asked(desk, upload)
    assert (len(rows), next(iter(rows))) == (ASKED, "Kata 7")
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "Juga 5 kata lebih jarang" in page
    tried(desk, upload, "reports", rest_category=LEAVE_OUT, **dict.fromkeys(
        [row.choice.html_name for row in rows.values()], "lampu"
    ))  # fmt: skip
    assert counts(upload) == {"made": ASKED + 1, "left_out": 5}


def test_another_column_has_other_words(desk: Client, send: Send, tmp_path: Path) -> None:
    text = "tanggal,isi,kategori,jenis aduan,lat,lng\n2021-01-01,Rusak,Naga,Gajah,-7.87,112.53\n"
    upload = tried(desk, send(spreadsheet(tmp_path, text)), "reports")
    assert set(asked(desk, upload)) == {"Naga"}
    tried(desk, upload, "reports", **said(desk, upload, Naga="lampu"), column_category="jenis aduan")
    assert set(asked(desk, upload)) == {"Gajah"}
    assert counts(upload) == {"refused": 1}


def test_kinds_of_facilities_too(send: Send, tmp_path: Path, city_in_earnest: object) -> None:
    client = Client()
    client.force_login(staff(Role.ADMIN))
    text = "nama,jenis,lat,lng\nPos Sisir,Posyandu,-7.87,112.53\nMI Al Huda,Madrasah,-7.871,112.531\n"
    path = spreadsheet(tmp_path, text)
    with path.open("rb") as file:
        client.post("/data/new/", {"file": file})
    upload = Upload.objects.latest("id")
    read(upload.pk)
    upload.refresh_from_db()
    tried(client, upload, "facilities")
    rows = asked(client, upload, "kind")
    assert set(rows) == {"Posyandu", "Madrasah"}
    data = {rows["Posyandu"].choice.html_name: "puskesmas", rows["Madrasah"].choice.html_name: "school"}
    taken(client, tried(client, upload, "facilities", **data))
    assert set(Facility.objects.values_list("kind", flat=True)) == {"puskesmas", "school"}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Jalan berlubang", "jalan-rusak"),
        ("Lampu PJU mati", "lampu"),
        ("Pothole", "jalan-rusak"),
        ("Street Light Outages", "lampu"),
        ("lampu penerangan jalan", "lampu"),
        ("Naga terbang", None),
        ("Graffiti Removal", None),
    ],
)
def test_guesses(word: str, code: str | None) -> None:
    assert guesses(CATEGORY, [word]).get(word) == code


def test_what_the_table_asks_is_no_reason_beside_it(desk: Client, upload: Upload) -> None:
    answer = desk.get(f"{upload.get_absolute_url()}as/reports/")
    assert answer.context["result"].groups == []
    lines = b"".join(desk.get(f"{upload.get_absolute_url()}rows.csv")).decode("utf-8-sig")  # type: ignore[arg-type]
    assert "“Naga” tidak dikenal sebagai “Kategori”" in lines


def test_choices_with_hostile_names_are_written_as_words(desk: Client, upload: Upload) -> None:
    CategoryFactory(code="x", name='"><script>alert(2)</script>', name_en="x")
    page = desk.get(f"{upload.get_absolute_url()}as/reports/").content.decode()
    assert "<script>alert(2)" not in page
    assert '<option value="x">&quot;&gt;&lt;script&gt;alert(2)' in page


def test_many_words_are_asked_with_no_more_statements(
    desk: Client, upload: Upload, send: Send, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        desk.get(f"{upload.get_absolute_url()}as/reports/")
    count = len(few)
    many = tried(desk, send(spreadsheet(tmp_path, complaints(*(f"Kata {n}" for n in range(ASKED))))), "reports")
    with django_assert_num_queries(count):
        desk.get(f"{many.get_absolute_url()}as/reports/")


def test_a_choice_that_is_closed_meanwhile_is_no_answer(desk: Client, upload: Upload) -> None:
    tried(desk, upload, "reports", **said(desk, upload, Naga="lampu"))
    Category.objects.filter(pk="lampu").update(is_open=False)
    assert asked(desk, upload)["Naga"].choice.value() == ""
    data = said(desk, upload) | {"rest_category": "other-complaint"}
    assert counts(tried(desk, upload, "reports", **data)) == {"made": 6}
    assert upload.mapping["category"]["words"][word_key("Naga")] == ""


def test_a_choice_that_is_closed_meanwhile_is_not_put_into_the_next_file(
    desk: Client, upload: Upload, send: Send, tmp_path: Path
) -> None:
    taken(desk, tried(desk, upload, "reports", **said(desk, upload, Naga="lampu")))
    Category.objects.filter(pk="lampu").update(is_open=False)
    following = tried(desk, send(spreadsheet(tmp_path, complaints("Naga"))), "reports")
    assert reasons(following) == {"unknown_value": 1}
    assert following.result and following.result["groups"][0]["told"]["data"]["value"] == "Naga"
    tried(desk, following, "reports", **(said(desk, following) | {"rest_category": LEAVE_OUT}))
    assert counts(following) == {"left_out": 1}
    Category.objects.filter(pk="lampu").update(is_open=True)  # said once more, it is
    assert counts(tried(desk, following, "reports", **said(desk, following, Naga="lampu"))) == {"made": 1}
