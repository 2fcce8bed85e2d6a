"""The size of a file is spelled alike where it is chosen, which a script does, and on the pages after."""

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from cityops.web.sizes import file_size

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = (0, 1, 34, 1023, 1024, 4321, 1024**2 - 1, 1024**2, 45_678_901, 1024**3, 5 * 1024**3)


@pytest.mark.parametrize("language", ["id", "en"])
def test_script_and_page_spell_a_size_alike(desktop: Page, live_city: None, language: str) -> None:
    desktop.goto("/")
    desktop.context.add_cookies([{"name": "django_language", "value": language, "url": desktop.url}])
    desktop.reload()
    expect(desktop.locator("html")).to_have_attribute("lang", language)
    read = "async sizes => { const m = await import('ui/file-size'); return sizes.map(m.fileSize); }"
    with translation.override(language):
        assert desktop.evaluate(read, list(SIZES)) == [file_size(size) for size in SIZES]
