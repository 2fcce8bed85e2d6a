import pytest

from cityops.settings.basemap import tile_origins


@pytest.mark.parametrize(
    ("url", "origins"),
    [
        ("https://tile.example.org/{z}/{x}/{y}.png", ["https://tile.example.org"]),
        ("https://{s}.tile.example.org/{z}/{x}/{y}.png", ["https://*.tile.example.org"]),
        ("https://tiles-{s}.example.org/{z}/{x}/{y}.png", ["https://*.example.org"]),
        ("http://127.0.0.1:8080/{z}/{x}/{y}.png", ["http://127.0.0.1:8080"]),
        ("http://tiles:8080/{z}/{x}/{y}.png", ["http://tiles:8080"]),
        ("/tiles/{z}/{x}/{y}.png", []),
        ("", []),
    ],
)
def test_the_policy_lets_in_the_tiles(url: str, origins: list[str]) -> None:
    assert tile_origins(url) == origins


@pytest.mark.parametrize("url", ["https://tile.{s}.example.org/{z}", "https://{s}.org/{z}", "https://{s}/{z}"])
def test_a_placeholder_that_the_policy_cannot_say_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="CITYOPS_BASEMAP_URL"):
        tile_origins(url)
