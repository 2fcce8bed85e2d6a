"""Two steps at the sign-in: an app's codes without JavaScript, passkeys with a device that Chromium plays."""

import re
from base64 import b32decode
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, CDPSession, Page, expect

from cityops.accounts.models import CodeApp, Passkey
from cityops.accounts.one_time import code_of, step_at
from cityops.policy.lines import Role
from tests.browser.conftest import DESKTOP, _context, _watched
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(live_city: Any) -> Any:
    return staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")


def type_password(page: Page, to: str = "/masuk/") -> None:
    page.goto(to)
    page.get_by_label("Nama pengguna").fill("petugas")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()


def sign_out(page: Page) -> None:
    page.goto("/akun/keamanan/")
    page.get_by_role("button", name=re.compile("Keluar.*Chrome")).click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()


def device_of(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that is unlocked and says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


@pytest.mark.usefixtures("officer")
def test_a_passkey_is_added_and_opens_with_and_without_the_password(phone: Page) -> None:
    type_password(phone)
    expect(phone).to_have_url(re.compile("/staff/"))
    session, device = device_of(phone)
    phone.goto("/akun/keamanan/")
    phone.get_by_role("link", name="Tambah kunci sandi").click()
    phone.get_by_label("Nama kunci sandi ini").fill("HP kantor")
    phone.get_by_role("button", name="Tambah kunci sandi").click()
    expect(phone.get_by_role("heading", name="Kode pemulihan Anda")).to_be_visible()
    expect(phone.locator(".recovery li")).to_have_count(10)
    phone.get_by_role("link", name="Sudah saya simpan, lanjut").click()
    expect(phone.get_by_text("HP kantor", exact=True)).to_be_visible()

    phone.goto("/akun/keamanan/kunci-sandi/")
    phone.get_by_label("Nama kunci sandi ini").fill("lagi")
    phone.get_by_role("button", name="Tambah kunci sandi").click()
    expect(phone.get_by_text("Perangkat ini sudah punya kunci sandi untuk akun ini.")).to_be_visible()
    assert Passkey.objects.count() == 1

    sign_out(phone)
    type_password(phone, "/staff/facilities/")
    expect(phone.get_by_role("heading", name="Langkah kedua")).to_be_visible()
    phone.get_by_role("button", name="Pakai kunci sandi").click()
    expect(phone).to_have_url(re.compile("/staff/facilities/"))

    sign_out(phone)
    phone.goto("/akun/keamanan/")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    phone.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(
        phone.get_by_text("Tidak ada yang berubah: dialognya ditutup, atau waktunya habis. Coba lagi.")
    ).to_be_visible()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    phone.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(phone.get_by_role("heading", name="Keamanan akun")).to_be_visible()
    expect(phone.get_by_text("Masuk: kunci sandi tanpa kata sandi")).to_be_visible()

    phone.get_by_role("link", name=re.compile("Hapus.*HP kantor")).click()
    phone.get_by_role("button", name="Hapus, dengan kunci sandi").click()
    expect(phone.get_by_text("Sudah dihapus: HP kantor.")).to_be_visible()
    assert not Passkey.objects.exists()


@pytest.mark.usefixtures("officer")
def test_codes_need_no_javascript(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    type_password(page)
    page.goto("/akun/keamanan/aplikasi/")
    expect(page.get_by_role("img", name=re.compile("Kode QR"))).to_be_visible()
    page.get_by_text("Tidak bisa memindai? Ketik kunci ini").click()
    secret = b32decode(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_label("Kode dari aplikasi").fill("000000")
    page.get_by_role("button", name="Konfirmasi").click()
    expect(page.get_by_text("Kode ini belum tepat.")).to_be_visible()
    page.get_by_label("Kode dari aplikasi").fill(code_of(secret, step_at(timezone.now())))
    page.get_by_role("button", name="Konfirmasi").click()
    code = page.locator(".recovery code").first.inner_text()
    page.get_by_role("link", name="Sudah saya simpan, lanjut").click()

    sign_out(page)
    type_password(page)
    page.get_by_label("Kode dari aplikasi").fill(code_of(secret, CodeApp.objects.get().last_step))
    page.get_by_role("button", name="Lanjut").first.click()
    expect(page.get_by_text("Kode ini sudah dipakai.")).to_be_visible()
    page.get_by_label("Kode dari aplikasi").fill(code_of(secret, CodeApp.objects.get().last_step + 1))
    page.get_by_role("button", name="Lanjut").first.click()
    expect(page.get_by_role("heading", name="Peta kerja")).to_be_attached()

    sign_out(page)
    type_password(page)
    page.get_by_text("HP tidak ada? Pakai kode pemulihan").click()
    page.get_by_label("Kode pemulihan").fill(code.lower())
    page.get_by_role("button", name="Lanjut").last.click()
    expect(page.get_by_role("heading", name="Peta kerja")).to_be_attached()


@pytest.mark.usefixtures("officer")
def test_a_session_elsewhere_is_ended(phone: Page, browser: Browser, live_server: Any) -> None:
    context = _context(browser, live_server.url, **DESKTOP)
    desk, faults, _ = _watched(context)
    type_password(desk)
    expect(desk.locator("#work[data-ready]")).to_be_attached()
    type_password(phone)
    phone.goto("/akun/keamanan/")
    phone.get_by_role("button", name=re.compile("^Akhiri.*Chrome")).click()
    expect(phone.get_by_text("Sudah diakhiri.")).to_be_visible()
    expect(phone.get_by_role("button", name=re.compile("^Akhiri.*Chrome"))).to_have_count(0)
    desk.reload()
    expect(desk.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    context.close()
    assert not faults


@pytest.mark.usefixtures("officer")
def test_where_it_is_demanded_one_sets_it_up_and_goes_on(desktop: Page, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["officer"]
    type_password(desktop, "/staff/facilities/")
    expect(desktop.get_by_role("heading", name=re.compile("Satu hal lagi"))).to_be_visible()
    desktop.goto("/staff/")
    expect(desktop.get_by_role("heading", name=re.compile("Satu hal lagi"))).to_be_visible()
    device_of(desktop)
    desktop.get_by_role("link", name="Tambah kunci sandi").click()
    desktop.get_by_role("button", name="Tambah kunci sandi").click()
    desktop.get_by_role("link", name="Sudah saya simpan, lanjut").click()
    expect(desktop.locator("#work[data-ready]")).to_be_attached()
