"""An officer at work in a real browser: find by desa, open by key, route, answer, resolve; all totals agree."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from cityops.notifications.models import OutboxMessage
from cityops.policy.lines import Role
from cityops.reports.models import Report, ReportContact
from tests.factories import places
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pothole(live_city: Any) -> Report:
    """Among others: an overdue pothole in Sisir whose reporter left an address."""
    AgencyFactory(code="dlh", name="Dinas Lingkungan Hidup")
    lamp = CategoryFactory(code="lampu", name="Lampu jalan mati", icon="lamp")
    report = ReportFactory(overdue=True, text="Lubang di depan pasar Sisir.")
    ReportContact.objects.create(report=report, email="sumarni@contoh.id")
    for spot in (places.IN_TEMAS, places.IN_BUMIAJI, places.IN_PUNTEN):
        ReportFactory(geom=spot, category=lamp, accepted=True)
    ReportFactory(ended=True)
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    return report


def sign_in(page: Page, name: str = "petugas", to: str = "/staff/", *, has_scripts: bool = True) -> None:
    page.goto(to)
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Peta kerja")).to_be_attached()
    if has_scripts:
        expect(page.locator("#work[data-ready]")).to_be_attached()


def rows(page: Page) -> Any:
    return page.locator("#list [data-code]")


def expect_total(page: Page, total: int) -> None:
    """List, header and map tell of the same number."""
    expect(page.locator("#total")).to_have_text(str(total))
    expect(rows(page)).to_have_count(total)
    expect(page.locator(".legend__total")).to_have_text(
        "Tidak ada apa-apa di sini" if total == 0 else f"{total} laporan terlihat"
    )


def test_an_officer_finds_routes_answers_and_resolves_by_keyboard(desktop: Page, pothole: Report) -> None:
    sign_in(desktop)
    expect(desktop.get_by_role("banner").get_by_text("Petugas · DPUPR")).to_be_visible()
    expect_total(desktop, 4)
    expect(rows(desktop).first).to_contain_text("terlambat")

    desktop.locator("#queues").get_by_role("link", name="Sisir").click()
    expect_total(desktop, 1)
    expect(desktop).to_have_url(re.compile(r"area=35\.79\.01\.1004"))

    desktop.keyboard.press("j")
    desktop.keyboard.press("Enter")
    detail = desktop.locator("#detail")
    expect(detail.get_by_text("Lubang di depan pasar Sisir.")).to_be_visible()
    expect(desktop).to_have_url(re.compile(rf"item={pothole.code}"))

    desktop.keyboard.press("a")
    expect(
        detail.get_by_role("link", name="Mulai proses").or_(detail.get_by_role("button", name="Mulai proses"))
    ).to_be_visible()
    desktop.keyboard.press("b")
    answer = detail.get_by_label("Jawaban Anda")
    expect(answer).to_be_focused()
    desktop.keyboard.type("Terima kasih, kami datang besok.")
    detail.get_by_role("button", name="Jawab").click()
    expect(detail.locator(".talk")).to_contain_text("Terima kasih, kami datang besok.")

    desktop.keyboard.press("e")
    detail.get_by_label("Selesai", exact=True).check()
    detail.get_by_label("Apa yang sudah dilakukan?").fill("Lubang sudah ditambal.")
    detail.get_by_role("button", name="Selesaikan").click()
    expect(detail.get_by_text("Belum ada foto hasil")).to_be_visible()
    expect(detail.get_by_label("Tanpa foto hasil")).to_be_checked()
    detail.get_by_role("button", name="Selesaikan").click()
    expect(detail.locator(".detail__state")).to_contain_text("Selesai")
    expect_total(desktop, 0)
    expect(desktop.get_by_text("Tidak ada yang cocok")).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(detail).not_to_be_visible()

    assert Report.objects.get(pk=pothole.pk).state == "resolved"
    assert [message.template for message in OutboxMessage.objects.order_by("id")] == [
        "report_answered",
        "report_resolved",
    ]


def test_routed_away_leaves_list_and_map_and_the_next_is_a_key_away(desktop: Page, pothole: Report) -> None:
    sign_in(desktop)
    expect_total(desktop, 4)
    desktop.keyboard.press("j")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#detail .detail__code")).to_have_text(pothole.code)
    desktop.keyboard.press("r")
    desktop.get_by_label("Ke SKPD mana?").select_option("dlh")
    desktop.get_by_label("Mengapa ke sana?").fill("Ini urusan sampah.")
    desktop.locator("#detail").get_by_role("button", name="Disposisi").click()
    expect(desktop.get_by_role("heading", name="Didisposisikan ke DLH")).to_be_visible()
    expect_total(desktop, 3)
    desktop.keyboard.press("j")
    expect(desktop.locator("#detail .detail__title")).to_contain_text("Lampu jalan mati")


def test_a_pin_opens_its_report_and_marks_its_row(desktop: Page, pothole: Report) -> None:
    sign_in(desktop, to="/staff/?area=35.79.01.1004")
    desktop.get_by_role("button", name=re.compile(f"Jalan rusak.*{pothole.code}")).click()
    expect(desktop.locator("#detail .detail__code")).to_have_text(pothole.code)
    expect(rows(desktop).first).to_have_attribute("aria-selected", "true")
    desktop.go_back()
    expect(desktop.locator("#detail .detail__code")).to_have_count(0)


def test_typing_is_no_command_and_back_undoes_a_filter(desktop: Page, pothole: Report) -> None:
    sign_in(desktop)
    desktop.keyboard.press("/")
    desktop.keyboard.type("lampu")
    expect_total(desktop, 3)
    expect(desktop).to_have_url(re.compile("q=lampu"))
    desktop.keyboard.press("Escape")
    desktop.locator("#list").focus()
    desktop.go_back()
    expect_total(desktop, 4)
    desktop.keyboard.press("?")
    expect(desktop.get_by_role("dialog", name="Pintasan")).to_be_visible()


def test_an_area_pressed_on_the_way_back_is_in_list_and_address(desktop: Page, pothole: Report) -> None:
    sign_in(desktop)
    expect_total(desktop, 4)
    desktop.locator("#areas [data-area='35.79.01']").click()
    expect_total(desktop, 2)
    rows(desktop).first.click()
    expect(desktop).to_have_url(re.compile(f"item={pothole.code}"))
    desktop.keyboard.press("Escape")
    expect(desktop).to_have_url(re.compile(r"/\?area=35\.79\.01&z="))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desktop.route("**/staff/?area=35.79.01", hold, times=1)
    with desktop.expect_request("**/staff/?area=35.79.01"):
        desktop.go_back()
    desktop.locator("#areas [data-area='35.79.02']").click()
    expect(desktop).to_have_url(re.compile(r"/\?area=35\.79\.02&z="))
    with desktop.expect_event("requestfinished", lambda request: request.url.endswith("?area=35.79.01")):
        held[0].continue_()
    expect_total(desktop, 2)
    expect(rows(desktop).filter(has_text="Jalan rusak")).to_have_count(0)
    expect(desktop.locator("#detail .detail__code")).to_have_count(0)
    expect(desktop).to_have_url(re.compile(r"/\?area=35\.79\.02&z="))

    desktop.go_back()
    expect(desktop).to_have_url(re.compile(r"/\?area=35\.79\.01&"))
    expect(rows(desktop).filter(has_text="Jalan rusak")).to_have_count(1)


def test_what_is_typed_before_the_form_is_there_is_no_command(desktop: Page, pothole: Report) -> None:
    sign_in(desktop)
    rows(desktop).first.click()
    expect(desktop.locator("#detail .detail__code")).to_have_text(pothole.code)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desktop.route("**/answer/", hold)
    with desktop.expect_request("**/answer/"):
        desktop.keyboard.press("b")
    desktop.keyboard.press("j")
    held[0].continue_()
    expect(desktop.get_by_label("Jawaban Anda")).to_be_focused()
    desktop.keyboard.type("jalan")
    expect(desktop.get_by_label("Jawaban Anda")).to_have_value("jalan")
    expect(desktop.locator("#detail .detail__code")).to_have_text(pothole.code)


def test_a_conflict_comes_back_in_place_with_what_was_typed(desktop: Page, pothole: Report) -> None:
    sign_in(desktop, to=f"/staff/?report={pothole.code}")
    desktop.keyboard.press("n")
    note = desktop.get_by_label("Catatan")
    note.fill("Aspal habis sampai Jumat.")
    Report.objects.filter(pk=pothole.pk).update(version=pothole.version + 1)  # somebody else, meanwhile
    desktop.locator("#detail").get_by_role("button", name="Catatan internal").click()
    expect(desktop.get_by_text("sudah mengubah laporan ini")).to_be_visible()
    expect(note).to_have_value("Aspal habis sampai Jumat.")
    desktop.locator("#detail").get_by_role("button", name="Catatan internal").click()
    expect(desktop.locator("#detail .talk")).to_contain_text("Aspal habis sampai Jumat.")


def test_what_was_typed_outlives_a_closed_form_and_a_reload(desktop: Page, pothole: Report) -> None:
    sign_in(desktop, to=f"/staff/?report={pothole.code}")
    desktop.keyboard.press("n")
    desktop.get_by_label("Catatan").fill("Aspal habis sampai Jumat.")
    desktop.keyboard.press("Escape")
    expect(desktop.get_by_label("Catatan")).to_have_count(0)
    desktop.reload()
    expect(desktop.locator("#work[data-ready]")).to_be_attached()
    desktop.keyboard.press("n")
    expect(desktop.get_by_label("Catatan")).to_have_value("Aspal habis sampai Jumat.")


def test_on_a_phone_one_pane_at_a_time(phone: Page, pothole: Report) -> None:
    sign_in(phone)
    expect(rows(phone)).to_have_count(4)
    phone.get_by_role("button", name="Peta", exact=True).click()
    expect(phone.locator("#map")).to_be_visible()
    expect(phone.locator(".legend__total")).to_have_text("4 laporan terlihat")
    phone.get_by_role("button", name="Daftar", exact=True).click()
    rows(phone).first.click()
    expect(phone.locator("#detail .detail__code")).to_have_text(pothole.code)
    phone.get_by_role("link", name="Tutup laporan").click()
    expect(rows(phone).first).to_be_visible()


def test_without_scripts_list_filter_and_a_move_still_work(phone_without_javascript: Page, pothole: Report) -> None:
    page = phone_without_javascript
    sign_in(page, has_scripts=False)
    expect(rows(page)).to_have_count(4)
    page.locator("#queues").get_by_role("link", name="Sisir").click()
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#total")).to_have_text("1")
    rows(page).first.click()
    page.get_by_role("link", name="Jawab").click()
    page.get_by_label("Jawaban Anda").fill("Kami datang besok.")
    page.get_by_role("button", name="Jawab").click()
    expect(page.locator(".talk")).to_contain_text("Kami datang besok.")
    expect(page).to_have_url(re.compile(f"/staff/reports/{pothole.code}/$"))


def test_twenty_reports_by_keyboard_a_key_each_and_the_last_one_is_taken_back(desktop: Page, pothole: Report) -> None:
    for _ in range(19):
        ReportFactory(geom=places.IN_TEMAS)
    sign_in(desktop, to="/staff/?unaccepted=1")
    expect_total(desktop, 20)
    opened = desktop.locator("#detail .detail__code")
    desktop.keyboard.press("j")
    desktop.keyboard.press("Enter")
    strokes, done = 2, []
    for left in range(19, -1, -1):
        expect(opened).not_to_have_text(done[-1] if done else "-")
        done.append(opened.inner_text())
        expect(desktop.locator("#detail[aria-busy]")).to_have_count(0)
        desktop.keyboard.press("a")
        strokes += 1
        expect(desktop.locator("#total")).to_have_text(str(left))
    assert (len(set(done)), strokes) == (20, 22)
    assert not Report.objects.filter(state="new").exists()

    expect(desktop.get_by_role("button", name=re.compile("Urungkan")).last).to_be_visible()
    desktop.keyboard.press("u")
    expect_total(desktop, 1)
    expect(opened).to_have_text(done[-1])
    assert Report.objects.get(state="new").code == done[-1]
    desktop.keyboard.press("u")
    expect_total(desktop, 2)
    expect(opened).to_have_text(done[-2])


def test_work_is_taken_and_found_among_mine(desktop: Page, pothole: Report) -> None:
    sign_in(desktop)
    expect_total(desktop, 4)
    desktop.keyboard.press("j")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#detail .detail__code")).to_have_text(pothole.code)
    desktop.keyboard.press("i")
    expect(desktop.locator(".detail__facts")).to_contain_text("Rina Wulandari")
    desktop.locator("#queues").get_by_role("link", name="Pekerjaan saya").click()
    expect_total(desktop, 1)
    expect(desktop).to_have_url(re.compile("assignee=me"))
