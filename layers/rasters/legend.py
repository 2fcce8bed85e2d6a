"""The key of a raster: each colour beside the values that are drawn with it, out of the style that draws them."""

from typing import Any

from layers.rasters.style import Classes, Ramp, RasterStyle, Stretch
from layers.styles.ramps import RAMPS

STOPS = 11
BLACK, WHITE = "#000000", "#ffffff"


def legend_of(style: RasterStyle) -> dict[str, Any]:
    """Return the key as JSON: `stops` along a line of values, or `classes` with their ends, or neither for pictures."""
    match style:
        case Ramp(steps=0):
            colours = RAMPS[style.ramp].colours(STOPS, is_reversed=style.is_reversed)
            return {"kind": "ramp", "stops": _stops(style.min, style.max, colours)}
        case Ramp():
            return {"kind": "classes", "classes": _steps(style)}
        case Classes():
            return {"kind": "classes", "classes": [one.to_json() for one in style.classes]}
        case Stretch(bands=(_band,)):
            (least, most) = style.ranges[0]
            return {"kind": "ramp", "gamma": style.gamma, "stops": _stops(least, most, (BLACK, WHITE))}
        case Stretch():
            return {"kind": "picture", "bands": list(style.bands)}
        case _:
            return {"kind": "shade"}


def _stops(least: float, most: float, colours: tuple[str, ...]) -> list[dict[str, Any]]:
    each = (most - least) / (len(colours) - 1)
    return [{"at": least + place * each, "colour": colour} for place, colour in enumerate(colours)]


def _steps(style: Ramp) -> list[dict[str, Any]]:
    each = (style.max - style.min) / style.steps
    colours = RAMPS[style.ramp].colours(style.steps, is_reversed=style.is_reversed)
    return [
        {"from": style.min + place * each, "to": style.min + (place + 1) * each, "colour": colour, "word": ""}
        for place, colour in enumerate(colours)
    ]
