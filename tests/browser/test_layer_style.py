"""A styled layer: what is drawn has the colours of its legend, and the panel draws each change at once."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.policy.lines import Role
from layers.models import TableSource
from layers.registry import Geometry
from layers.styles.actions import set_style
from layers.styles.legend import entries_of, entry_of, look_of
from layers.styles.style import Category, Kind, VectorStyle
from layers.tables import TableColumn
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import staff
from tests.factories.tables import drop_table, line, make_table, square

pytestmark = pytest.mark.browser
COLUMNS = [TableColumn("name", "Nama"), TableColumn("kind", "Jenis"), TableColumn("width_m", "Lebar", "number")]
# Which of some colours are on the canvases of the map, opaque.
COLOURS_DRAWN = """(colours) => {
    const seen = new Set();
    for (const canvas of document.querySelectorAll('.layer-tiles canvas')) {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let at = 0; at < data.length; at += 4) {
            if (data[at + 3] < 255) continue;
            seen.add('#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join(''));
        }
    }
    return colours.filter((colour) => seen.has(colour));
}"""


# Where on the page the middle of a colour is, in pixels of the screen.
MIDDLE_OF = """(colour) => {
    const places = [];
    for (const canvas of document.querySelectorAll('.layer-tiles canvas')) {
        const box = canvas.getBoundingClientRect();
        const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let at = 0; at < data.length; at += 4) {
            const said = '#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join('');
            if (data[at + 3] < 255 || said !== colour) continue;
            const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
            places.push([box.x + (x * box.width) / width, box.y + (y * box.height) / height]);
        }
    }
    const middle = (n) => Math.round(places.reduce((sum, place) => sum + place[n], 0) / places.length);
    return places.length ? [middle(0), middle(1)] : null;
}"""


@pytest.fixture(autouse=True)
def clean(live_city: Any) -> Iterator[None]:
    """No table of a test is there for the next one."""
    yield
    drop_table("blocks")


@pytest.fixture
def second_table(live_city: Any) -> Iterator[str]:
    """The name of another table, which is gone afterwards, too."""
    yield "signs"
    drop_table("signs")


def shapes(geometry: Geometry) -> list[tuple[Any, ...]]:
    """Nine in a row through the city, the last without a number."""
    made = []
    for n in range(9):
        west = 112.505 + n * 0.005
        shape = (
            line((west, -7.875), (west + 0.003, -7.868)) if geometry == Geometry.LINE else square(west, -7.875, 0.003)
        )
        made.append((shape, f"Blok {n + 1}", "gang" if n % 3 else "jalan", float(n + 1) if n < 8 else None))
    return made


def signed_in(page: Page, address: str) -> Page:
    staff(Role.ADMIN, username="admin")
    page.goto(address)
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    page.wait_for_url(f"**{address}")
    return page


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(500)
        page.screenshot(path=f"{folder}/{name}.png", full_page=False)


@pytest.mark.parametrize("geometry", [Geometry.LINE, Geometry.POLYGON])
def test_what_is_drawn_has_the_colours_of_the_legend(live_city: Any, desktop: Page, geometry: Geometry) -> None:
    make_table("blocks", geometry, shapes(geometry), COLUMNS, label="Blok kota")
    style = VectorStyle(
        kind=Kind.GRADUATED, column="width_m", breaks=(2.0, 4.0, 6.0), opacity=1, width=5, label="name", outline=""
    )
    set_style("blocks", style)
    desktop.goto("/?z=14&lng=112.527&lat=-7.872&layers=blocks")
    desktop.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()
    legend = desktop.locator(".legend")
    expect(legend.locator(".legend__total")).to_have_text("9 Blok kota terlihat")
    expect(legend.get_by_role("listitem")).to_have_text(["sampai 2", "2 – 4", "4 – 6", "lebih dari 6", "Tanpa nilai"])
    part, attribute = ("path", "stroke") if geometry == Geometry.LINE else ("rect", "fill")
    said = legend.locator(f"svg {part}").evaluate_all(f"all => all.map((one) => one.getAttribute('{attribute}'))")
    assert len(set(said)) == 5
    assert desktop.evaluate(COLOURS_DRAWN, [*said, "#ff00ff"]) == said
    expect(desktop.locator("canvas.feature-labels")).to_have_attribute("data-labels", "9")
    picture(desktop, f"public-{geometry}")
    lat = -7.8715 if geometry == Geometry.LINE else -7.8735
    desktop.goto(f"/?z=14&lng=112.5065&lat={lat}&layers=blocks")
    expect(legend.locator(".legend__total")).to_have_text(re.compile("Blok kota terlihat"))
    desktop.locator("#map").click()
    expect(desktop.locator("#report-sheet")).to_contain_text("Blok kota")
    desktop.goto("/?z=14&lng=112.527&lat=-7.872&layers=blocks&blocks.width_m_min=5")
    expect(legend.locator(".legend__total")).to_have_text("4 Blok kota terlihat")
    expect(legend.get_by_role("listitem")).to_have_text(["4 – 6", "lebih dari 6"])


@pytest.mark.parametrize(
    ("geometry", "sign"), [(Geometry.LINE, "line-sign"), (Geometry.POLYGON, "shape-sign"), (Geometry.POINT, "dot-sign")]
)
def test_the_layer_panel_shows_of_what_a_layer_is_made_in_its_colour(
    live_city: Any, desktop: Page, phone: Page, geometry: Geometry, sign: str
) -> None:
    rows = [("POINT(112.527 -7.872)", "Blok", "gang", 1.0)] if geometry == Geometry.POINT else shapes(geometry)
    make_table("blocks", geometry, rows, COLUMNS, label="Blok PJU 2024")
    set_style("blocks", VectorStyle(colour="#d55e00"))
    for name, page in (("desktop", desktop), ("phone", phone)):
        page.goto("/?z=14&lng=112.527&lat=-7.872&layers=blocks")
        expect(page.locator(".legend__total")).to_contain_text("Blok PJU 2024")
        page.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()
        page.locator("#layers-button").click()
        shown = page.locator(f'.layer-row[data-layer="blocks"] .layer-row__name .{sign}')
        expect(shown).to_be_visible()
        colours = shown.evaluate(
            "(one) => [getComputedStyle(one).borderTopColor, getComputedStyle(one).backgroundColor]"
        )
        assert "rgb(213, 94, 0)" in colours
        picture(page, f"panel-sign-{geometry}-{name}")


def test_the_layer_panel_says_how_many_are_in_each_class(live_city: Any, desktop: Page) -> None:
    make_table("blocks", Geometry.POLYGON, shapes(Geometry.POLYGON), COLUMNS, label="Blok kota")
    set_style("blocks", VectorStyle(kind=Kind.GRADUATED, column="width_m", breaks=(2.0, 4.0, 6.0)))
    desktop.goto("/?z=14&lng=112.527&lat=-7.872&layers=blocks")
    desktop.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()
    desktop.locator("#layers-button").click()
    row = desktop.locator('.layer-row[data-layer="blocks"]')
    row.get_by_text("Arti tanda dan tampilan").click()
    expect(row.locator(".layer-row__count")).to_have_text(["2", "2", "2", "2", "1"])
    picture(desktop, "panel-counts")


def test_the_panel_draws_each_change_and_takes_it_back(live_city: Any, desktop: Page) -> None:
    make_table("blocks", Geometry.POLYGON, shapes(Geometry.POLYGON), COLUMNS, label="Blok kota")
    page = signed_in(desktop, "/layers/blocks/style/")
    legend = page.locator(".leaflet-control.legend")
    expect(legend.locator(".legend__total")).to_contain_text("9 Blok kota")
    page.locator(".chip", has_text="Menurut angka").click()
    expect(legend.get_by_role("listitem")).to_have_count(6)
    page.get_by_label("Jumlah").fill("3")
    page.get_by_label("Jumlah").press("Tab")
    expect(legend.get_by_role("listitem")).to_have_count(4)
    picture(page, "panel-desktop")
    page.get_by_role("button", name="Urungkan").click()
    expect(legend.get_by_role("listitem")).to_have_count(6)
    expect(page.get_by_label("Jumlah")).to_have_value("5")
    page.get_by_role("button", name="Ulangi").click()
    expect(legend.get_by_role("listitem")).to_have_count(4)
    page.get_by_label("Sampai zum").fill("30")
    page.get_by_label("Sampai zum").press("Tab")
    expect(page.get_by_text("Belum digambar: lihat di bawah.")).to_be_visible()
    expect(legend.get_by_role("listitem")).to_have_count(4)
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_text("Belum digambar: lihat di bawah.")).to_be_hidden()
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Blok kota” sudah disimpan.")).to_be_visible()
    told = TableSource.objects.get(pk="blocks").style
    assert told is not None
    assert (told["kind"], len(told["breaks"])) == ("graduated", 2)


def test_points_without_a_style_are_drawn_where_they_lie(live_city: Any, desktop: Page) -> None:
    """What stood as signs on wide tiles needs others once it is drawn point by point."""
    places = [("POINT(112.5095 -7.8713)", "Jauh", "gang", 1.0), ("POINT(112.5313 -7.8861)", "Dekat", "jalan", 2.0)]
    make_table("blocks", Geometry.POINT, places, COLUMNS, label="Titik kota")
    page = signed_in(desktop, "/layers/blocks/style/")
    page.locator("#style-map").scroll_into_view_if_needed()
    page.get_by_label("Kepekatan isi").fill("100")
    page.locator(".chip", has_text="Menurut jenis").click()
    page.locator("#id_column_text").select_option("kind")
    expect(page.locator(".legend").get_by_role("listitem")).to_have_text(["gang", "jalan"])
    page.wait_for_function(f"colour => ({MIDDLE_OF})(colour) !== null", arg="#0072b2")
    shown = {colour: page.evaluate(MIDDLE_OF, colour) for colour in ("#0072b2", "#e69f00")}
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Titik kota” sudah disimpan.")).to_be_visible()
    page.goto("/layers/blocks/style/")
    page.locator("#style-map").scroll_into_view_if_needed()
    page.wait_for_function(f"colour => ({MIDDLE_OF})(colour) !== null", arg="#0072b2")
    for colour, before in shown.items():
        assert page.evaluate(MIDDLE_OF, colour) == pytest.approx(before, abs=2)


def test_the_panel_fits_a_phone(live_city: Any, phone: Page) -> None:
    make_table("blocks", Geometry.LINE, shapes(Geometry.LINE), COLUMNS, label="Jalan kota")
    page = signed_in(phone, "/layers/blocks/style/")
    page.locator(".chip", has_text="Menurut jenis").click()
    expect(page.get_by_label("Kata untuk gang")).to_be_visible()
    expect(page.get_by_role("combobox", name="Kolom")).to_have_value("kind")
    legend = page.get_by_role("region", name="Keterangan simbol")
    expect(legend.get_by_role("listitem")).to_have_text(["gang", "jalan", "Lainnya"])
    picture(page, "panel-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Kata untuk gang").scroll_into_view_if_needed()
    picture(page, "panel-phone-2")


def test_samples_of_sizes_are_as_large_as_on_the_map(live_city: Any, desktop: Page) -> None:
    rows = [(f"POINT({112.51 + n / 200} -7.87)", f"Pohon {n}", "apel", n * 10.0) for n in range(9)]
    make_table("blocks", Geometry.POINT, rows, COLUMNS, label="Pohon")
    set_style("blocks", VectorStyle(kind=Kind.SIZED, column="width_m", values=(0.0, 80.0), sizes=(2.0, 20.0)))
    desktop.goto("/?z=14&lng=112.527&lat=-7.872&layers=blocks")
    legend = desktop.locator(".legend")
    expect(legend.get_by_role("listitem")).to_have_text(["0 atau kurang", "20", "80 atau lebih"])
    width = "all => all.map((one) => Math.round(one.getBoundingClientRect().width))"
    assert legend.locator("circle").evaluate_all(width) == [4, 22, 40]


@pytest.mark.parametrize("geometry", [Geometry.POINT, Geometry.LINE])
def test_the_map_puts_each_value_in_the_class_that_the_server_does(
    live_city: Any, desktop: Page, geometry: Geometry
) -> None:
    make_table("blocks", geometry, [])
    by_number = VectorStyle(kind=Kind.GRADUATED, column="n", breaks=(-1.5, 0.0, 1200.25))
    by_kind = VectorStyle(
        kind=Kind.CATEGORISED, column="n", categories=(Category("gang", "#0072b2"), Category("", "#e69f00"))
    )
    numbers = [-1e9, -1.5, -1.49, 0, 0.01, 1200.25, 1200.26, 1e9, None]
    desktop.goto("/")
    for style, values in ((by_number, numbers), (by_kind, ["gang", "", "Gang", "jalan", None])):
        entries = entries_of(style, geometry)
        found = desktop.evaluate(
            """async ([look, values]) => {
                const { classOf } = await import('map/vector-look');
                return values.map((n) => classOf(look, n === null ? {} : { n }).key);
            }""",
            [look_of(style, geometry), values],
        )
        assert found == [entry_of(entries, value).key for value in values]


# What the focus is on and what lies over its upper or lower edge, if anything does.
OBSCURED = """() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    for (const y of [box.top + 2, box.bottom - 2]) {
        if (y < 0 || y > innerHeight) return `${one.id || one.textContent.trim()}: out of sight`;
        const top = document.elementFromPoint(box.left + box.width / 2, y);
        const over = top?.closest('.style-panel__foot, .style-page__map');
        if (over && !over.contains(one)) return `${one.id || one.textContent.trim()}: under ${over.className}`;
    }
    return null;
}"""


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_what_has_the_focus_is_never_beneath_what_sticks(
    live_city: Any, size: str, request: pytest.FixtureRequest
) -> None:
    make_table("blocks", Geometry.POLYGON, shapes(Geometry.POLYGON), COLUMNS, label="Blok kota")
    set_style("blocks", VectorStyle(kind=Kind.GRADUATED, column="width_m", breaks=(2.0, 4.0, 6.0)))
    page = signed_in(request.getfixturevalue(size), "/layers/blocks/style/")
    page.locator("[data-style-body] input:checked").first.focus()
    for key in ("Tab", "Shift+Tab"):
        obscured, reached = [], 0
        while page.evaluate("document.activeElement.closest('[data-style-panel]') !== null") or not reached:
            reached += 1
            if reached > 1 and (one := page.evaluate(OBSCURED)):
                obscured.append(one)
            page.keyboard.press(key)
            assert reached < 100
        assert reached > 8
        assert obscured == []
    picture(page, f"style-focus-{size}")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_saved_style_is_deleted_only_after_it_was_said_what_that_means(
    live_city: Any, size: str, request: pytest.FixtureRequest
) -> None:
    make_table("blocks", Geometry.POLYGON, shapes(Geometry.POLYGON), COLUMNS, label="Blok kota")
    set_style("blocks", VectorStyle(kind=Kind.GRADUATED, column="width_m", breaks=(2.0, 4.0, 6.0)))
    page = signed_in(request.getfixturevalue(size), "/layers/blocks/style/")
    page.get_by_text("Seperti bawaan peta").click()
    expect(page.get_by_text("Ini tidak bisa dibatalkan.")).to_be_visible()
    assert TableSource.objects.get(pk="blocks").style is not None
    page.get_by_role("button", name="Hapus gaya yang tersimpan").scroll_into_view_if_needed()
    picture(page, f"style-delete-{size}")
    page.get_by_role("button", name="Hapus gaya yang tersimpan").click()
    expect(page.get_by_text("Gaya “Blok kota” yang tersimpan sudah dihapus.")).to_be_visible()
    assert TableSource.objects.get(pk="blocks").style is None


def test_labels_of_one_layer_yield_to_those_of_the_layer_above(second_table: str, desktop: Page) -> None:
    for name, word in (("blocks", "Bawah"), (second_table, "Atas")):
        rows = [("POINT(112.527 -7.872)", f"{word} {n}", "gang", 1.0) for n in range(2)]
        make_table(name, Geometry.POINT, rows, COLUMNS, label=word)
        set_style(name, VectorStyle(label="name"))
    labels = desktop.locator("canvas.feature-labels")
    desktop.goto(f"/?z=14&lng=112.527&lat=-7.872&layers={second_table},blocks")
    counts = "all => all.map((one) => one.dataset.labels).sort()"
    expect(labels).to_have_count(2)
    desktop.wait_for_function(f"({counts})([...document.querySelectorAll('canvas.feature-labels')]).join() === '0,1'")
    picture(desktop, "labels-two-layers")
    desktop.goto("/?z=14&lng=112.527&lat=-7.872&layers=blocks")
    expect(labels).to_have_attribute("data-labels", "1")


def test_labels_stand_where_there_is_room_and_twenty_steps_can_be_taken_back(live_city: Any, desktop: Page) -> None:
    make_table("blocks", Geometry.POINT, [])
    desktop.goto("/")
    placed = desktop.evaluate(
        """async () => {
            const { placeLabels } = await import('map/feature-labels');
            const wish = (text, x, weight) => ({ text, x, y: 0, below: 0, weight });
            const wishes = [wish('small', 0, 1), wish('large', 20, 9), wish('apart', 200, 0)];
            return placeLabels(wishes, () => 40).map(({ text }) => text);
        }"""
    )
    assert placed == ["large", "apart"], "the larger shape has its name first"
    told = desktop.evaluate(
        """async () => {
            const { steps } = await import('ui/style-panel');
            const history = steps(0, (one, other) => one === other);
            for (let n = 1; n <= 25; n += 1) history.take(n);
            history.take(25);
            const back = [];
            while (history.canUndo()) back.push(history.undo());
            const again = history.redo();
            history.take(99);
            return { back, again, now: history.now(), canRedo: history.canRedo() };
        }"""
    )
    assert told == {"back": list(range(24, 4, -1)), "again": 6, "now": 99, "canRedo": False}


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_what_was_changed_and_not_saved_is_said_and_is_there_again(
    live_city: Any, size: str, request: pytest.FixtureRequest
) -> None:
    make_table("blocks", Geometry.POLYGON, shapes(Geometry.POLYGON), COLUMNS, label="Blok kota")
    page = signed_in(request.getfixturevalue(size), "/layers/blocks/style/")
    unsaved = page.get_by_text("Belum disimpan")
    expect(unsaved).to_be_hidden()
    page.locator(".chip", has_text="Menurut jenis").click()
    page.get_by_label("Kolom").first.select_option("kind")
    page.get_by_label("Kata untuk gang").fill("Gang kecil")
    page.get_by_label("Kata untuk gang").press("Tab")
    expect(page.locator(".style-legend")).to_contain_text("Gang kecil")
    expect(unsaved).to_be_visible()
    picture(page, f"style-unsaved-{size}")

    page.goto("/staff/")
    page.goto("/layers/blocks/style/")
    expect(page.get_by_text("Perubahan Anda tadi ada di sini lagi.")).to_be_visible()
    expect(page.get_by_label("Kata untuk gang")).to_have_value("Gang kecil")
    expect(page.locator(".style-legend")).to_contain_text("Gang kecil")
    expect(unsaved).to_be_visible()
    picture(page, f"style-again-{size}")

    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".style-legend")).not_to_contain_text("Gang kecil")
    expect(unsaved).to_be_hidden()
    page.get_by_role("button", name="Ulangi").click()
    expect(unsaved).to_be_visible()
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Blok kota” sudah disimpan.")).to_be_visible()
    expect(unsaved).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Kata untuk gang")).to_have_value("Gang kecil")
    expect(page.get_by_text("Perubahan Anda tadi")).to_have_count(0)


def with_a_word(page: Page) -> None:
    """Give kinds a colour, and one of them a word, without saving it."""
    page.locator(".chip", has_text="Menurut jenis").click()
    page.get_by_label("Kolom").first.select_option("kind")
    page.get_by_label("Kata untuk gang").fill("Gang kecil")
    page.get_by_label("Kata untuk gang").press("Tab")
    expect(page.locator(".style-legend")).to_contain_text("Gang kecil")


def test_what_was_sent_into_an_ended_session_is_there_again(live_city: Any, desktop: Page) -> None:
    make_table("blocks", Geometry.POLYGON, shapes(Geometry.POLYGON), COLUMNS, label="Blok kota")
    page = signed_in(desktop, "/layers/blocks/style/")
    with_a_word(page)
    other = page.context.new_page()
    other.goto("/staff/")
    other.locator("summary[aria-label^='Menu']").click()
    other.get_by_role("button", name="Keluar").click()
    expect(other.locator("summary[aria-label='Menu']")).to_be_visible()
    other.close()

    page.get_by_role("button", name="Simpan gaya").click()
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    page.goto("/layers/blocks/style/")
    expect(page.get_by_text("Perubahan Anda tadi ada di sini lagi.")).to_be_visible()
    expect(page.get_by_label("Kata untuk gang")).to_have_value("Gang kecil")
    assert TableSource.objects.get(pk="blocks").style is None
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Blok kota” sudah disimpan.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Belum disimpan")).to_be_hidden()
    expect(page.get_by_text("Perubahan Anda tadi")).to_have_count(0)


def test_a_draft_that_could_not_be_put_back_is_what_is_saved_all_the_same(live_city: Any, desktop: Page) -> None:
    make_table("blocks", Geometry.POLYGON, shapes(Geometry.POLYGON), COLUMNS, label="Blok kota")
    page = signed_in(desktop, "/layers/blocks/style/")
    with_a_word(page)
    line = {"lost": True}
    page.route(
        "**/style/preview/", lambda route: route.abort("internetdisconnected") if line["lost"] else route.continue_()
    )
    page.reload()
    fault = page.get_by_text("Ini belum sampai. Coba lagi.")
    expect(fault).to_be_visible()
    expect(page.get_by_text("Belum disimpan")).to_be_visible()
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Simpan gaya").click()
    expect(fault).to_be_visible()
    assert TableSource.objects.get(pk="blocks").style is None

    line["lost"] = False
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Blok kota” sudah disimpan.")).to_be_visible()
    expect(page.get_by_label("Kata untuk gang")).to_have_value("Gang kecil")
    style = TableSource.objects.get(pk="blocks").style
    assert style is not None
    assert [one["word"] for one in style["categories"]] == ["Gang kecil", ""]


# What most of a layer is painted with, its opacity included; empty before it is drawn, and of signs.
PAINTED = """() => {
    const n = new Map();
    for (const canvas of document.querySelectorAll('.layer-tiles canvas')) {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let at = 0; at < data.length; at += 4) {
            const paint = data.slice(at, at + 4).join();
            if (data[at + 3] > 0) n.set(paint, (n.get(paint) ?? 0) + 1);
        }
    }
    return [...n].sort((one, other) => other[1] - one[1])[0]?.[0] ?? '';
}"""


@pytest.mark.parametrize("geometry", Geometry)
def test_without_a_style_the_panel_s_map_is_as_the_map(live_city: Any, desktop: Page, geometry: Geometry) -> None:
    rows = shapes(geometry) if geometry.is_shape else [("POINT(112.527 -7.872)", "Satu", "gang", 1.0)]
    make_table("blocks", geometry, rows, COLUMNS, label="Blok kota")
    page = signed_in(desktop, "/layers/blocks/style/")
    expect(page.locator(".legend__total")).to_be_visible()
    expect(page.get_by_text("Lapisan ini digambar seperti bawaan peta")).to_be_visible()
    expect(page.locator("#style-map .square")).to_have_count(0 if geometry.is_shape else 1)
    if geometry.is_shape:
        page.wait_for_function(PAINTED)
    by_itself = page.evaluate(PAINTED)
    picture(page, f"style-none-{geometry}")

    # the first change goes on from there, and taking it back leads there
    page.get_by_label("Mulai zum").fill("3")
    page.get_by_label("Mulai zum").press("Tab")
    expect(page.get_by_text("Lapisan ini digambar seperti bawaan peta")).to_have_count(0)
    if geometry.is_shape:
        page.wait_for_function(f"(before) => ({PAINTED})() === before", arg=by_itself)
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_text("Lapisan ini digambar seperti bawaan peta")).to_be_visible()
    expect(page.locator("#style-map .square")).to_have_count(0 if geometry.is_shape else 1)

    # saved so, it stays so
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Blok kota” sudah disimpan.")).to_be_visible()
    assert TableSource.objects.get(pk="blocks").style is None
    page.goto("/?z=14&lng=112.527&lat=-7.872&layers=blocks")
    expect(page.locator(".legend__total")).to_be_visible()
    expect(page.locator("#map .square")).to_have_count(0 if geometry.is_shape else 1)
    page.wait_for_function(f"(before) => ({PAINTED})() === before", arg=by_itself)
    picture(page, f"style-none-map-{geometry}")


def test_a_year_is_drawn_labelled_and_explained_as_one(live_city: Any, desktop: Page) -> None:
    rows = [
        (square(112.505 + n * 0.005, -7.875, 0.003), f"Blok {n}", "gang", year)
        for n, year in enumerate((2009.0, 2011.0, 2020.0))
    ]
    columns = [*COLUMNS[:2], TableColumn("tahun", "Tahun", "number")]
    make_table("blocks", Geometry.POLYGON, rows, columns, label="Blok kota")
    page = signed_in(desktop, "/layers/blocks/style/")
    page.locator(".chip", has_text="Menurut jenis").click()
    page.get_by_label("Kolom").first.select_option("tahun")
    expect(page.locator(".style-legend").get_by_role("listitem")).to_have_text(["2009", "2011", "2020", "Lainnya"])
    page.get_by_label("Label", exact=True).select_option("tahun")
    colours = ["#0072b2", "#e69f00", "#009e73"]
    page.get_by_label("Kepekatan isi").fill("100")
    page.wait_for_function(f"(colours) => ({COLOURS_DRAWN})(colours).length === 3", arg=colours)
    picture(page, "style-years")
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Blok kota” sudah disimpan.")).to_be_visible()
    page.goto("/?z=14&lng=112.512&lat=-7.872&layers=blocks")
    page.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()
    expect(page.locator(".legend").get_by_role("listitem").first).to_have_text("2009")
    said = page.evaluate(
        """async () => {
            const { labelText } = await import('map/feature-labels');
            return [labelText(2011, true), labelText(2011)];
        }"""
    )
    assert said == ["2011", "2.011"]
    picture(page, "map-years")
