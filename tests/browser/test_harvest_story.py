"""A farmer's offer: made on a phone, accepted by a penyuluh on the work map, seen by a stranger."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cityops.farming.models import HarvestOffer
from cityops.features.history import history_of
from cityops.policy.lines import Role
from tests.browser.conftest import DESKTOP
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.offers import OfferFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("live_city")]


@pytest.fixture
def office() -> None:
    """The agriculture office, with a penyuluh in Bumiaji."""
    AgencyFactory(code="distan", name="Dinas Pertanian", short_name="Distan")
    staff(Role.EXTENSION, agency="distan", areas=["35.79.02"], username="wulan", name="Wulan Sari")


def fill(page: Page) -> None:
    page.get_by_label("Panen apa?").select_option(label="Apel")
    page.get_by_label("Jenis atau varietas").fill("manalagi")
    page.get_by_label("Berapa banyak?").fill("300")
    page.get_by_label("Dari desa mana?").select_option(label="Desa Punten (Bumiaji)")
    page.get_by_label("Harga per satuan").fill("Rp 14.000")
    page.get_by_label("Nama penjual").fill("Pak Zulkarnaen")
    page.get_by_label("Nomor HP").fill("0800 7777 8888")
    page.get_by_role("button", name="Kirim tawaran").click()


def test_from_the_field_to_the_buyer(phone: Page, browser: Browser, live_server: object, office: None) -> None:
    site = str(live_server.url)  # type: ignore[attr-defined]

    # The farmer, on a phone, coming from what grows in the city.
    phone.goto("/pertanian/")
    phone.get_by_role("link", name="Lihat tawaran petani").click()
    phone.get_by_role("link", name="Tawarkan panen saya").click()
    fill(phone)
    expect(phone.get_by_role("heading", name="Tawaran Anda sudah masuk")).to_be_visible()
    offer = HarvestOffer.objects.get()
    expect(phone.get_by_text(offer.code).first).to_be_visible()

    # A stranger finds nothing yet.
    stranger = browser.new_context(base_url=site, locale="id-ID", **DESKTOP).new_page()
    stranger.goto("/panen/")
    expect(stranger.get_by_text("0 tawaran")).to_be_visible()
    answer = stranger.goto(f"/panen/{offer.code}/")
    assert answer is not None
    assert answer.status == 404

    # The penyuluh finds it on the work map and accepts it.
    wulan = browser.new_context(base_url=site, locale="id-ID", reduced_motion="reduce", **DESKTOP).new_page()
    wulan.goto("/staff/?of=offers")
    wulan.get_by_label("Nama pengguna").fill("wulan")
    wulan.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    wulan.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    expect(wulan.locator("#total")).to_have_text("1")
    wulan.locator(f'#list [data-code="{offer.code}"]').click()
    detail = wulan.locator("#detail")
    expect(detail.get_by_text("Pak Zulkarnaen")).to_be_visible()
    detail.get_by_role("button", name="Terima tawaran").click()
    expect(detail.locator(".detail__state")).to_contain_text("Ditawarkan")

    # The stranger sees the offer, its desa and today's price, and not who sells.
    stranger.goto("/panen/?commodity=apel")
    stranger.get_by_role("link", name="Apel manalagi").click()
    expect(stranger.get_by_text("Rp 14.000")).to_be_visible()
    expect(stranger.get_by_text("Harga hari ini")).to_be_visible()
    expect(stranger.get_by_text("Desa Punten").first).to_be_visible()
    expect(stranger.get_by_text("Zulkarnaen")).to_have_count(0)

    # Two weeks later the price says that it is old; the farmer says today's, and shows the number.
    HarvestOffer.objects.update(price_at=timezone.now() - timedelta(days=16))
    stranger.reload()
    expect(stranger.get_by_text("Harga sudah 16 hari: tanyakan lagi")).to_be_visible()
    phone.goto(f"/panen/{offer.code}/")
    phone.get_by_label("Harga per satuan").fill("15000")
    phone.get_by_label("Tampilkan nama dan nomor saya").check()
    phone.get_by_role("button", name="Simpan untuk hari ini").click()
    expect(phone.get_by_text("pembeli melihat harga hari ini")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_text("Rp 15.000")).to_be_visible()
    expect(stranger.get_by_role("link", name="0800 7777 8888")).to_be_visible()

    # Sold, it is gone.
    phone.get_by_role("button", name="Sudah terjual").click()
    expect(phone.get_by_text("Terjual").first).to_be_visible()
    stranger.goto("/panen/")
    expect(stranger.get_by_text("0 tawaran")).to_be_visible()
    told = [event.verb for event in history_of(offer)]
    assert told == ["send", "accept", "change", "show_seller", "sell"]
    for page in (stranger, wulan):
        page.context.close()


def test_the_same_without_scripts(phone_without_javascript: Page, office: None) -> None:
    OfferFactory(variety="rome")
    page = phone_without_javascript
    page.goto("/panen/")
    page.get_by_label("Komoditas").select_option(label="Apel")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_role("link", name="Apel rome")).to_be_visible()
    page.get_by_role("link", name="Tawarkan panen saya").click()
    fill(page)
    expect(page.get_by_role("heading", name="Tawaran Anda sudah masuk")).to_be_visible()
    assert HarvestOffer.objects.filter(state="held").count() == 1
