"""An uploaded layer is a full layer: filtered by its own columns, found by name, through time, in a shared view."""

import os
import re
from pathlib import Path
from typing import Any

import geopandas
import pytest
from playwright.sync_api import Browser, Page, expect
from shapely.geometry import Point

from cityops.datasets.models import Dataset
from cityops.desk.models import SavedView
from cityops.policy.lines import Role
from layers.registry import Geometry
from layers.tables import TableColumn
from tests.browser.test_officer import sign_in
from tests.browser.uploading import bring_in
from tests.factories import places
from tests.factories.agencies import staff
from tests.factories.files import elevation, shapefile_zip, spreadsheet
from tests.factories.tables import make_table
from tests.layers.typed_numbers import READ

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("tables_of_uploads")]
SPRINGS = (
    ("Sumber Darmi", "mata air", 12.5, "2019-05-01", places.IN_SISIR),
    ("Sumber Torong Park", "mata air", 30.0, "2020-06-02", places.IN_TEMAS),
    ("Umbul Gemulo", "tandon", 8.25, "2023-01-15", places.IN_BEJI),
)
FLOW_COLUMNS = (TableColumn("name", "Nama"), TableColumn("debit", "Debit", "number"))
FLOWS = [("POINT(112.53 -7.87)", f"Sumber {n}", flow) for n, flow in enumerate((112.4, 112.5, 1125.0))]


@pytest.fixture(autouse=True)
def planner(live_city: Any, settings: Any, tmp_path: Path) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    staff(Role.PLANNER, agency="bappelitbangda", username="perencana")


def springs(folder: Path) -> Path:
    """Return springs of the city as a Shapefile in UTM zone 49 S."""
    frame = geopandas.GeoDataFrame(
        {
            "nama": [one[0] for one in SPRINGS],
            "jenis": [one[1] for one in SPRINGS],
            "debit": [one[2] for one in SPRINGS],
            "diukur": [one[3] for one in SPRINGS],
        },
        geometry=[Point(one[4].x, one[4].y) for one in SPRINGS],
        crs=4326,
    )
    return shapefile_zip(folder, frame.to_crs(32749), "mata_air")


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(700)
        page.screenshot(path=f"{folder}/{name}.png")


def understood(page: Page) -> None:
    page.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()


def test_a_planner_shares_what_a_resident_may_see(desktop: Page, phone: Page, tmp_path: Path) -> None:
    sign_in(desktop, "perencana")
    layer = bring_in(desktop, springs(tmp_path), label="Mata air")
    raster = bring_in(desktop, elevation(tmp_path), label="Ketinggian")
    secret = bring_in(
        desktop,
        spreadsheet(tmp_path, f"nama,lat,lon\nSumur Rahasia,{places.IN_SISIR.y},{places.IN_SISIR.x}\n", "rahasia.csv"),
        audience="owner",
    )

    # its style, by kind
    desktop.goto(f"/layers/{layer.name}/style/")
    desktop.locator(".chip", has_text="Menurut jenis").click()
    desktop.get_by_label("Kolom").first.select_option("jenis")
    expect(desktop.locator(".style-legend")).to_contain_text("tandon")
    desktop.get_by_role("button", name="Simpan gaya").click()
    expect(desktop.get_by_text("Gaya “Mata air” sudah disimpan.")).to_be_visible()

    # the heights as a shaded relief
    desktop.goto(f"/layers/{raster.name}/style/")
    desktop.locator(".chip", has_text="Relief berbayang").click()
    desktop.get_by_role("button", name="Simpan gaya").click()
    expect(desktop.get_by_text("Gaya “Ketinggian” sudah disimpan.")).to_be_visible()
    style = Dataset.objects.get(pk=raster.pk).style
    assert style is not None
    assert style["drawn"]["kind"] == "hillshade"

    # both on the map, one filtered, and kept as a view for whoever has the link
    desktop.goto(f"/?layers={layer.name},{raster.name}")
    understood(desktop)
    expect(desktop.locator(".legend")).to_contain_text("tandon")
    desktop.locator("#layers-button").click()
    row = desktop.locator(f'.layer-row[data-layer="{layer.name}"]')
    row.locator("summary").first.click()
    row.locator('input[name=jenis][value="mata air"]').check()
    expect(row.locator(".layer-filter__found")).to_have_text("2 dari 3")
    desktop.locator("#layer-sheet").get_by_role("button", name="Tutup").click()
    picture(desktop, "story-planner")
    desktop.get_by_role("link", name="Simpan tampilan ini").click()
    desktop.get_by_label("Nama", exact=True).fill("Air bersih")
    desktop.locator("input[name=shared][value=link]").check()
    desktop.get_by_role("button", name="Simpan").click()
    desktop.wait_for_url(re.compile(r"view="))
    view = SavedView.objects.get()
    assert f"{layer.name}.jenis=mata+air" in view.query

    # a resident on a phone
    phone.goto(view.get_absolute_url())
    understood(phone)
    expect(phone).to_have_url(re.compile(re.escape(f"layers={layer.name},{raster.name}")))
    expect(phone.locator(".legend__total")).to_contain_text("2 Mata air")
    phone.locator("#layers-button").click()
    panel = phone.locator("#layer-sheet")
    expect(panel.locator(f'.layer-row[data-layer="{raster.name}"] input').first).to_be_checked()
    expect(panel.locator(f'.layer-row[data-layer="{secret.name}"]')).to_have_count(0)
    picture(phone, "story-resident-panel")
    panel.get_by_role("button", name="Tutup").click()
    assert phone.request.get(f"/layers/{secret.name}/items/").status == 404
    box = phone.get_by_role("combobox")
    box.fill("rahasia")
    expect(phone.locator("#search-list")).to_contain_text("Tidak ada yang bernama begitu")
    box.fill("gemulo")
    expect(phone.get_by_role("option", name="Umbul Gemulo")).to_contain_text("Mata air")
    picture(phone, "search-phone")
    phone.get_by_role("option", name="Umbul Gemulo").click()
    expect(phone.locator("#report-sheet")).to_contain_text("8,25")
    picture(phone, "search-found-phone")


