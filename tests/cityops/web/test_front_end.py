"""Modules find each other: each imported name is in the import map, and a page is preloaded whole."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context

from cityops.web.front_end import IMPORT, early_script, import_map, module_paths, modules_behind, page_module

JS = settings.BASE_DIR / "static" / "js"
FILES = sorted(path for path in JS.rglob("*.js") if not path.name.endswith(".classic.js"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(JS)))
def test_every_imported_name_is_in_the_map(file) -> None:  # type: ignore[no-untyped-def]
    imported = {match.group(1) or match.group(2) for match in IMPORT.finditer(file.read_text())}
    assert imported <= set(module_paths())


def test_every_name_of_the_map_leads_to_a_file() -> None:
    assert [name for name, path in module_paths().items() if not finders.find(path)] == []


def test_the_map_carries_the_nonce_and_is_valid_json() -> None:
    html = import_map(Context({"CSP_NONCE": "abc"}))
    assert 'nonce="abc"' in html
    body = re.search(r">(.*)</script>", html, flags=re.DOTALL)
    assert body and json.loads(body.group(1))["imports"]["map/tiles"].startswith("/static/")


def test_a_page_preloads_what_its_modules_import() -> None:
    behind = set(modules_behind("pages/public"))
    assert {"map/tiles", "map/tile-decode", "pbf", "ui/i18n"} <= behind
    assert behind.isdisjoint({"map/dots", "map/shapes", "map/heat", "map/layer-panel"})  # fetched when they are wanted
    html = page_module("pages/public")
    assert html.count("modulepreload") == len(modules_behind("pages/public"))
    assert 'type="module"' in html


@pytest.mark.parametrize("file", sorted(JS.rglob("*.classic.js")), ids=lambda file: file.name)
def test_an_early_script_lies_in_the_page_with_the_nonce(file) -> None:  # type: ignore[no-untyped-def]
    text = file.read_text()
    assert "</script" not in text
    html = early_script(Context({"CSP_NONCE": "abc"}), f"js/{file.relative_to(JS)}")
    assert html == f'<script nonce="abc">{text}</script>'
