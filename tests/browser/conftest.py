"""Browser tests: Chromium against a live server on a real database.

Every page is watched: an error in the console or a broken request fails the test that caused it.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect

from tests import chromium
from tests.factories.areas import make_city

# Playwright's own event loop runs in this thread, where Django would suspect asynchronous use of the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=15_000)  # a busy machine may be slow; what appears is not waited for any longer
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
# Chromium itself logs answers that a page handles, such as a form that comes back with errors.
HANDLED = (
    *(f"{words} {status}" for words in ("status of", "Status Error Code") for status in (400, 403, 404, 409, 422)),
    "ERR_INTERNET_DISCONNECTED",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium.PATH, "args": chromium.ARGUMENTS}


def _context(browser: Browser, base_url: str, **options: Any) -> BrowserContext:
    settings = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "base_url": base_url, "reduced_motion": "reduce"}
    context = browser.new_context(**(settings | options))
    context.set_default_timeout(15_000)
    return context


def _watched(context: BrowserContext) -> tuple[Page, list[str], set[Request]]:
    """Open a page; what it complains of, and what it has asked for and not got yet, is in the sets beside it."""
    page = context.new_page()
    faults: list[str] = []
    waiting: set[Request] = set()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(known in message.text for known in HANDLED):
            faults.append(message.text)

    def begin(request: Request) -> None:  # a method of the set itself cannot be listened with
        waiting.add(request)

    def end(request: Request) -> None:
        waiting.discard(request)

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", begin)
    page.on("requestfinished", end)
    page.on("requestfailed", end)
    return page, faults, waiting


def _page(browser: Browser, live_server: Any, **options: Any) -> Iterator[Page]:
    context = _context(browser, live_server.url, **options)
    page, faults, waiting = _watched(context)
    yield page
    with suppress(Error):  # a request that is still being answered would hold the tables that are emptied next
        until = time.monotonic() + 5
        while waiting and time.monotonic() < until:
            page.wait_for_timeout(20)
    context.close()
    assert not faults, faults


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page on a phone."""
    yield from _page(browser, live_server, **PHONE)


@pytest.fixture
def phone_without_javascript(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page on a phone that runs no scripts."""
    yield from _page(browser, live_server, java_script_enabled=False, **PHONE)


@pytest.fixture
def desktop(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page on a desk."""
    yield from _page(browser, live_server, **DESKTOP)


@pytest.fixture
def other_desktop(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page on a colleague's desk."""
    yield from _page(browser, live_server, **DESKTOP)


@pytest.fixture
def live_city(live_server: Any) -> Any:
    """The small city of squares, committed, so that the live server sees it."""
    return make_city()
