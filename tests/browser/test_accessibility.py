"""axe-core finds nothing to complain of: every page, both languages, light and dark, phone and desk.

The English page is the same document with other words: all rules look at it but that of contrast, which no word changes
and which takes most of the time.
"""

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cityops.accounts.models import User
from cityops.administration.actions.reference_data import change_agency
from cityops.administration.links import make_link
from cityops.agencies.models import AnswerTemplate, Holiday
from cityops.facilities.models import FacilityHours
from cityops.features.history import record
from cityops.features.secrets import secret_of
from cityops.notifications.mailing import unsubscribe_path
from cityops.notifications.models import What
from cityops.notifications.notices import give_notice
from cityops.policy.lines import Role
from cityops.reports.actions import note_report
from cityops.reports.models import Report
from cityops.services.models import Pickup
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.facilities import FacilityFactory
from tests.factories.farming import FarmPlotFactory, field_at, fields_side_by_side
from tests.factories.offers import OfferFactory
from tests.factories.places import IN_SISIR
from tests.factories.reports import ReportFactory
from tests.factories.second_factor import code_now, just_confirmed, with_code_app
from tests.factories.services import OfficeFactory, RequestFactory

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of these rules the ones that look at colours: the dark page is the same document.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
RULES = {
    "id": {"light": {"runOnly": TAGS}, "dark": {"runOnly": {"type": "rule", "values": OF_COLOURS}}},
    "en": {"light": {"runOnly": TAGS, "rules": {"color-contrast": {"enabled": False}}}},
}
COOKIE = "django_language"
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


def complaints(page: Page) -> list[str]:
    """What axe finds on the page as it stands, light and dark."""
    if page.locator(".map").count():  # what is not a map is there with the page
        page.wait_for_load_state("networkidle")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    told = []
    for scheme, rules in RULES[asked_for(page)].items():
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        options = {**rules, "resultTypes": ["violations"]}
        violations = page.evaluate("options => axe.run(options).then((found) => found.violations)", options)
        told += [
            f"{page.url} {scheme} {violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for violation in violations
            for node in violation["nodes"]
        ]
    return told


def asked_for(page: Page) -> str:
    """Return the language that the test asked for, else the city's; what the page says of itself is under test."""
    return next((one["value"] for one in page.context.cookies() if one["name"] == COOKIE), "id")


@pytest.mark.parametrize(
    ("language", "faults"),
    [
        ("id", [["dark", "color-contrast"], ["light", "color-contrast"], ["light", "image-alt"]]),
        ("en", [["light", "image-alt"]]),
    ],
)
def test_planted_faults_are_found(browser: Browser, language: str, faults: list[list[str]]) -> None:
    page = open_page(browser, "http://localhost", language)
    page.set_content(
        """<html lang="id"><title>Uji</title><style>
        .day { color: #ccc; background: #fff } .night { color: #000; background: #fff }
        @media (prefers-color-scheme: dark) { .day { color: #000 } .night { color: #111; background: #222 } }
        </style><main><h1>Uji</h1><p class="day">siang</p><p class="night">malam</p><img src="data:,"></main>"""
    )
    found = [told.replace(":", "").split()[1:3] for told in complaints(page)]
    page.context.close()
    assert sorted(found) == faults


@pytest.fixture
def reports(live_city: Any) -> list[Report]:
    AgencyFactory(code="dlh")
    made = [ReportFactory(accepted=True, overdue=True), ReportFactory(state="in_progress"), ReportFactory(ended=True)]
    for report in made:
        record(report, "send", to_state="new", is_public=True)
    return made


def open_page(browser: Browser, site: str, language: str, **options: Any) -> Page:
    context = browser.new_context(base_url=site, **options)
    context.add_cookies([{"name": COOKIE, "value": language, "url": site}])
    context.add_init_script(AXE)
    return context.new_page()


