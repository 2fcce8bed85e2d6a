"""A resident reports on a phone: in three steps with a photo, without JavaScript, and through a lost connection."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from cityops.agencies.models import Category
from cityops.features.secrets import secret_of
from cityops.reports.models import Photo, Report
from tests.factories.agencies import CategoryFactory
from tests.factories.pictures import picture
from tests.factories.places import IN_SISIR, IN_TEMAS
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("live_city")]

TEXT = "Lubang sedalam lutut di depan pasar, sudah dua minggu."
HERE = {"latitude": IN_TEMAS.y, "longitude": IN_TEMAS.x, "accuracy": 12}


@pytest.fixture
def potholes(live_city: Any) -> Category:
    roads = CategoryFactory(code="roads", name="Jalan dan lampu", agency=None)
    fire = CategoryFactory(code="danger", name="Bahaya", agency=None, icon="flame")
    CategoryFactory(code="fire", name="Kebakaran", parent=fire, is_emergency=True, guidance="Telepon dulu.")
    CategoryFactory(
        code="power", name="Listrik padam", parent=roads, is_open=False, guidance="Hubungi PLN di nomor 123."
    )
    return CategoryFactory(code="potholes", name="Jalan berlubang", parent=roads)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(picture((1200, 900), at=(IN_SISIR.x, IN_SISIR.y)))
    return file


@pytest.fixture
def located(phone: Page) -> Iterator[Page]:
    """A phone that knows where it is."""
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)
    yield phone


def place_line(page: Page) -> Any:
    return page.locator("#place-name")


def hits(page: Page) -> Any:
    return page.locator("#place-hits [role=option]")


def go_where(page: Page) -> None:
    page.goto("/lapor/")
    page.get_by_role("button", name="Lokasi saya").click()
    expect(place_line(page)).to_contain_text("Temas")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", name="Apa?")).to_be_focused()


def go_what(page: Page) -> None:
    page.get_by_text("Jalan dan lampu").click()
    page.get_by_role("radio", name="Jalan berlubang").check()
    page.get_by_label("Ceritakan singkat").fill(TEXT)


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim laporan").click()


def has_nothing_against(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_resident_pins_with_a_photo_in_three_steps(located: Page, potholes: Category, photo: Path) -> None:
    page = located
    go_where(page)
    go_what(page)
    page.locator("#id_photos").set_input_files(photo)
    expect(page.get_by_text("Foto ini diambil")).to_be_visible()  # its own place is offered, 2 km away
    page.get_by_role("button", name="Biarkan").click()
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("#summary")).to_contain_text("Jalan berlubang")
    expect(page.locator("#summary")).to_contain_text("1 foto")
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    report = Report.objects.get()
    expect(page.locator("#code")).to_have_text(report.code)
    assert report.area.name == "Temas"  # the person's pin, not the photo's
    assert report.photos.count() == 1
    page.goto("/laporan/saya/")
    expect(page.get_by_role("link", name="Jalan berlubang")).to_be_visible()


def test_a_photo_can_give_the_place(phone: Page, potholes: Category, photo: Path) -> None:
    phone.goto("/lapor/")
    phone.locator("#place-photo").set_input_files(photo)
    expect(place_line(phone)).to_contain_text("Sisir")
    phone.get_by_role("button", name="Lanjut").click()
    go_what(phone)
    expect(phone.get_by_text("Foto ini diambil")).to_be_hidden()


def test_the_map_moves_under_the_pin(phone: Page, potholes: Category) -> None:
    phone.goto("/lapor/")
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.locator(".toast").first).to_contain_text("Geser peta")
    phone.locator("#place-map").focus()
    phone.keyboard.press("ArrowDown")
    expect(place_line(phone)).to_have_attribute("data-state", re.compile("inside|outside"))
    expect(phone.locator("#id_lat")).not_to_have_value("")


def test_the_place_is_found_by_name_and_by_coordinates(phone: Page, potholes: Category) -> None:
    phone.goto("/lapor/")
    box = phone.get_by_role("combobox", name="Cari desa atau koordinat")
    box.fill("junre")
    hits(phone).filter(has_text="Desa Junrejo").click()
    expect(place_line(phone)).to_contain_text("Sekarang geser peta")  # the middle of a desa is nobody's place
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_role("heading", name="Di mana?")).to_be_visible()
    phone.locator("#place-map").focus()
    phone.keyboard.press("ArrowDown")
    expect(place_line(phone)).to_contain_text("Desa Junrejo")
    box.fill(f"{IN_SISIR.y}, {IN_SISIR.x}")
    hits(phone).first.click()
    expect(place_line(phone)).to_contain_text("Sisir")


def test_outside_the_city_one_cannot_go_on(phone: Page, potholes: Category) -> None:
    phone.goto("/lapor/")
    phone.get_by_role("combobox").first.fill("-7.86, 112.60")
    hits(phone).first.click()
    expect(place_line(phone)).to_contain_text("Kabupaten Malang")
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_role("heading", name="Di mana?")).to_be_visible()


def test_without_the_map_a_desa_is_chosen(phone: Page, potholes: Category) -> None:
    phone.goto("/lapor/")
    phone.get_by_text("Tanpa peta: pilih desa").click()
    phone.get_by_label("Desa atau kelurahan").select_option("35.79.01.1004")
    expect(place_line(phone)).to_contain_text("Sisir")
    phone.get_by_role("button", name="Lanjut").click()
    go_what(phone)
    phone.get_by_role("button", name="Lanjut").click()
    send(phone)
    expect(phone.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.get().public_precision == "area"


def test_danger_shows_the_numbers_and_a_closed_category_its_guidance(located: Page, potholes: Category) -> None:
    go_where(located)
    located.get_by_text("Bahaya", exact=True).click()
    located.get_by_role("radio", name="Kebakaran").check()
    expect(located.get_by_role("link", name=re.compile("^112 Darurat"))).to_be_visible()
    expect(located.locator("#advice")).to_contain_text("Telepon dulu.")
    located.get_by_role("button", name="Ubah").click()
    located.get_by_text("Jalan dan lampu").click()
    located.get_by_role("radio", name="Listrik padam").check()
    expect(located.locator("#advice")).to_contain_text("Hubungi PLN di nomor 123.")
    expect(located.get_by_label("Ceritakan singkat")).to_be_hidden()


def test_similar_reports_come_before_sending(located: Page, potholes: Category) -> None:
    ReportFactory(category=potholes, geom=IN_TEMAS, accepted=True, text="Lubang yang sama di Temas.")
    go_where(located)
    go_what(located)
    located.get_by_role("button", name="Lanjut").click()
    expect(located.get_by_text("Lubang yang sama di Temas.")).to_be_visible()
    expect(located.get_by_role("button", name="Kirim laporan")).to_be_hidden()
    located.get_by_role("button", name="Bukan, lanjut kirim").click()
    send(located)
    expect(located.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.count() == 2


def test_a_lost_connection_loses_nothing_and_makes_one_report(located: Page, potholes: Category) -> None:
    page = located
    go_where(page)
    go_what(page)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("#summary")).to_be_visible()
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_text("Laporan Anda tersimpan di HP ini").first).to_be_visible()
    assert not Report.objects.exists()
    page.context.set_offline(False)  # it leaves by itself
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.count() == 1


def to_the_end_without_its_photo(page: Page, photo: Path) -> dict[str, bool]:
    """Go to the last step; the photo does not get through while "lost" is true."""
    line = {"lost": True}
    page.route(
        "**/lapor/foto/", lambda route: route.abort("internetdisconnected") if line["lost"] else route.continue_()
    )
    go_where(page)
    go_what(page)
    page.locator("#id_photos").set_input_files(photo)
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("#summary")).to_contain_text("1 foto (1 belum sampai)")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("1 foto belum sampai.")
    assert not Report.objects.exists()
    return line


def test_a_photo_that_does_not_arrive_is_left_out_only_by_word(located: Page, potholes: Category, photo: Path) -> None:
    to_the_end_without_its_photo(located, photo)
    located.get_by_role("button", name="Kirim tanpa foto itu").click()
    expect(located.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.get().photos.count() == 0


def test_a_report_waits_for_its_photo(located: Page, potholes: Category, photo: Path) -> None:
    line = to_the_end_without_its_photo(located, photo)
    line["lost"] = False
    located.get_by_role("button", name="Tunggu").click()
    expect(located.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.get().photos.count() == 1


def test_a_tap_before_the_modules_are_there_is_not_lost(located: Page, potholes: Category) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    located.route("**/js/pages/report.js", hold)
    with located.expect_request("**/js/pages/report.js"):
        located.goto("/lapor/", wait_until="commit")
    here = located.get_by_role("button", name="Lokasi saya")
    here.click()
    expect(here).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(place_line(located)).to_contain_text("Temas")


def test_an_answer_that_is_lost_makes_no_second_report(located: Page, potholes: Category) -> None:
    page = located
    go_where(page)
    go_what(page)
    page.get_by_role("button", name="Lanjut").click()
    lost = {"answers": 0}

    def lose_the_answer(route: Any) -> None:
        if route.request.method == "POST" and lost["answers"] == 0:
            lost["answers"] += 1
            route.fetch()  # the server has it
            route.abort("internetdisconnected")  # the phone never hears
        else:
            route.continue_()

    page.route("**/lapor/", lose_the_answer)
    send(page)
    page.get_by_role("button", name="Coba sekarang").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert lost["answers"] == 1
    assert Report.objects.count() == 1


def test_a_draft_comes_back_with_its_photos(located: Page, potholes: Category, photo: Path) -> None:
    page = located
    go_where(page)
    go_what(page)
    page.locator("#id_photos").set_input_files(photo)
    expect(page.locator(".shot[data-id]")).to_have_count(1)
    page.goto("/laporan/")
    page.goto("/lapor/")
    expect(page.get_by_text("Draf Anda kembali.")).to_be_visible()
    expect(place_line(page)).to_contain_text("Temas")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_label("Ceritakan singkat")).to_have_value(TEXT)
    expect(page.locator(".shot")).to_have_count(1)
    page.get_by_role("button", name="Lanjut").click()
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.get().photos.count() == 1
    page.goto("/lapor/")
    expect(page.locator("#place-name")).to_contain_text("Geser peta")  # a new report begins anew


def test_a_lost_session_gives_everything_back(located: Page, potholes: Category) -> None:
    page = located
    go_where(page)
    go_what(page)
    page.get_by_role("button", name="Lanjut").click()
    page.context.clear_cookies()
    send(page)
    expect(page.get_by_role("heading", name="Sesi")).to_be_visible()
    page.get_by_role("button", name="Kirim lagi").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.get().words.text == TEXT
    page.goto("/lapor/")
    expect(place_line(page)).to_contain_text("Geser peta")  # what was sent is no draft any more


def test_a_fault_in_the_contact_comes_back_in_its_step(phone: Page, potholes: Category) -> None:
    phone.goto("/lapor/")
    phone.get_by_text("Tanpa peta: pilih desa").click()
    phone.get_by_label("Desa atau kelurahan").select_option("35.79.01.1004")
    phone.get_by_role("button", name="Lanjut").click()
    go_what(phone)
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_text("Mau dikabari?").click()
    phone.get_by_label("Surel").fill("bukan email")
    send(phone)
    expect(phone.get_by_role("alert").filter(has_text="Belum terkirim")).to_be_visible()
    expect(phone.locator("#summary")).to_contain_text("Sisir")
    expect(phone.locator("#summary")).to_contain_text(TEXT)
    phone.get_by_label("Surel").fill("siti@example.org")
    send(phone)
    expect(phone.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert Report.objects.get().contact.email == "siti@example.org"


def test_a_file_that_is_no_photo_is_refused_in_words(located: Page, potholes: Category, tmp_path: Path) -> None:
    letter = tmp_path / "surat.jpg"
    letter.write_bytes(b"bukan foto")
    go_where(located)
    go_what(located)
    located.locator("#id_photos").set_input_files(letter)
    expect(located.get_by_text("bukan foto, atau rusak")).to_be_visible()
    expect(located.locator(".shot")).to_have_count(0)
    expect(located.get_by_label("Ceritakan singkat")).to_have_value(TEXT)
    assert not Photo.objects.exists()


def test_a_large_photo_leaves_smaller_and_still_gives_its_place(
    phone: Page, potholes: Category, tmp_path: Path
) -> None:
    large = tmp_path / "IMG_0002.jpg"
    image = Image.effect_noise((3000, 2250), 80).convert("RGB")
    notes = Image.Exif()
    notes[0x8825] = {1: "S", 2: (-IN_SISIR.y, 0, 0), 3: "E", 4: (IN_SISIR.x, 0, 0)}
    image.save(large, exif=notes, quality=92)
    with phone.expect_request("**/lapor/foto/") as sent:
        phone.goto("/lapor/")
        phone.locator("#place-photo").set_input_files(large)
    assert int(sent.value.all_headers()["content-length"]) < large.stat().st_size * 0.8
    expect(place_line(phone)).to_contain_text("Sisir")
    assert max(Photo.objects.get().width, Photo.objects.get().height) == 2048


def test_a_reply_is_swapped_in_with_the_new_status(phone: Page, potholes: Category) -> None:
    report = ReportFactory(category=potholes, state="waiting", due_at=None, accepted_at=timezone.now())
    phone.goto(f"/r/{report.code}/k/{secret_of(report)}/")
    expect(phone.locator("#langkah")).to_contain_text("Menunggu pelapor")
    phone.get_by_label("Pesan Anda").fill("Di depan masjid.")
    phone.get_by_role("button", name="Kirim pesan").click()
    expect(phone.get_by_text("Pesan Anda sudah masuk.")).to_be_visible()
    expect(phone.locator("#langkah")).to_contain_text("Didisposisikan")


def test_the_browsers_back_goes_one_step_back(located: Page, potholes: Category) -> None:
    go_where(located)
    go_what(located)
    located.go_back()
    expect(located.get_by_role("heading", name="Di mana?")).to_be_visible()
    located.go_forward()
    expect(located.get_by_label("Ceritakan singkat")).to_have_value(TEXT)


def test_the_whole_way_without_javascript(phone_without_javascript: Page, potholes: Category, photo: Path) -> None:
    page = phone_without_javascript
    page.goto("/lapor/")
    page.get_by_label("Lintang").fill("-7,86")
    page.get_by_label("Bujur").fill("112,60")
    page.get_by_text("Jalan dan lampu").click()
    page.get_by_role("radio", name="Jalan berlubang").check()
    page.get_by_label("Ceritakan singkat").fill(TEXT)
    page.locator("#id_photos").set_input_files(photo)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Kabupaten Malang")
    expect(page.get_by_label("Ceritakan singkat")).to_have_value(TEXT)
    expect(page.get_by_role("radio", name="Jalan berlubang")).to_be_checked()
    expect(page.get_by_alt_text("Foto 1, sudah diterima")).to_be_visible()
    page.get_by_label("Lintang").fill("")
    page.get_by_label("Bujur").fill("")
    page.get_by_label("Desa atau kelurahan").select_option("35.79.01.1004")
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    report = Report.objects.get()
    assert (report.area.name, report.photos.count()) == ("Sisir", 1)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_stands_in_anyones_way(
    located: Page, potholes: Category, live_server: Any, theme: Any, language: str
) -> None:
    page = located
    page.emulate_media(color_scheme=theme)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    report = ReportFactory(category=potholes, geom=IN_TEMAS, accepted=True)
    page.goto("/lapor/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("#place-here").click()
    expect(place_line(page)).to_contain_text("Temas")
    has_nothing_against(page)
    page.locator(".step--where [data-next]").click()
    page.locator("details:has([value=potholes]) summary").click()
    has_nothing_against(page)
    page.locator("[value=potholes]").check()
    page.locator("#id_text").fill(TEXT)
    has_nothing_against(page)
    page.locator(".step--what [data-next]").click()
    expect(page.locator(".similar")).to_be_visible()
    has_nothing_against(page)
    page.locator("[data-not-similar]").click()
    page.locator("#contact summary").click()
    has_nothing_against(page)
    page.locator("#send-button").click()
    expect(page.locator("#code")).to_be_visible()
    has_nothing_against(page)
    page.goto(f"/r/{report.code}/k/{secret_of(report)}/")
    has_nothing_against(page)
    for path in ("/laporan/", "/laporan/?q=tidakada", "/laporan/saya/", f"/r/{report.code}/", "/r/BTU-XXXX-XXXX/"):
        page.goto(path)
        has_nothing_against(page)
