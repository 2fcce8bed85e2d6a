"""Joined style sheets: whole, in order, found and collected, and addresses in them still lead somewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from cityops.static_sheets import SHEETS, SheetFinder

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize("served", SHEETS)
def test_a_sheet_is_its_files_in_order(served: str) -> None:
    found = Path(finders.find(served)).read_text()
    assert found == "\n".join((STATIC / part).read_text() for part in SHEETS[served])


@pytest.mark.parametrize("served", SHEETS)
def test_addresses_in_it_lead_to_files(served: str) -> None:
    text = Path(finders.find(served)).read_text()
    for address in re.findall(r"""url\(["']?([^"')]+)""", text):
        assert (STATIC / served).parent.joinpath(address).resolve().is_file(), address


def test_a_changed_file_is_in_the_sheet_that_is_found_next(settings: Any, tmp_path: Path) -> None:
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "var"
    for part in SHEETS["css/sheets/map.css"]:
        (tmp_path / "static" / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "static" / part).write_text(f"/* {part} */")
    finder = SheetFinder()
    before = Path(finder.find("css/sheets/map.css"))
    assert "/* css/pages/map.css */" in before.read_text()
    (tmp_path / "static/css/pages/map.css").write_text("/* changed */")
    after = Path(finder.find("css/sheets/map.css"))
    assert after.read_text().startswith("/* changed */")
    assert [path.name for path in after.parent.iterdir()] == ["map.css"]


def test_all_are_collected_and_nothing_else() -> None:
    assert [path for path, _storage in SheetFinder().list(None)] == list(SHEETS)
    assert not SheetFinder().find("css/tokens.css")
