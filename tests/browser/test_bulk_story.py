"""An officer lassoes a cluster and answers all of it at once; another ticks rows with the keys alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.agencies.models import AnswerTemplate
from cityops.policy.lines import Role
from cityops.reports.models import Reply, Report
from tests.browser.map_lab import Hand
from tests.browser.test_officer import sign_in as sign_in_without_scripts
from tests.browser.test_selection_story import AROUND, VIEW, near, sign_in
from tests.factories.agencies import staff
from tests.factories.farming import FarmPlotFactory
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reports(live_city: Any) -> list[Report]:
    """Three within 200 m, and one far off."""
    first = ReportFactory(geom=near(0, 0), state="in_progress")
    same = {"category": first.category, "agency": first.agency, "state": "in_progress"}
    inside = [first, *(ReportFactory(geom=near(*spot), **same) for spot in ((180, 0), (-180, 20)))]
    ReportFactory(geom=near(900, 900), **same)
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    return inside


def test_a_lassoed_cluster_is_answered_at_once_and_taken_back(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, VIEW)
    desktop.get_by_role("toolbar", name="Alat peta").get_by_role("button", name="Pilih dengan laso").click()
    Hand(desktop, "#map").drag(*AROUND)
    expect(desktop.locator(".selection-chip")).to_have_text("3 dipilih")
    desktop.get_by_role("button", name="Ubah semua 3").click()
    desktop.get_by_role("link", name="Jawab").click()
    desktop.get_by_label("Jawaban Anda").fill("Regu turun hari Senin.")
    desktop.get_by_role("button", name="Lihat dulu yang berubah").click()
    expect(desktop.get_by_role("heading", name="3 akan berubah")).to_be_visible()
    assert not Reply.objects.exists()
    desktop.get_by_role("button", name="Jawab: 3").click()
    expect(desktop.get_by_text("3 sudah diubah.")).to_be_visible()
    assert {reply.report for reply in Reply.objects.all()} == set(reports)
    expect(desktop.locator("[data-left]")).to_contain_text("(")  # the script is there
    desktop.keyboard.press("u")
    expect(desktop.get_by_text("3 kembali seperti semula.")).to_be_visible()
    assert not Reply.objects.filter(withdrawn_at=None).exists()


def test_rows_are_ticked_by_keys_and_stay_ticked(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, "/staff/")
    rows = desktop.get_by_role("option")
    expect(rows).to_have_count(4)
    for key in ("j", " ", "j", "j", " "):
        desktop.keyboard.press("Space" if key == " " else key)
    expect(desktop.get_by_role("option", checked=True)).to_have_count(2)
    button = desktop.get_by_role("button", name="Ubah 2 yang dicentang")
    expect(button).to_be_visible()
    ticked = {row.get_attribute("data-code") for row in desktop.get_by_role("option", checked=True).all()}

    # The list is brought anew by a move of another row: what was ticked is ticked still.
    rows.nth(1).click()
    expect(desktop.locator("#detail [data-key=i]")).to_be_attached()
    desktop.keyboard.press("i")
    expect(desktop.get_by_text("Diambil").first).to_be_visible()
    expect(button).to_be_visible()
    expect(desktop.get_by_role("option", checked=True)).to_have_count(2)

    desktop.keyboard.press("y")
    expect(desktop.get_by_role("heading", name="Ubah 2 laporan sekaligus")).to_be_visible()
    assert all(f"pick={code}" in desktop.url for code in ticked)


def test_without_scripts_rows_are_ticked_and_sent(phone_without_javascript: Page, reports: list[Report]) -> None:
    page = phone_without_javascript
    sign_in_without_scripts(page, has_scripts=False)
    page.get_by_label(f"Centang {reports[0].code}").check()
    page.locator("#bulk button[type=submit]").click()
    page.get_by_role("link", name="Ambil").click()
    page.get_by_role("button", name="Ambil: 1").click()
    expect(page.get_by_text("1 sudah diubah.")).to_be_visible()
    assert Report.objects.exclude(assignee=None).get() == reports[0]


def test_a_date_is_asked_for_where_something_is_planned(desktop: Page, reports: list[Report]) -> None:
    AnswerTemplate.objects.create(
        kind="reports", verb="resolve", language="id", title="Sudah beres", text="Sudah kami tangani."
    )
    sign_in(desktop, "/staff/sekaligus/?verb=resolve", is_map=False)
    date = desktop.get_by_label("Direncanakan pada")
    expect(date).to_be_hidden()
    desktop.get_by_label("Direncanakan", exact=True).check()
    expect(date).to_be_visible()
    desktop.get_by_label("Selesai", exact=True).check()
    expect(date).to_be_hidden()
    desktop.get_by_label("Templat jawaban").select_option("Sudah beres")
    expect(desktop.get_by_label("Apa yang sudah dilakukan?")).to_have_value("Sudah kami tangani.")
    desktop.get_by_role("button", name="Lihat dulu yang berubah").click()
    expect(desktop.get_by_text("4 di antaranya akan selesai tanpa foto hasil")).to_be_visible()


def test_a_tick_looks_again_with_the_plots_that_overlap(desktop: Page, live_city: Any) -> None:
    FarmPlotFactory()
    FarmPlotFactory(has_overlap=True)
    staff(Role.EXTENSION, agency="distan", areas=["35.79.01"], username="petugas", name="Rina Wulandari")
    sign_in(desktop, "/staff/sekaligus/?of=plots&verb=verify", is_map=False)
    expect(desktop.get_by_role("button", name="Verifikasi: 1")).to_be_visible()
    desktop.get_by_label("Juga yang tumpang tindih dengan lahan lain").check()
    expect(desktop.get_by_role("heading", name="Akan berubah, meskipun tumpang tindih")).to_be_visible()
    desktop.get_by_role("button", name="Verifikasi: 2").click()
    expect(desktop.get_by_text("2 sudah diubah.")).to_be_visible()
