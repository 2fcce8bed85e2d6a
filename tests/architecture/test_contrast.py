"""Contrasts of the design tokens, computed by WCAG 2.2's formula, in both themes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"

TEXT, GRAPHIC = 4.5, 3.0
SURFACES = ("ground", "surface", "surface-sunken")
STATUSES = ("new", "routed", "in_progress", "waiting", "resolved", "closed", "rejected", "archived")
PAIRS = [
    *((ink, surface, TEXT) for ink in ("ink", "ink-soft", "accent", "danger", "warning") for surface in SURFACES),
    *((ink, f"{ink}-tint", TEXT) for ink in ("accent", "danger", "warning", "ok", "info")),
    *(("ink", f"{name}-tint", TEXT) for name in ("accent", "danger", "warning", "ok", "info")),
    *(("ink-soft", f"{name}-tint", TEXT) for name in ("accent", "warning", "info")),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-danger", "danger", TEXT),
    ("on-danger", "danger-strong", TEXT),
    ("overdue", "surface", TEXT),
    *((f"status-{status}", "surface", TEXT if status != "closed" else GRAPHIC) for status in STATUSES),
    *((f"status-{status}", "map-city-1", GRAPHIC) for status in STATUSES),
    *((f"status-{status}", "map-ground", GRAPHIC) for status in STATUSES),
    *(("focus", surface, GRAPHIC) for surface in (*SURFACES, "accent-tint", "map-city-1")),
    *(("line-strong", surface, GRAPHIC) for surface in SURFACES),
    *((label, f"map-city-{n}", TEXT) for label in ("map-label", "map-label-kecamatan") for n in (1, 2, 3)),
    ("map-label", "map-halo", TEXT),
    ("map-line-city", "map-ground", GRAPHIC),
    ("map-here", "map-city-1", GRAPHIC),
]


def declarations(block: str) -> dict[str, str]:
    """Return the custom properties of one rule."""
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def sets() -> dict[str, dict[str, str]]:
    """Return the light set and the two copies of the dark set, each complete."""
    text = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
    light, by_system, by_choice = (declarations(rule) for rule in re.findall(r":root[^{]*\{([^}]*)\}", text))
    return {"light": light, "dark (system)": light | by_system, "dark (choice)": light | by_choice}


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


def test_the_two_dark_sets_are_alike() -> None:
    tokens = sets()
    assert tokens["dark (system)"] == tokens["dark (choice)"]


def test_every_colour_of_the_light_set_has_a_dark_one() -> None:
    text = TOKENS.read_text()
    light = sets()["light"]
    colours = {name for name, value in light.items() if value.startswith(("#", "rgb"))}
    assert colours <= set(declarations(text.split('[data-theme="dark"]')[1]))


@pytest.mark.parametrize("theme", ["light", "dark (system)"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS, ids=str)
def test_contrast(theme: str, ink: str, ground: str, least: float) -> None:
    tokens = sets()[theme]
    assert contrast(tokens[ink], tokens[ground]) >= least
