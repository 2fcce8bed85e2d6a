"""Every icon that is named anywhere is in the sprite, and the sprite is what script/icons makes."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SPRITE = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons/sprite.svg").read_text()))


def named_in(folder: str, pattern: str, *suffixes: str) -> set[str]:
    """Return what a pattern finds in the files of a folder."""
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    return {name for path in files for name in re.findall(pattern, path.read_text())}


def test_templates_name_icons_that_exist() -> None:
    named = named_in("templates", r'{% icon "([^"]+)"', ".html")
    named |= named_in("templates", r'components/empty\.html" with [^%]*icon="([^"]+)"', ".html")
    assert len(named) > 20
    assert named - SPRITE == set()


def test_modules_name_icons_that_exist() -> None:
    assert named_in("static/js", r"\bicon\('([^']+)'", ".js") - SPRITE == set()


def test_categories_name_icons_that_exist() -> None:
    def icons(entry: object) -> set[str]:
        if isinstance(entry, dict):
            own = {entry["icon"]} if isinstance(entry.get("icon"), str) else set()
            return own.union(*(icons(value) for value in entry.values()))
        return set().union(*(icons(value) for value in entry)) if isinstance(entry, list) else set()

    named = icons(yaml.safe_load((ROOT / "geodata/reference/batu/categories.yaml").read_text()))
    assert named
    assert named - SPRITE == set()


def test_the_sprite_is_up_to_date() -> None:
    command = [sys.executable, "script/stack/icons.py", "--check"]
    made = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
