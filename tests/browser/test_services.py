"""A service request from the resident's phone to done: asked for what is missing, answered, ready, handed over."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cityops.features.history import history_of
from cityops.notifications.outbox import send_message, waiting_messages
from cityops.policy.lines import Role
from cityops.services.models import ServiceRequest
from tests.browser.test_story import at_a_desk
from tests.factories.agencies import staff
from tests.factories.places import IN_SISIR
from tests.factories.services import OfficeFactory, ServiceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("live_city")]

NOTE = "KTP saya hilang di pasar."


@pytest.fixture
def registry_office() -> None:
    """Dukcapil issues ID cards at its office in Temas; Rina works there for Sisir."""
    ServiceFactory()
    OfficeFactory()
    staff(Role.OFFICER, agency="dukcapil", areas=["35.79.01"], username="rina", name="Rina Wulandari")


def open_request(page: Page, code: str) -> Any:
    page.goto("/staff/?of=requests")
    page.locator(f'#list [data-code="{code}"]').click()
    detail = page.locator("#detail")
    expect(detail.get_by_text(NOTE)).to_be_visible()
    return detail


def test_from_the_phone_to_done(phone: Page, browser: Browser, live_server: Any, registry_office: None) -> None:
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": IN_SISIR.y, "longitude": IN_SISIR.x, "accuracy": 12})

    # The resident finds the service in the menu, reads what to bring, and asks for it.
    phone.goto("/")
    phone.get_by_label("Menu", exact=True).click()
    phone.get_by_role("link", name=re.compile("^Layanan")).click()
    phone.get_by_role("link", name="KTP elektronik").click()
    expect(phone.get_by_text("Kartu keluarga")).to_be_visible()
    expect(phone.locator("#office-map .pin")).to_have_count(1)
    phone.get_by_role("link", name="Ajukan dari sini").click()
    phone.wait_for_load_state("load")
    phone.get_by_role("button", name="Lokasi saya").click()
    expect(phone.locator("#place-name")).to_contain_text("Sisir")
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_label("Anda perlu apa?").fill(NOTE)
    phone.get_by_label("Nama Anda").fill("Siti Rahayu")
    phone.get_by_label("Surel").fill("siti@example.com")
    phone.get_by_role("button", name="Kirim permohonan").click()
    expect(phone.get_by_text("Tanpa persetujuan Anda").first).to_be_visible()  # and nothing typed is lost
    expect(phone.get_by_label("Anda perlu apa?")).to_have_value(NOTE)
    phone.get_by_label("Saya setuju").check()
    phone.get_by_role("button", name="Kirim permohonan").click()
    expect(phone.get_by_role("heading", name="Terima kasih")).to_be_visible()
    request = ServiceRequest.objects.get()
    expect(phone.locator("#code")).to_have_text(request.code)
    follow = phone.url.partition("?")[0]

    # A stranger who knows the code learns nothing.
    stranger = browser.new_context(base_url=live_server.url, locale="id-ID").new_page()
    stranger.goto(f"/p/{request.code}/")
    expect(stranger.get_by_role("heading", name="Perlu tautan Anda")).to_be_visible()
    expect(stranger.get_by_text("KTP elektronik")).to_have_count(0)

    # The officer begins to check and asks for what is missing.
    rina = at_a_desk(browser, live_server.url, "rina")
    detail = open_request(rina, request.code)
    detail.get_by_role("button", name="Periksa").click()
    expect(detail.locator(".detail__state")).to_contain_text("Diperiksa")
    rina.keyboard.press("q")
    detail.get_by_label("Apa yang kurang?").fill("Surat kehilangan dari polisi.")
    detail.get_by_role("button", name="Minta kelengkapan").click()
    expect(detail.locator(".detail__state")).to_contain_text("Kurang syarat")
    expect(detail.locator(".detail__state")).to_contain_text("sisa 5 hari")

    # The resident answers on the phone.
    phone.goto(follow)
    expect(phone.locator("blockquote")).to_have_text("Surat kehilangan dari polisi.")
    phone.get_by_label("Jawaban Anda", exact=True).last.fill("Sudah ada, tertanggal kemarin.")
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.get_by_text("Jawaban Anda sudah masuk.")).to_be_visible()
    expect(phone.locator(".tracking__now")).to_contain_text("Diperiksa")

    # Ready: the office, what to bring, until when.
    detail = open_request(rina, request.code)
    expect(detail.get_by_text("Sudah ada, tertanggal kemarin.")).to_be_visible()
    rina.keyboard.press("r")
    expect(detail.get_by_label("Diambil di mana?")).to_contain_text("Kantor Dukcapil")
    detail.get_by_label("Apa yang harus dibawa?").fill("Surat polisi dan KK asli")
    detail.get_by_label("Sampai hari apa?").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    detail.get_by_role("button", name="Siap diambil").click()
    expect(detail.locator(".detail__state")).to_contain_text("Siap diambil")
    phone.goto(follow)
    pickup = phone.locator("section", has=phone.get_by_role("heading", name="Siap diambil"))
    for told in ("Kantor Dukcapil", "Jalan Panglima Sudirman 507", "Surat polisi dan KK asli", "08.00–15.00"):
        expect(pickup).to_contain_text(told)
    expect(pickup.locator("#office-map .pin")).to_be_visible()

    # Handed over.
    rina.keyboard.press("e")
    detail.get_by_role("button", name="Selesaikan").click()
    expect(detail.locator(".detail__state")).to_contain_text("Selesai")
    phone.goto("/permohonan/saya/")
    phone.get_by_role("link", name="KTP elektronik").click()
    expect(phone.locator(".tracking__now")).to_contain_text("Selesai")

    assert all(send_message(message) for message in waiting_messages())
    told = [event.verb for event in history_of(request)]
    assert told == ["send", "check", "ask", "reply", "ready", "finish"]
    for page in (rina, stranger):
        page.context.close()


def test_without_javascript(phone_without_javascript: Page, registry_office: None) -> None:
    page = phone_without_javascript
    page.goto("/layanan/ktp/minta/")
    page.get_by_label("Desa atau kelurahan").select_option("35.79.01.1004")
    page.get_by_label("Anda perlu apa?").fill(NOTE)
    page.get_by_label("Nama Anda").fill("Siti Rahayu")
    page.get_by_label("Nomor HP atau WhatsApp").fill("0812 3456 7890")
    page.get_by_label("Saya setuju").check()
    page.get_by_role("button", name="Kirim permohonan").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    page.get_by_text("Tambah keterangan").click()
    page.get_by_label("Jawaban Anda", exact=True).last.fill("Saya bisa datang hari Kamis.")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(
        page.get_by_text("Saya bisa datang hari Kamis.").or_(page.get_by_text("Anda menjawab")).first
    ).to_be_visible()
    assert ServiceRequest.objects.get().messages.get().text == "Saya bisa datang hari Kamis."
