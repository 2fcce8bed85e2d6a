"""An extension worker draws a plot on a phone and verifies it; a stranger sees the desa's total grow, and no plot."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.farming import questions
from cityops.farming.models import FarmPlot, PlotTotal
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.farming import FarmPlotFactory, field_at, fields_side_by_side
from tests.factories.places import IN_TEMAS, place

pytestmark = pytest.mark.django_db(transaction=True)
CORNERS = ((-70, -50), (60, -60), (80, 50), (-50, 70))
A_FREE_FIELD = place(112.505, -7.875)


@pytest.fixture
def farms(live_city: Any) -> Any:
    """Temas with three verified apple fields, and somebody to look after it."""
    AgencyFactory(code="distan", short_name="Distan")
    staff(Role.EXTENSION, agency="distan", areas=["35.79.01"], username="ppl", name="Rini Penyuluh")
    return fields_side_by_side(3, IN_TEMAS, verified=True, commodity="apel", farmer="Rahasia Wijaya")


def sign_in(page: Page, to: str) -> None:
    page.goto(f"/masuk/?next={to}")
    page.get_by_label("Nama pengguna").fill("ppl")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()


def go_to(page: Page, lat: float, lng: float) -> None:
    """Find the place by its coordinates, as the search box takes them."""
    expect(page.locator("#plot-page[data-ready]")).to_be_attached()
    box = page.locator("#plot-search").get_by_role("combobox")
    box.fill(f"{lat}, {lng}")
    box.press("Enter")


def tap_corners(page: Page) -> None:
    box = page.locator("#plot-map").bounding_box()
    assert box is not None
    strip = page.locator(".tool-strip__words")
    for number, (x, y) in enumerate(CORNERS, start=1):
        page.touchscreen.tap(box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y)
        expect(page.locator(".handle:not(.handle--middle):visible")).to_have_count(number)
    expect(strip).to_contain_text("ha")


@pytest.mark.usefixtures("farms")
def test_a_plot_from_the_field_to_the_citys_totals(phone: Page, desktop: Page) -> None:
    desktop.goto("/pertanian/?desa=35.79.01.1001")
    expect(desktop.locator(".farming__figures")).to_have_text(re.compile(r"0,9\s*hektare\s+3\s*lahan"))

    sign_in(phone, "/lahan/baru/")
    go_to(phone, A_FREE_FIELD.y, A_FREE_FIELD.x)
    tap_corners(phone)
    phone.get_by_role("button", name="Selesaikan").click()
    look = phone.locator("#plot-look")
    expect(look).to_have_attribute("data-state", "good")
    expect(look).to_have_text(re.compile(r"0,\d{2,4} hektare · Temas"))
    phone.get_by_label("Ditanami apa?").select_option("apel")
    phone.get_by_label("Nama petani").fill("Pak Kasiyanto")
    phone.get_by_label("Bagaimana petani menyetujuinya?").fill("Setuju di lahan")
    phone.get_by_role("button", name="Daftarkan lahan").click()
    expect(phone.get_by_role("heading", name="Lahan sudah terdaftar.")).to_be_visible()

    phone.get_by_role("link", name="Tangani").click()
    expect(phone.locator("#detail").get_by_text("Pak Kasiyanto")).to_be_visible()
    phone.get_by_role("button", name=re.compile("^Verifikasi")).click()
    expect(phone.locator("#detail .status")).to_have_text("Terverifikasi")

    plot = FarmPlot.objects.get(commodity="apel", entered_by__isnull=False)
    total = PlotTotal.objects.get(code="35-79-01-1001:apel")
    assert total.plots == 4
    desktop.reload()
    expect(desktop.locator(".farming__figures")).to_contain_text(re.compile(r"4\s*lahan"))
    for path in ("/pertanian/", "/lahan/", "/?layers=plot-totals"):
        desktop.goto(path)
        page = desktop.content()
        assert plot.code not in page
        assert "Kasiyanto" not in page
        assert "Rahasia" not in page
    answer = desktop.request.get(f"/lahan/{plot.code}/")
    assert answer.status == 404


@pytest.mark.usefixtures("farms")
def test_a_farmer_is_told_of_an_overlap_while_drawing_and_types_other_corners(desktop: Page) -> None:
    FarmPlotFactory(geom=field_at(A_FREE_FIELD, 0.002))
    desktop.goto("/lahan/baru/")
    expect(desktop.locator("#plot-page[data-ready]")).to_be_attached()
    desktop.get_by_text("Ketik atau tempel koordinat").click()
    corners = desktop.get_by_role("textbox", name="Sudut-sudut lahan")
    corners.fill("-7.8748, 112.5052\n-7.8748, 112.5058\n7°52'27.12\"S 112°30'20.9\"E")
    question = desktop.get_by_label(re.compile("Batasnya sudah benar"))
    expect(question).to_be_visible()
    expect(desktop.locator("#plot-look")).to_have_attribute("data-state", "overlap")
    expect(desktop.locator(".handle:not(.handle--middle):visible")).to_have_count(3)

    corners.fill("-7.8748, 112.5152\n-7.8748, 112.5158\n-7.8742, 112.5158\nsini")
    expect(desktop.locator("#plot-look")).to_contain_text("Baris 4 bukan koordinat")
    corners.fill("-7.8748, 112.5152\n-7.8748, 112.5158\n-7.8742, 112.5158")
    expect(desktop.locator("#plot-look")).to_have_attribute("data-state", "good")
    expect(question).to_be_hidden()
    desktop.get_by_label("Ditanami apa?").select_option("jagung")
    desktop.get_by_role("button", name="Daftarkan lahan").click()
    expect(desktop.get_by_role("alert")).to_contain_text("Tulis nama petani")
    assert "112.5152" in desktop.locator("[name=corners]").input_value()
    desktop.get_by_label("Nama petani").fill("Bu Sri")
    desktop.get_by_role("button", name="Daftarkan lahan").click()
    expect(desktop.get_by_role("heading", name="Lahan sudah terdaftar.")).to_be_visible()


@pytest.mark.usefixtures("farms")
def test_without_scripts_corners_are_typed(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    page.goto("/lahan/")
    page.get_by_role("link", name="Daftarkan lahan").first.click()
    page.get_by_role("textbox", name="Sudut-sudut lahan").fill(
        "-7.8748, 112.5052\n-7.8748, 112.5058\n-7.8742, 112.5058"
    )
    page.get_by_label("Ditanami apa?").select_option("jagung")
    page.get_by_label("Nama petani").fill("Bu Sri")
    page.get_by_role("button", name="Daftarkan lahan").click()
    expect(page.get_by_role("heading", name="Lahan sudah terdaftar.")).to_be_visible()
    expect(page.get_by_label("Tautan rahasia Anda")).to_have_value(re.compile("/lahan/BTU-.*/k/"))


@pytest.mark.usefixtures("farms")
def test_once_enough_was_told_the_map_says_that_it_cannot_tell_just_now(
    desktop: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 0)
    FarmPlotFactory(geom=field_at(A_FREE_FIELD, 0.002))
    desktop.goto("/lahan/baru/")
    expect(desktop.locator("#plot-page[data-ready]")).to_be_attached()
    desktop.get_by_text("Ketik atau tempel koordinat").click()
    corners = desktop.get_by_role("textbox", name="Sudut-sudut lahan")
    corners.fill("-7.8748, 112.5052\n-7.8748, 112.5058\n-7.8742, 112.5058")
    expect(desktop.locator("#plot-look")).to_contain_text("sedang tidak dapat dipastikan")
    expect(desktop.get_by_label(re.compile("Batasnya sudah benar"))).to_be_hidden()
