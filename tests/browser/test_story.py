"""The whole story: a resident pins with a photo, two agencies handle it, the resident reads the answer and reopens."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cityops.features.history import history_of
from cityops.notifications.outbox import send_message, waiting_messages
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.browser.conftest import DESKTOP
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.pictures import picture
from tests.factories.places import IN_SISIR

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("live_city")]

MATTER = "Pohon tumbang menutup separuh jalan di depan pasar."


@pytest.fixture
def city_hall() -> None:
    """DPUPR answers for roads, DLH for trees; each has an officer in Sisir, and DLH another in Bumiaji."""
    roads = CategoryFactory(code="roads", name="Jalan dan lampu", agency=None)
    CategoryFactory(code="potholes", name="Jalan rusak", parent=roads)
    AgencyFactory(code="dlh", name="Dinas Lingkungan Hidup", short_name="DLH")
    staff(Role.OFFICER, agency="dpupr", areas=["35.79.01"], username="rina", name="Rina Wulandari")
    staff(Role.OFFICER, agency="dlh", areas=["35.79.01.1004"], username="agus", name="Agus Santoso")
    staff(Role.OFFICER, agency="dlh", areas=["35.79.02"], username="bumiaji", name="Dewi Lestari")


def at_a_desk(browser: Browser, site: str, name: str) -> Page:
    """Sign in and stand before the work map."""
    page = browser.new_context(base_url=site, locale="id-ID", reduced_motion="reduce", **DESKTOP).new_page()
    page.goto("/staff/")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    expect(page.locator("#work[data-ready]")).to_be_attached()  # before, rows are links to pages that have no keys
    return page


def open_report(page: Page, code: str) -> Any:
    page.locator(f'#list [data-code="{code}"]').click()
    detail = page.locator("#detail")
    expect(detail.get_by_text(MATTER)).to_be_visible()
    return detail


def test_from_the_pin_to_the_answer_and_back(
    phone: Page, browser: Browser, live_server: Any, city_hall: None, tmp_path: Path
) -> None:
    photo = tmp_path / "pohon.jpg"
    photo.write_bytes(picture((1200, 900), at=(IN_SISIR.x, IN_SISIR.y)))
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": IN_SISIR.y, "longitude": IN_SISIR.x, "accuracy": 12})

    # The resident, on a phone.
    phone.goto("/")
    phone.get_by_role("link", name="Laporkan").first.click()
    phone.wait_for_load_state("load")
    phone.get_by_role("button", name="Lokasi saya").click()
    expect(phone.locator("#place-name")).to_contain_text("Sisir")
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_text("Jalan dan lampu").click()
    phone.get_by_role("radio", name="Jalan rusak").check()
    phone.get_by_label("Ceritakan singkat").fill(MATTER)
    phone.locator("#id_photos").set_input_files(photo)
    expect(phone.locator(".shot[data-id]")).to_have_count(1)
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_text("Mau dikabari?").click()
    phone.get_by_label("Surel").fill("warga@example.com")
    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.get_by_role("heading", name="Terima kasih")).to_be_visible()
    report = Report.objects.get()

    # A stranger sees that it is there, not what was written.
    stranger = browser.new_context(base_url=live_server.url, locale="id-ID").new_page()
    stranger.goto(f"/r/{report.code}/")
    expect(stranger.get_by_text("Jalan rusak").first).to_be_visible()
    expect(stranger.get_by_text(MATTER)).to_have_count(0)

    # The officer of the agency that answers for roads passes it to the one that answers for trees.
    rina = at_a_desk(browser, live_server.url, "rina")
    detail = open_report(rina, report.code)
    expect(detail.locator("img").first).to_be_visible()
    detail.get_by_role("button", name="Verifikasi").click()
    expect(detail.locator(".detail__state")).to_contain_text("Didisposisikan")
    rina.keyboard.press("r")
    rina.get_by_label("Ke SKPD mana?").select_option("dlh")
    rina.get_by_label("Mengapa ke sana?").fill("Pohon kota, bukan jalan.")
    detail.get_by_role("button", name="Disposisi").click()
    expect(rina.get_by_role("heading", name="Didisposisikan ke DLH")).to_be_visible()

    # It is found by the officer of the right area, and not by the one of another.
    dewi = at_a_desk(browser, live_server.url, "bumiaji")
    expect(dewi.locator("#total")).to_have_text("0")
    agus = at_a_desk(browser, live_server.url, "agus")
    detail = open_report(agus, report.code)
    detail.get_by_role("button", name="Mulai proses").click()
    expect(detail.locator(".detail__state")).to_contain_text("Diproses")
    agus.keyboard.press("b")
    expect(detail.get_by_label("Jawaban Anda")).to_be_focused()
    agus.keyboard.type("Regu kami berangkat pagi ini.")
    detail.get_by_role("button", name="Jawab").click()
    expect(detail.locator(".talk")).to_contain_text("Regu kami berangkat pagi ini.")
    agus.keyboard.press("e")
    detail.get_by_label("Selesai", exact=True).check()
    detail.get_by_label("Apa yang sudah dilakukan?").fill("Pohon sudah dipotong dan diangkut.")
    after = {"name": "sesudah.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    detail.get_by_label("Foto hasil", exact=False).first.set_input_files(after)
    detail.get_by_role("button", name="Selesaikan").click()
    expect(detail.locator(".detail__state")).to_contain_text("Selesai")
    expect(detail.get_by_text("Sesudah dikerjakan")).to_be_visible()

    # The mail that tells of it leads to the page where the answer is.
    assert all(send_message(message) for message in waiting_messages())

    # The resident reads the answer on the phone and says that it is not solved.
    phone.goto("/laporan/saya/")
    phone.get_by_role("link", name="Jalan rusak").first.click()
    expect(phone.get_by_text("Pohon sudah dipotong dan diangkut.")).to_be_visible()
    expect(phone.get_by_role("img", name="sesudah dikerjakan")).to_be_visible()
    phone.locator("#reopen").get_by_role("textbox").fill("Ranting besar masih di got.")
    phone.locator("#reopen").get_by_role("button").click()
    expect(phone.get_by_text("Ranting besar masih di got.")).to_be_visible()

    # Strangers now read the words, and everything that happened stands in history.
    stranger.reload()
    expect(stranger.get_by_text(MATTER)).to_be_visible()
    report.refresh_from_db()
    assert (report.state, report.agency_id, report.area_id) == ("routed", "dlh", "35.79.01.1004")
    told = [event.verb for event in history_of(report)]
    assert told == ["send", "accept", "route", "start", "answer", "resolve", "reporter_reopen"]
    for page in (rina, dewi, agus, stranger):
        page.context.close()
