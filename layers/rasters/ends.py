"""Between which values a ramp or a picture runs, found from the figures of its band, or said by hand."""

import math
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from geodata.readers.raster_facts import RasterBand
from layers.rasters.style import Ramp, RasterStyle, Stretch

DIGITS = 3  # of the distance between the ends that an end is written with
DEVIATIONS = 2


class Ends(StrEnum):
    """How the least value and the most are found."""

    PERCENT = "percent"  # the 2nd and the 98th percentile: a few odd cells do not darken all others
    MINMAX = "minmax"  # all that there is
    SIGMA = "sigma"  # two standard deviations around the mean
    HAND = "hand"  # as somebody wrote them


def ends_of(band: RasterBand, how: Ends) -> tuple[float, float] | None:
    """Return the least value and the most, rounded to what can be read; None where they are not known, or by hand."""
    match how:
        case Ends.PERCENT:
            found = band.low, band.high
        case Ends.MINMAX:
            found = band.min, band.max
        case Ends.SIGMA if band.mean is not None and band.deviation is not None:
            found = band.mean - DEVIATIONS * band.deviation, band.mean + DEVIATIONS * band.deviation
        case _:
            return None
    least, most = found
    if least is None or most is None:
        return None
    return _readable(least, most) if most > least else (least, least + 1)


def fitted(style: RasterStyle, how: Ends, bands: Sequence[RasterBand]) -> RasterStyle:
    """Return a style with its ends found anew for these bands; as it is where they are by hand or not known."""
    if how == Ends.HAND or not isinstance(style, Ramp | Stretch) or max(style.bands) > len(bands):
        return style
    if isinstance(style, Ramp):
        ends = ends_of(bands[style.band - 1], how)
        return style if ends is None else replace(style, min=ends[0], max=ends[1])
    found = (ends_of(bands[number - 1], how) or was for number, was in zip(style.bands, style.ranges, strict=True))
    return replace(style, ranges=tuple(found))


def _readable(least: float, most: float) -> tuple[float, float]:
    step = 10.0 ** (math.floor(math.log10(most - least)) - DIGITS + 1)
    low, high = (float(f"{round(end / step) * step:.12g}") for end in (least, most))
    return (low, high) if high > low else (least, most)
