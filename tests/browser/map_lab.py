"""A bare map over the public page, for trying the map's tools: `map` and `events` are on the window."""

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Page, expect

SHOW = """async ({ lat, lng, zoom, names }) => {
    const { createMap } = await import('map/create');
    const { addAreas } = await import('map/areas');
    const link = (href) => new Promise((resolve) => {
        const made = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: resolve });
        document.head.append(made);
    });
    await Promise.all([link('/static/css/pages/map-tools.css'), link('/static/css/pages/map-time.css')]);
    const lab = Object.assign(document.createElement('div'), { className: 'map', id: 'lab', tabIndex: 0 });
    lab.dataset.config = 'map-config';
    Object.assign(lab.style, { position: 'fixed', inset: '0', zIndex: '5000' });
    document.body.append(lab);
    const { map, config } = createMap(lab, { view: { lat, lng, zoom } });
    const areas = await addAreas(map, { url: config.areasUrl });
    window.events = [];
    for (const name of names) lab.addEventListener(name, ({ detail }) => events.push({ ...detail, event: name }));
    Object.assign(window, { map, areas });
    window.left = () => [lab.className, lab.children.length, Object.keys(map.getPanes())].join();
}"""
TOOLS = """async ({ bar, timesUrl }) => {
    const { bindTools } = await import('map/toolbar');
    window.before = window.left();
    document.body.insertAdjacentHTML('beforeend', bar);
    window.tools = bindTools(map, { areas, timesUrl });
}"""
EVENTS = ["selection:change", "time:change", "area:select"]
Spot = tuple[float, float]


def open_lab(page: Page, *, lat: float = -7.87, lng: float = 112.53, zoom: int = 16) -> None:
    """Show the map in the middle of Sisir: at zoom 16 a hundred pixels are 236 metres."""
    page.goto("/")
    page.evaluate(SHOW, {"lat": lat, "lng": lng, "zoom": zoom, "names": EVENTS})
    expect(page.locator("#lab")).to_be_visible()


def open_tools(page: Page, *, times_url: str = "") -> "Hand":
    """Show the map with the bar of its tools, as a page of the staff has it."""
    open_lab(page)
    with override("id"):
        page.evaluate(TOOLS, {"bar": render_to_string("desk/map_tools.html"), "timesUrl": times_url})
    expect(page.get_by_role("toolbar", name="Alat peta")).to_be_visible()
    return Hand(page)


def last_event(page: Page) -> Any:
    return page.evaluate("window.events.at(-1) ?? null")


class Hand:
    """What a person does on the map, with a mouse or with a finger, in pixels from the map's middle."""

    def __init__(self, page: Page, container: str = "#lab") -> None:
        self.page = page
        box = page.locator(container).bounding_box()
        assert box
        self.middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.is_finger = bool(page.evaluate("matchMedia('(pointer: coarse)').matches"))
        self.session = page.context.new_cdp_session(page) if self.is_finger else None

    def at(self, spot: Spot) -> Spot:
        return self.middle[0] + spot[0], self.middle[1] + spot[1]

    def tap(self, *spots: Spot) -> None:
        for spot in spots:
            x, y = self.at(spot)
            if self.is_finger:
                self.page.touchscreen.tap(x, y)
            else:
                self.page.mouse.click(x, y)

    def drag(self, *spots: Spot) -> None:
        """Press at the first, let go at the last."""
        (x, y), *rest = [self.at(spot) for spot in spots]
        if self.session is None:
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            for to in rest:
                self.page.mouse.move(*to)
            self.page.mouse.up()
            return
        self._touch("touchStart", (x, y))
        for to in rest:
            self._touch("touchMove", to)
        self._touch("touchEnd")

    def hold(self, spot: Spot) -> None:
        """Press, and let go once the page has answered."""
        before = self.page.locator(".handle").count()
        self._touch("touchStart", self.at(spot))
        expect(self.page.locator(".handle")).not_to_have_count(before)
        self._touch("touchEnd")

    def _touch(self, kind: str, *spots: Spot) -> None:
        assert self.session is not None
        points = [{"x": x, "y": y} for x, y in spots]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def strip(page: Page) -> Any:
    """What the tool says."""
    return page.locator(".tool-strip__words")


def tool(page: Page, name: str) -> Any:
    return page.locator("#lab").get_by_role("button", name=re.compile(f"^{name}"))