def test_its_filter_is_one_on_map_table_and_in_the_address(desktop: Page, tmp_path: Path) -> None:
    sign_in(desktop, "perencana")
    layer = bring_in(desktop, springs(tmp_path), label="Mata air", audience="staff")

    # the table leads the map of the dataset's page
    desktop.get_by_text("Saring baris").click()
    desktop.locator("input[name=debit_min]").fill("10")
    total = desktop.locator(".dataset-rows__total")
    expect(total).to_have_text("2 dari 3 baris")
    expect(desktop).to_have_url(re.compile(r"\?debit_min=10"))
    desktop.locator("input[name=jenis][value=tandon]").check()
    expect(total).to_have_text("0 dari 3 baris")
    desktop.locator("input[name=jenis][value=tandon]").uncheck()
    expect(desktop.locator("#dataset-rows tbody tr")).to_have_count(2)
    picture(desktop, "dataset-filtered")

    # on the work map: filter, time, and what the list's links keep
    desktop.goto(f"/staff/?layers={layer.name}&{layer.name}.debit_min=10&z=13&lat=-7.87&lng=112.525")
    expect(desktop.locator("#work[data-ready]")).to_be_attached()
    expect(desktop.locator(".legend__total")).to_contain_text("2 Mata air")
    desktop.locator("#layers-button").click()
    row = desktop.locator(f'.layer-row[data-layer="{layer.name}"]')
    expect(row.locator("summary .badge")).to_have_text("1")
    row.locator("summary").first.click()
    expect(row.locator("input[name=debit_min]")).to_have_value("10")
    row.locator("input[name=from]").fill("2020-01-01")
    row.locator("input[name=from]").press("Tab")
    expect(row.locator(".layer-filter__found")).to_have_text("1 dari 3")
    expect(desktop).to_have_url(re.compile(rf"{layer.name}\.from=2020-01-01"))
    picture(desktop, "work-panel")
    row.get_by_role("button", name="Waktu").click()
    strip = desktop.locator(".time-slider")
    expect(strip).to_contain_text("Mata air · diukur")
    picture(desktop, "work-time")
    strip.get_by_role("button", name="Seluruh waktu").click()
    expect(desktop).not_to_have_url(re.compile(rf"{layer.name}\.from"))
    expect(desktop.locator(".legend__total")).to_contain_text("2 Mata air")
    box = desktop.get_by_role("combobox", name="Cari tempat")
    box.fill("sumber torong")
    desktop.get_by_role("option", name="Sumber Torong Park").click()
    expect(desktop.locator("#detail")).to_contain_text("Sumber Torong Park")
    assert Dataset.objects.count() == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_number_is_read_alike_on_the_page_and_by_its_server(desktop: Page, language: str) -> None:
    desktop.goto("/")
    told = desktop.evaluate(
        """async ([language, typed]) => {
            document.documentElement.lang = language;
            const { asTyped, readNumber } = await import('lib/typed-number');
            return typed.map((one) => [readNumber(one), readNumber(asTyped(1.125))]);
        }""",
        [language, [typed for of, typed, _number in READ if of == language]],
    )
    assert told == [[number, 1.125] for of, _typed, number in READ if of == language]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_comma_or_a_point_is_typed_in_the_row_of_a_layer(browser: Browser, live_server: Any, language: str) -> None:
    make_table("springs", Geometry.POINT, FLOWS, FLOW_COLUMNS, label="Mata air")
    context = browser.new_context(base_url=live_server.url, locale=f"{language}-ID" if language == "id" else "en-GB")
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    page.goto("/?layers=springs")
    page.get_by_role("button", name=re.compile("Mengerti|Understood")).click()
    page.locator("#layers-button").click()
    row = page.locator('.layer-row[data-layer="springs"]')
    row.locator("summary").first.click()
    least, found = row.locator("input[name=debit_min]"), row.locator(".layer-filter__found")
    words = "%s dari %s" if language == "id" else "%s of %s"
    for typed in ("112,5", "112.5"):
        least.fill(typed)
        least.press("Enter")
        expect(found).to_have_text(words % (2, 3))
        expect(page).to_have_url(re.compile(r"springs\.debit_min=112\.5"))
        expect(least).to_have_value("112,5" if language == "id" else "112.5")
        expect(least).not_to_have_attribute("aria-invalid", "true")
    least.fill("112,5 l")
    least.press("Tab")
    expect(row.get_by_role("alert").first).to_contain_text("112,4" if language == "id" else "112.4")
    expect(least).to_have_value("112,5 l")
    expect(least).to_have_attribute("aria-invalid", "true")
    expect(found).to_have_text(words % (3, 3))
    picture(page, f"number-unread-{language}")
    context.close()