@LANGUAGES
def test_what_residents_see(browser: Browser, live_server: Any, reports: list[Report], language: str) -> None:
    page = open_page(browser, live_server.url, language, **PHONE)
    late = reports[0]
    paths = [
        "/",
        "/lapor/",
        "/laporan/",
        "/laporan/?q=tidak-ada-yang-begini",
        "/laporan/saya/",
        *(f"/r/{report.code}/" for report in reports),
        f"/r/{late.code}/k/{secret_of(late)}/",
        "/laporan/saya/",
        "/masuk/",
        "/tidak-ada/",
        "/laporan/?status=salah",
    ]
    found = []
    for path in paths:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        found += complaints(page)
    page.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_services(browser: Browser, live_server: Any, live_city: Any, language: str) -> None:
    """The catalogue, the form with its faults, and the page that follows a request in each of its states."""
    office = OfficeFactory()
    asked = [RequestFactory(state=state) for state in ("submitted", "incomplete", "ready")]
    Pickup.objects.create(request=asked[-1], office=office, bring="KTP", until=timezone.localdate())
    for request in asked:
        record(request, "send", to_state="submitted")
    page = open_page(browser, live_server.url, language, **PHONE)
    found = []
    paths = ["/layanan/", "/layanan/ktp/", "/layanan/ktp/minta/", "/permohonan/saya/", f"/p/{asked[0].code}/"]
    for path in [*paths, *(f"/p/{request.code}/k/{secret_of(request)}/" for request in asked), "/permohonan/saya/"]:
        page.goto(path)
        found += complaints(page)
    page.goto("/layanan/ktp/minta/?desa=35.79.01.1004")
    page.wait_for_load_state("networkidle")  # its steps are there
    page.locator("[data-next]").first.click()
    page.locator("#send-button").click()
    expect(page.locator(".errors")).to_be_visible()
    found += complaints(page)
    page.context.close()
    desk = open_staff_page(browser, live_server.url, language, agency="dukcapil", **DESKTOP)
    desk.goto(f"/staff/requests/{asked[0].code}/")
    found += complaints(desk)
    desk.goto(f"/staff/requests/{asked[0].code}/ask/")
    found += complaints(desk)
    desk.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_farm_plots(browser: Browser, live_server: Any, live_city: Any, language: str) -> None:
    """What a farmer fills in and follows, the totals for all, and the plot as staff see it."""
    fields = fields_side_by_side(3, verified=True)
    mine = FarmPlotFactory(geom=field_at(IN_SISIR), state="returned", due_at=None)
    record(mine, "send", to_state="submitted")
    page = open_page(browser, live_server.url, language, **PHONE)
    found = []
    own = f"/lahan/{mine.code}/"
    for path in ("/lahan/", "/pertanian/", f"{own}k/{secret_of(mine)}/", "/lahan/", f"{own}ubah/", "/lahan/baru/"):
        page.goto(path)
        found += complaints(page)
    page.locator("#plot-form [type=submit]").click()
    expect(page.locator(".errors")).to_be_visible()
    found += complaints(page)
    page.context.close()
    desk = open_staff_page(browser, live_server.url, language, agency="distan", **DESKTOP)
    for path in (f"/staff/plots/{fields[0].code}/", f"/staff/plots/{fields[0].code}/correct/", "/lahan/baru/"):
        desk.goto(path)
        found += complaints(desk)
    desk.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_what_residents_open(browser: Browser, live_server: Any, reports: list[Report], language: str) -> None:
    page = open_page(browser, live_server.url, language, **PHONE)
    page.goto("/")
    page.locator("#filter-button").click()
    sheet = page.locator("#filter-sheet[data-open]")
    expect(sheet).to_be_visible()
    sheet.locator("summary").first.click()
    found = complaints(page)
    page.locator("#filter-sheet [data-sheet-close]").first.click()
    page.locator("#layers-button").click()
    page.locator("#layer-sheet[data-open] [value=facilities]").check()
    for summary in page.locator("#layer-sheet summary:visible").all():
        summary.click()
    found += complaints(page)
    page.context.close()
    assert not found, "\n".join(found)


def open_staff_page(
    browser: Browser, site: str, language: str, agency: str = "dpupr", role: Role = Role.OFFICER, **options: Any
) -> Page:
    """A page on which an officer of an agency, or somebody of another role, is signed in."""
    client = Client()
    client.force_login(staff(role, agency=agency, language=language))
    page = open_page(browser, site, language, **options)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return page


def open_work_map(page: Page) -> None:
    page.goto("/staff/")
    expect(page.locator("#work[data-ready]")).to_be_attached()


