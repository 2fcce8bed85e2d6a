"""How smoothly the public map moves with 50,000 points in view, in software rendering; fails below the promise.

The points come from made-up tiles, all else is the real page. `--at URL` measures a server that runs already.
"""

import argparse
import random
import re
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import mapbox_vector_tile
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests import chromium
from tests.stack.running import Server

POINTS = 50_000
PROMISED_FPS = 58  # 60, less what a timer of whole milliseconds loses
EXTENT = 4096
STATUSES = ("new", "routed", "in_progress", "waiting", "resolved", "closed", "rejected", "archived")
SCREENS = {"desktop 1440x900": (1440, 900, 1), "phone 390x844 @2x": (390, 844, 2)}
LOOKS = {"no layer": "-", "dots": "reports~100~dots", "usual signs": "reports", "heat": "reports~100~heat"}
FRAMES = """() => {
    window.frames_ms = [];
    let before = performance.now();
    const again = () => { window.ticking = requestAnimationFrame(tick); };
    const tick = (now) => { window.frames_ms.push(now - before); before = now; again(); };
    window.ticking = requestAnimationFrame((now) => { before = now; again(); });
}"""
STOP = "() => { cancelAnimationFrame(window.ticking); return window.frames_ms; }"


@cache
def tile(points: int, variant: int) -> bytes:
    """A tile of points in loose clumps, a tenth of them past their date."""
    chance = random.Random(variant)
    features = []
    for number in range(points):
        if number % 40 == 0:
            middle = (chance.uniform(0, EXTENT), chance.uniform(0, EXTENT))
        x, y = (min(EXTENT - 1, max(0, int(chance.gauss(at, 300)))) for at in middle)
        properties = {"code": f"BTU-{variant:04d}-{number:04d}", "status": chance.choice(STATUSES), "category": "road"}
        if chance.random() < 0.1:
            properties["due"] = 1_600_000_000
        features.append({"geometry": f"POINT({x} {y})", "properties": properties})
    return mapbox_vector_tile.encode([{"name": "features", "features": features}], default_options={"extents": EXTENT})


@contextmanager
def opened(browser: Browser, site: str, look: str, screen: tuple[int, int, int]) -> Iterator[Page]:
    """Open the map with made-up tiles, so many points a tile that POINTS of them are in view at every zoom."""
    width, height, density = screen
    a_tile = round(POINTS / (width * height / 256**2))

    def answer(route: Route) -> None:
        x, y = (int(part) for part in re.findall(r"/(\d+)/(\d+)\.mvt", route.request.url)[0])
        body = tile(a_tile, (x + 7 * y) % 12)
        route.fulfill(body=body, content_type="application/vnd.mapbox-vector-tile")

    size = {"width": width, "height": height}
    context = browser.new_context(base_url=site, viewport=size, device_scale_factor=density, locale="id-ID")
    page = context.new_page()
    page.route("**/layers/reports/tiles/**", answer)
    page.route(re.compile(r"^https:"), lambda route: route.abort())
    page.goto(f"/?z=14&lat=-7.87&lng=112.525&layers={look}")
    page.locator(".legend").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def drag(page: Page, screen: tuple[int, int, int]) -> None:
    """Move the map to and fro by the mouse, for about four seconds."""
    width, height, _ = screen
    left, right, middle = width * 0.3, width * 0.7, height * 0.5
    for way in (1, -1, 1, -1):
        start, end = (right, left) if way == 1 else (left, right)
        page.mouse.move(start, middle)
        page.mouse.down()
        for step in range(60):
            page.mouse.move(start + (end - start) * step / 60, middle + 60 * step / 60 * way)
            page.wait_for_timeout(8)
        page.mouse.up()


def zoom(page: Page, screen: tuple[int, int, int]) -> None:
    """Zoom in and out by the wheel, waiting for each."""
    width, height, _ = screen
    page.mouse.move(width * 0.5, height * 0.5)
    for way in (-1, -1, 1, 1):
        page.mouse.wheel(0, 120 * way)
        page.wait_for_timeout(1200)


def measure(page: Page, moves: object, screen: tuple[int, int, int]) -> tuple[float, float, float, int]:
    """Frames a second, the slowest of a hundred, the slowest, and how many took over two frames' time."""
    page.evaluate(FRAMES)
    moves(page, screen)  # type: ignore[operator]
    frames = page.evaluate(STOP)
    slowest = statistics.quantiles(frames, n=100)[98]
    return 1000 * len(frames) / sum(frames), slowest, max(frames), sum(frame > 34 for frame in frames)


def run(site: str) -> int:
    """Print the figures of each screen and look; return how many are below the promise."""
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=[*chromium.ARGUMENTS, "--disable-gpu"])
        for screen_name, screen in SCREENS.items():
            for look_name, look in LOOKS.items():
                with opened(browser, site, look, screen) as page:
                    seen = page.locator(".legend__total").inner_text()
                    for name, moves in (("pan", drag), ("zoom", zoom)):
                        fps, p99, worst, long = measure(page, moves, screen)
                        is_promised = look_name == "dots"
                        failed += is_promised and fps < PROMISED_FPS
                        print(
                            f"{screen_name:18} {look_name:12} {name:5} {fps:5.1f} frames/s, p99 {p99:5.1f} ms, "
                            f"worst {worst:6.1f} ms, {long} over 34 ms  ({seen})",
                            flush=True,
                        )
        browser.close()
    return failed


def main() -> int:
    """Measure a server of our own, or the one that is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--at", help="address of a server that runs already")
    asked = parser.parse_args()
    if asked.at:
        return run(asked.at)
    folder = Path(tempfile.mkdtemp(prefix="cityops-bench-"))
    folder.chmod(0o711)
    server = Server(folder / "var", CITYOPS_DEMO="0", CITYOPS_DEBUG="0").start()
    try:
        return run(f"http://127.0.0.1:{server.port}")
    finally:
        server.press_ctrl_c()
        shutil.rmtree(folder, ignore_errors=True)