def test_a_comma_is_typed_over_the_rows_with_a_script_and_without(
    desktop: Page, phone_without_javascript: Page, tmp_path: Path
) -> None:
    sign_in(desktop, "perencana")
    layer = bring_in(desktop, springs(tmp_path), label="Mata air", audience="staff")
    desktop.get_by_text("Saring baris").click()
    desktop.locator("input[name=debit_min]").fill("12,5")
    expect(desktop.locator(".dataset-rows__total")).to_have_text("2 dari 3 baris")
    expect(desktop).to_have_url(re.compile(r"\?debit_min=12\.5$"))
    desktop.locator("input[name=debit_min]").fill("12;5")
    expect(desktop.get_by_text("Isian “dari” bukan angka")).to_be_visible()
    expect(desktop.locator(".dataset-rows__total")).to_have_text("3 baris")
    picture(desktop, "rows-unread-desktop")

    page = phone_without_javascript
    sign_in(page, "perencana", has_scripts=False)
    page.goto(layer.get_absolute_url())
    page.get_by_text("Saring baris").click()
    page.locator("input[name=debit_min]").fill("12,5")
    page.locator("input[name=debit_max]").fill("tinggi")
    page.get_by_role("button", name="Tampilkan", exact=True).click()
    expect(page.get_by_text("Isian “sampai” bukan angka")).to_be_visible()
    expect(page.locator("input[name=debit_max]")).to_have_value("tinggi")
    expect(page.locator("input[name=debit_max]")).to_be_focused()
    expect(page.locator("input[name=debit_min]")).to_have_value("12,5")
    expect(page.locator(".dataset-rows__total")).to_have_text("2 dari 3 baris")
    picture(page, "rows-unread-phone")
    page.locator("input[name=debit_max]").fill("12.5")
    page.get_by_role("button", name="Tampilkan", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?debit_max=12\.5&debit_min=12\.5$"))
    expect(page.locator(".dataset-rows__total")).to_have_text("1 dari 3 baris")
