"""Make the icon sprite: a <symbol> for each Lucide icon in static/icons/icons.txt and each file in static/icons/own.

Lucide's icons are under the ISC licence; the sprite says so. --check only says whether it is up to date.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ICONS = ROOT / "static" / "icons"
LUCIDE = ROOT / "node_modules" / "lucide-static" / "icons"
LICENCE = (
    "Icons by Lucide (https://lucide.dev), ISC License: Copyright (c) Lucide Icons and Contributors; parts of it "
    "derive from Feather, MIT License, Copyright (c) Cole Bemis. The status marks are the city map's own."
)
LINE_STYLE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


def wanted() -> list[str]:
    """The Lucide names asked for, without comments and blank lines."""
    lines = (ICONS / "icons.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def symbol(path: Path, style: str) -> str:
    """One SVG file as a <symbol> with the file's name as its id."""
    if not path.exists():
        raise SystemExit(f"icons: no icon called {path.stem!r}: look it up at https://lucide.dev and mend icons.txt")
    text = re.sub(r"<!--.*?-->", "", path.read_text(), flags=re.DOTALL)
    found = re.search(r"<svg[^>]*>(.*)</svg>", text, flags=re.DOTALL)
    body = re.sub(r"\s+", " ", found.group(1) if found else "").strip()
    view_box = re.search(r'viewBox="([^"]+)"', text)
    return (
        f'<symbol id="{path.stem}" viewBox="{view_box.group(1) if view_box else "0 0 24 24"}" {style}>{body}</symbol>'
    )


def sprite() -> str:
    """The whole sprite file."""
    symbols = [symbol(LUCIDE / f"{name}.svg", LINE_STYLE) for name in wanted()]
    symbols += [symbol(path, 'fill="currentColor"') for path in sorted((ICONS / "own").glob("*.svg"))]
    return (
        "\n".join(
            [f"<!-- {LICENCE} -->", '<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>"],
        ).replace("> <", "><")
        + "\n"
    )


def main() -> None:
    """Write the sprite, or check it."""
    target, text = ICONS / "sprite.svg", sprite()
    if "--check" in sys.argv:
        if not target.exists() or target.read_text() != text:
            raise SystemExit("icons: static/icons/sprite.svg is out of date; run script/icons")
        return
    target.write_text(text)
    sys.stdout.write(f"{text.count('<symbol')} icons in static/icons/sprite.svg\n")


if __name__ == "__main__":
    main()
