"""Administration in a real browser: an invitation up to the first sign-in, and ready texts in the form of a move."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cityops.accounts.models import User
from cityops.agencies.models import AnswerTemplate
from cityops.policy.lines import Role
from cityops.reports.models import Reply, Report
from tests.browser.conftest import DESKTOP
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "apel-manis-dari-batu"
DUG, PAVED = "Terima kasih. Kami gali besok.", "Terima kasih. Kami aspal lusa."


def sign_in(page: Page, name: str, password: str = PASSWORD, *, to: str = "/staff/administrasi/") -> None:
    page.goto(to)
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label(re.compile("[Ss]andi")).fill(password)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()


@pytest.fixture
def report(live_city: Any) -> Report:
    """A pothole that DPUPR is to answer for, and two ready texts for it."""
    made = ReportFactory(accepted=True)
    staff(Role.OFFICER, agency="dpupr", username="petugas")
    for title, text in (("Gali", DUG), ("Aspal", PAVED)):
        AnswerTemplate.objects.create(kind="reports", verb="answer", title=title, text=text, agency_id="dpupr")
    return made


def test_an_invited_officer_signs_in_and_is_signed_out_when_disabled(
    desktop: Page, browser: Browser, live_server: Any, live_city: Any
) -> None:
    AgencyFactory(code="dlh", short_name="DLH")
    staff(Role.ADMIN, username="admin")
    sign_in(desktop, "admin")
    desktop.get_by_role("navigation", name="Administrasi").get_by_role("link", name="Orang").click()
    desktop.get_by_role("link", name="Undang").click()
    desktop.get_by_label("Nama", exact=True).fill("Budi Santoso")
    desktop.get_by_label("Nama pengguna").fill("budi")
    desktop.get_by_label("Peran").select_option("officer")
    desktop.get_by_role("button", name="Undang").click()
    expect(desktop.get_by_text("pilih yang mana").first).to_be_visible()
    expect(desktop.get_by_label("Nama", exact=True)).to_have_value("Budi Santoso")
    desktop.get_by_label("SKPD").select_option(label="DLH")
    desktop.get_by_label("Seluruh Kecamatan Batu").check()
    desktop.get_by_role("button", name="Undang").click()
    link = desktop.locator(".link-once code").inner_text()

    context = browser.new_context(locale="id-ID", **DESKTOP)
    theirs = context.new_page()
    theirs.goto(live_server.url + link[link.index("/masuk/") :])
    theirs.get_by_label("Kata sandi baru").fill(NEW)
    theirs.get_by_label("Sekali lagi").fill(NEW)
    theirs.get_by_role("button", name="Simpan kata sandi").click()
    sign_in(theirs, "budi", NEW, to=f"{live_server.url}/staff/")
    expect(theirs.get_by_role("heading", name="Peta kerja")).to_be_attached()

    desktop.get_by_role("link", name="Ke halaman orang ini").click()
    expect(desktop.get_by_text("Petugas").first).to_be_visible()
    desktop.get_by_text("Nonaktifkan").first.click()  # says what it does before it can be pressed
    desktop.get_by_role("button", name="Nonaktifkan").click()
    expect(desktop.get_by_text("langsung keluar dari semua perangkat").first).to_be_visible()
    theirs.goto(f"{live_server.url}/staff/")
    expect(theirs).to_have_url(re.compile("/masuk/"))
    context.close()
    assert not User.objects.get(username="budi").is_active


def test_a_ready_text_joins_what_is_typed(desktop: Page, report: Report) -> None:
    sign_in(desktop, "petugas", to=f"/staff/?item={report.code}")
    expect(desktop.locator("#work[data-ready]")).to_be_attached()
    desktop.locator("#foot").get_by_text("Jawab").first.click()
    words = desktop.get_by_label("Jawaban Anda")
    words.fill("Ibu Sumarni yang baik,")
    choose = desktop.get_by_label("Templat jawaban")
    choose.select_option(label="Gali")
    expect(words).to_have_value(f"Ibu Sumarni yang baik,\n\n{DUG}")
    expect(words).to_be_focused()
    choose.select_option(label="Aspal")  # takes the place of the one before
    expect(words).to_have_value(f"Ibu Sumarni yang baik,\n\n{PAVED}")
    words.fill(f"Ibu Sumarni yang baik,\n\n{PAVED} Salam.")
    choose.select_option(label="Gali")  # what was changed is one's own
    expect(words).to_have_value(f"Ibu Sumarni yang baik,\n\n{PAVED} Salam.\n\n{DUG}")
    desktop.reload()  # and is kept like all that is typed
    expect(desktop.locator("#work[data-ready]")).to_be_attached()
    desktop.locator("#foot").get_by_text("Jawab").first.click()
    expect(desktop.get_by_label("Jawaban Anda")).to_have_value(f"Ibu Sumarni yang baik,\n\n{PAVED} Salam.\n\n{DUG}")
    desktop.get_by_label("Jawaban Anda").press("Control+Enter")
    expect(desktop.locator(".talk")).to_contain_text("Kami gali besok.")
    assert Reply.objects.get().text.endswith(DUG)


def test_without_javascript_ready_texts_are_read_and_copied(phone_without_javascript: Page, report: Report) -> None:
    page = phone_without_javascript
    sign_in(page, "petugas", to=f"/staff/reports/{report.code}/answer/")
    expect(page.get_by_label("Templat jawaban")).to_be_hidden()
    page.get_by_text("Templat jawaban, untuk disalin").click()
    expect(page.get_by_text(DUG)).to_be_visible()
