from typing import Any

import pytest

from cityops.accounts.device import browser_of, network_of, system_of

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (f"{MOZILLA} (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 "
         "Chrome/117.0 Mobile Safari/537.36", "Samsung Internet", "Android"),
        (f"{MOZILLA} (Linux; Android 13) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome", "Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/126 Safari/604", "Chrome", "iPhone"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/17.5 Safari/605", "Safari", "Mac"),
        (f"{MOZILLA} (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/130 Safari/537 Edg/130.0", "Edge", "Windows"),
        (f"{MOZILLA} (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox", "Linux"),
        ("curl/8.5", "", ""),
        ("", "", ""),
    ],
    ids=["samsung", "android", "iphone", "mac", "edge", "firefox", "curl", "nothing"],
)  # fmt: skip
def test_a_browser_in_words(agent: str, browser: str, system: str) -> None:
    assert (browser_of(agent), system_of(agent)) == (browser, system)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("36.74.12.9", "36.74.…"),
        ("::ffff:36.74.12.9", "36.74.…"),
        ("2404:8000:1002:77::9", "2404:8000:…"),
        ("::1", ":…"),
        ("not an address", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(rf: Any, address: str, network: str) -> None:
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network