@LANGUAGES
def test_what_staff_see(browser: Browser, live_server: Any, reports: list[Report], language: str) -> None:
    page = open_staff_page(browser, live_server.url, language, **DESKTOP)
    found = []
    for path in [
        "/staff/",
        f"/staff/reports/{reports[1].code}/",
        "/staff/?q=tidak-ada-yang-begini",
        "/staff/?status=x",
    ]:
        page.goto(path)
        found += complaints(page)
    page.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_what_is_new(browser: Browser, live_server: Any, reports: list[Report], language: str) -> None:
    """The bell with what was told, the choice of mail, and the page that stops it."""
    page = open_staff_page(browser, live_server.url, language, **DESKTOP)
    officer = User.objects.get()
    for number, what in enumerate(What):
        give_notice([officer.pk], what, kind="reports", code=reports[number].code if number < len(reports) else "")
    found = []
    for path in ("/staff/kabar/", "/staff/kabar/pengaturan/", unsubscribe_path(officer)):
        page.goto(path)
        found += complaints(page)
    open_work_map(page)
    page.locator(".bell > summary").click()
    expect(page.locator(".news__notice")).to_have_count(len(What))
    found += complaints(page)
    page.keyboard.press("Escape")
    note_report(actor=staff(Role.HEAD, agency="dpupr"), pk=reports[1].pk, text="Lihat.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".work__changes")).to_be_visible()
    found += complaints(page)
    page.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_what_staff_open(browser: Browser, live_server: Any, reports: list[Report], language: str) -> None:
    page = open_staff_page(browser, live_server.url, language, **DESKTOP)
    open_work_map(page)
    page.keyboard.press("f")
    expect(page.locator(".work__panel")).to_be_visible()
    found = complaints(page)
    page.keyboard.press("Escape")
    page.locator(f'#list a[href*="{reports[1].code}"]').first.click()
    expect(page.locator("#foot")).to_be_visible()
    found += complaints(page)
    for key in ("r", "e"):
        page.keyboard.press(key)
        expect(page.locator("#foot form textarea").first).to_be_visible()
        found += complaints(page)
        page.locator("#foot [data-close-form]").click()
        expect(page.locator("#foot form textarea")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    found += complaints(page)
    page.context.close()
    assert not found, "\n".join(found)


def test_tools_of_the_map(browser: Browser, live_server: Any, reports: list[Report]) -> None:
    page = open_staff_page(browser, live_server.url, "id", **DESKTOP)
    page.goto("/staff/?polygon=112.52,-7.88,112.54,-7.88,112.54,-7.86,112.52,-7.86")
    expect(page.locator(".selection-chip")).to_contain_text("dipilih")
    page.locator("#map-tools [data-tool=time]").click()
    expect(page.locator(".time-slider__words")).to_contain_text("masuk")
    found = complaints(page)
    for tool in ("lasso", "measure", "polygon"):
        page.locator(f"#map-tools [data-tool={tool}]").click()
        expect(page.locator(".tool-strip")).to_be_visible()
        if tool != "lasso":
            box = page.locator("#map").bounding_box()
            assert box
            for x, y in ((0.4, 0.4), (0.6, 0.4), (0.5, 0.6)):
                page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
            expect(page.locator(".handle:not(.handle--middle)")).to_have_count(3)
        found += complaints(page)
    page.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_what_staff_see_on_a_phone(browser: Browser, live_server: Any, reports: list[Report], language: str) -> None:
    page = open_staff_page(browser, live_server.url, language, **PHONE)
    open_work_map(page)
    found = []
    for tab in page.locator(".shell__tabs button").all():
        tab.click()
        found += complaints(page)
    page.goto(f"/staff/?report={reports[1].code}")
    expect(page.locator("#foot")).to_be_visible()
    found += complaints(page)
    page.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_facilities_and_harvest(browser: Browser, live_server: Any, live_city: Any, language: str) -> None:
    """Facilities for everyone and for those who keep them; offers for buyers, their farmers and the penyuluh."""
    place = FacilityFactory(agency=AgencyFactory(code="distan"), phone="0341 000", is_plausible=True)
    FacilityHours.objects.create(facility=place, weekday=0, opens="07:30", closes="14:00")
    fresh, old, held = OfferFactory(seller={"is_shown": True}), OfferFactory(old_price=True), OfferFactory(held=True)
    page = open_page(browser, live_server.url, language, **PHONE)
    found = []
    own = f"/panen/{held.code}/k/{secret_of(held)}/"
    paths = ["/fasilitas/", f"/fasilitas/{place.code}/", "/panen/", f"/panen/{fresh.code}/", f"/panen/{old.code}/", own]
    for path in [*paths, "/panen/?commodity=tebu", "/panen/baru/"]:
        page.goto(path)
        found += complaints(page)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".errors")).to_be_visible()
    found += complaints(page)
    page.context.close()
    desk = open_staff_page(browser, live_server.url, language, agency="distan", **DESKTOP)
    edit = f"/staff/facilities/{place.code}/"
    for path in ("/staff/facilities/", "/staff/facilities/new/", edit, f"/staff/offers/{held.code}/"):
        desk.goto(path)
        found += complaints(desk)
    desk.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_account_security(browser: Browser, live_server: Any, live_city: Any, language: str) -> None:
    """Setting up a second factor, being asked for it, and what an administrator sees of it."""
    page = open_staff_page(browser, live_server.url, language, **PHONE)
    account = "/akun/keamanan/"
    found = []
    page.goto(f"{account}ini-saya/")
    found += complaints(page)
    page.fill("#password", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    for path in ("", "aplikasi/", "kunci-sandi/", "kode-pemulihan/", "sandi/"):
        page.goto(account + path)
        assert page.url.endswith(account + path)
        found += complaints(page)
    user = with_code_app(User.objects.get())
    page.goto(account)
    found += complaints(page)
    page.goto(f"{account}aplikasi/hapus/")
    page.fill("[name=code_app]", code_now())  # the session began before the app was there
    page.locator("form:has([name=code_app]) button[type=submit]").click()
    expect(page).to_have_url(re.compile("/aplikasi/hapus/$"))
    found += complaints(page)
    page.goto(f"{account}kode-pemulihan/")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".recovery li")).to_have_count(10)
    found += complaints(page)
    page.context.clear_cookies(name="sessionid")
    page.goto("/masuk/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.locator("#sign-in-form button[type=submit]").click()
    page.locator("main details > summary").click()
    page.fill("#recovery", "x")
    page.locator("main details button[type=submit]").click()
    expect(page.locator(".field--error")).to_be_visible()
    found += complaints(page)
    page.context.close()
    desk = open_staff_page(browser, live_server.url, language, role=Role.ADMIN, **DESKTOP)
    desk.goto(f"/staff/administrasi/orang/{user.pk}/keamanan/")
    found += complaints(desk)
    desk.context.close()
    assert not found, "\n".join(found)


@LANGUAGES
def test_administration(browser: Browser, live_server: Any, reports: list[Report], language: str) -> None:
    """Every section with something in it, on a phone and on a desk, a form with its faults, and the password pages."""
    person = staff(Role.OFFICER, agency="dpupr", areas=["35.79.01"])
    answer = AnswerTemplate.objects.create(kind="reports", verb="answer", title="Segera", text="Besok.")
    Holiday.objects.create(date="2026-10-19", name="Hari Jadi", source="SK 1", is_edited=True)
    admin = staff(Role.ADMIN)
    change_agency(actor=admin, code="dpupr", given={"phone": "0341 1"}, seen=0)
    paths = [
        *("", "orang/", "orang/?q=zzz", f"orang/{person.pk}/", "orang/undang/", "skpd/", "skpd/dpupr/", "kategori/"),
        *("kategori/jalan-rusak/", "tenggat/", "templat/", "templat/baru/", f"templat/{answer.pk}/", "perubahan/"),
        *(
            "hari-libur/?tahun=2026",
            "hari-libur/2026-10-19/",
            f"orang/{person.pk}/peran/{person.memberships.get().pk}/",
        ),
    ]
    found = []
    for shape in (PHONE, DESKTOP):
        page = open_page(browser, live_server.url, language, **shape)
        client = Client()
        client.force_login(admin)
        just_confirmed(client)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        for path in paths:
            page.goto(f"/staff/administrasi/{path}")
            found += complaints(page)
        page.goto("/staff/administrasi/orang/undang/")
        page.locator(".administration form [type=submit]").click()
        expect(page.locator(".errors").first).to_be_visible()
        found += complaints(page)
        page.context.close()
    stranger = open_page(browser, live_server.url, language, **PHONE)
    link = make_link(person).address
    for path in ("/masuk/lupa/", link[link.index("/masuk/") :], "/masuk/sandi/MQ/x-y/"):
        stranger.goto(path)
        found += complaints(stranger)
    stranger.context.close()
    assert not found, "\n".join(found)
