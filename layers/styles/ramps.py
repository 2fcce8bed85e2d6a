"""Colour ramps that everybody can tell apart, as data, for features and rasters alike. Free of Django.

Sequential and diverging: ColorBrewer 2.0 (C. Brewer, M. Harrower, The Pennsylvania State University; Apache 2.0),
those that its authors call safe for the colour-blind. Viridis and its family: matplotlib (Smith and van der Walt; CC0);
cividis: Nuñez, Anderton and Renslow 2018 (CC0). Of each the widest row is kept; fewer colours are read from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MOST = 9  # classes that the eye can tell apart


class Family(StrEnum):
    """What a ramp is for."""

    SEQUENTIAL = "sequential"  # from little to much
    DIVERGING = "diverging"  # from one end over a middle to the other
    QUALITATIVE = "qualitative"  # values without an order


@dataclass(frozen=True, slots=True)
class ColourRamp:
    """Colours as #rrggbb at equal distances, from little to much."""

    name: str
    family: Family
    stops: tuple[str, ...]

    def colours(self, n: int, *, is_reversed: bool = False) -> tuple[str, ...]:
        """Return n colours from end to end; those of a qualitative ramp come again after its last."""
        stops = self.stops[::-1] if is_reversed else self.stops
        if self.family == Family.QUALITATIVE:
            return tuple(stops[place % len(stops)] for place in range(n))
        if n == 1:
            return (colour_at(stops, 0.5),)
        return tuple(colour_at(stops, place / (n - 1)) for place in range(n))


def colour_at(stops: tuple[str, ...], share: float) -> str:
    """Return the colour at a share (0 to 1) of the way along stops that lie evenly."""
    place = max(0.0, min(1.0, share)) * (len(stops) - 1)
    low = min(int(place), len(stops) - 2)
    rest = place - low
    mixed = (round(one + (other - one) * rest) for one, other in zip(rgb(stops[low]), rgb(stops[low + 1]), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


_SEQUENTIAL = {
    "viridis": "440154 472575 404387 345e8d 29788e 20908c 22a784 42be71 79d151 bdde26 fde724",
    "cividis": "00224d 0b3370 35456c 4e566c 666970 7c7b78 948e77 ada271 c8b765 e4ce51 fde737",
    "magma": "000003 150e38 3b0f6f 63197f 8c2980 b63679 dd4968 f66e5b fd9f6c fdcf92 fbfcbf",
    "inferno": "000003 170b3b 410967 6a176e 932567 bb3754 dc5039 f2751a fba40a f5d745 fcfea4",
    "plasma": "0c0786 42039d 6a00a7 8f0da3 b02a8f cb4777 e06461 f1824c fca635 fcce25 eff821",
    "YlGnBu": "ffffd9 edf8b1 c7e9b4 7fcdbb 41b6c4 1d91c0 225ea8 253494 081d58",
    "YlOrRd": "ffffcc ffeda0 fed976 feb24c fd8d3c fc4e2a e31a1c bd0026 800026",
    "YlGn": "ffffe5 f7fcb9 d9f0a3 addd8e 78c679 41ab5d 238443 006837 004529",
    "YlOrBr": "ffffe5 fff7bc fee391 fec44f fe9929 ec7014 cc4c02 993404 662506",
    "PuBuGn": "fff7fb ece2f0 d0d1e6 a6bddb 67a9cf 3690c0 02818a 016c59 014636",
    "BuPu": "f7fcfd e0ecf4 bfd3e6 9ebcda 8c96c6 8c6bb1 88419d 810f7c 4d004b",
    "Blues": "f7fbff deebf7 c6dbef 9ecae1 6baed6 4292c6 2171b5 08519c 08306b",
    "Greens": "f7fcf5 e5f5e0 c7e9c0 a1d99b 74c476 41ab5d 238b45 006d2c 00441b",
    "Oranges": "fff5eb fee6ce fdd0a2 fdae6b fd8d3c f16913 d94801 a63603 7f2704",
    "Purples": "fcfbfd efedf5 dadaeb bcbddc 9e9ac8 807dba 6a51a3 54278f 3f007d",
    "Greys": "ffffff f0f0f0 d9d9d9 bdbdbd 969696 737373 525252 252525 000000",
}
_DIVERGING = {
    "RdBu": "67001f b2182b d6604d f4a582 fddbc7 f7f7f7 d1e5f0 92c5de 4393c3 2166ac 053061",
    "RdYlBu": "a50026 d73027 f46d43 fdae61 fee090 ffffbf e0f3f8 abd9e9 74add1 4575b4 313695",
    "BrBG": "543005 8c510a bf812d dfc27d f6e8c3 f5f5f5 c7eae5 80cdc1 35978f 01665e 003c30",
    "PuOr": "7f3b08 b35806 e08214 fdb863 fee0b6 f7f7f7 d8daeb b2abd2 8073ac 542788 2d004b",
    "PRGn": "40004b 762a83 9970ab c2a5cf e7d4e8 f7f7f7 d9f0d3 a6dba0 5aae61 1b7837 00441b",
    "PiYG": "8e0152 c51b7d de77ae f1b6da fde0ef f7f7f7 e6f5d0 b8e186 7fbc41 4d9221 276419",
}
# Okabe and Ito 2008, the set for values without an order; its yellow is too pale for a line and comes last.
_QUALITATIVE = {"Okabe-Ito": "0072b2 e69f00 009e73 cc79a7 d55e00 56b4e9 8c564b 7f7f7f f0e442"}


def _ramps() -> dict[str, ColourRamp]:
    families = (
        (Family.SEQUENTIAL, _SEQUENTIAL),
        (Family.DIVERGING, _DIVERGING),
        (Family.QUALITATIVE, _QUALITATIVE),
    )
    return {
        name: ColourRamp(name, family, tuple(f"#{stop}" for stop in stops.split()))
        for family, some in families
        for name, stops in some.items()
    }


RAMPS: Mapping[str, ColourRamp] = MappingProxyType(_ramps())
ORDERED = tuple(name for name, ramp in RAMPS.items() if ramp.family != Family.QUALITATIVE)  # those for numbers
USUAL, USUAL_VALUES = "YlGnBu", "Okabe-Ito"

# The palest ends of a ramp are lost on a pale map: fewer classes begin further in.
_PALEST = 0.2


def colours(name: str, n: int, reversed: bool = False) -> tuple[str, ...]:
    """Return n colours for classes of features on a pale map.

    Of values without an order the first n; of a ramp n that are evenly far apart on it, the palest left out. Raises
    KeyError for a name that is none, ValueError for n out of 1 to 9.
    """
    ramp = RAMPS[name]
    if not 1 <= n <= MOST:
        raise ValueError(f"a ramp has 1 to {MOST} colours")
    if ramp.family == Family.QUALITATIVE:
        picked = ramp.stops[:n]
    else:
        begin = _PALEST if ramp.family == Family.SEQUENTIAL and _is_pale(ramp.stops[0]) else 0.0
        shares = [begin + (1 - begin) * (number / (n - 1) if n > 1 else 0.6) for number in range(n)]
        picked = tuple(colour_at(ramp.stops, share) for share in shares)
    return picked[::-1] if reversed else picked


def _is_pale(colour: str) -> bool:
    return sum(rgb(colour)) > 3 * 220
