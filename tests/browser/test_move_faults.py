"""The form of a move comes back with a fault: the officer is where the fault is, and hears what it is."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.browser.test_officer import sign_in
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)
SHORT = {"width": 1280, "height": 620}


@pytest.fixture
def report(live_city: Any) -> Report:
    """A report that is worked on."""
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    made: Report = ReportFactory(state="in_progress", accepted=True)
    return made


def expect_told(field: Locator, words: str) -> None:
    """The field is focused, seen with its fault, and described by it."""
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    fault = field.page.locator(".field__error", has_text=words)
    expect(fault).to_be_in_viewport()
    described = field.evaluate("one => (one.closest('fieldset') ?? one).getAttribute('aria-describedby')")
    assert fault.get_attribute("id") in described.split()


def test_the_first_fault_of_a_long_form_is_in_sight_and_focused(desktop: Page, report: Report) -> None:
    desktop.set_viewport_size(SHORT)
    sign_in(desktop, to=f"/staff/?item={report.code}")
    desktop.keyboard.press("e")
    foot = desktop.locator("#foot")
    foot.get_by_label("Direncanakan", exact=True).check()
    foot.get_by_role("button", name="Selesaikan").click()
    expect_told(foot.get_by_label("Apa yang sudah dilakukan?"), "tidak boleh kosong")
    foot.get_by_label("Apa yang sudah dilakukan?").fill("Dijadwalkan.")
    foot.get_by_role("button", name="Selesaikan").click()
    expect_told(foot.get_by_label("Direncanakan pada"), "belum lewat")


def test_so_it_is_on_a_phone_and_of_choices(phone: Page, report: Report) -> None:
    sign_in(phone, to=f"/staff/?item={report.code}")
    phone.locator("#foot [data-key=e]").click()
    foot = phone.locator("#foot")
    foot.get_by_label("Apa yang sudah dilakukan?").fill("Sudah ditambal.")
    foot.get_by_role("button", name="Selesaikan").click()
    expect_told(foot.get_by_label("Selesai", exact=True), "tidak boleh kosong")


def test_so_it_is_without_scripts(phone_without_javascript: Page, report: Report) -> None:
    page = phone_without_javascript
    sign_in(page, has_scripts=False)
    page.goto(f"/staff/reports/{report.code}/resolve/")
    page.get_by_label("Selesai", exact=True).check()
    page.get_by_role("button", name="Selesaikan").click()
    expect_told(page.get_by_label("Apa yang sudah dilakukan?"), "tidak boleh kosong")


def test_a_conflict_is_told_at_the_top_of_the_form(desktop: Page, report: Report) -> None:
    desktop.set_viewport_size(SHORT)
    sign_in(desktop, to=f"/staff/?item={report.code}")
    desktop.keyboard.press("e")
    foot = desktop.locator("#foot")
    foot.get_by_label("Sebagian selesai").check()
    foot.get_by_label("Apa yang sudah dilakukan?").fill("Sebagian ditambal.")
    Report.objects.filter(pk=report.pk).update(version=report.version + 1)  # somebody else, meanwhile
    foot.get_by_role("button", name="Selesaikan").click()
    alert = foot.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_be_in_viewport()
