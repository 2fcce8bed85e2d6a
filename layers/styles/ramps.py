"""Colour ramps that everybody can tell apart, as data. Free of Django: readers of rasters use them too.

Sequential and diverging: ColorBrewer 2.0 (C. Brewer, M. Harrower, The Pennsylvania State University; Apache 2.0),
those that its authors call safe for the colour-blind. Viridis and cividis: matplotlib (Smith and van der Walt; Nuñez,
Anderton and Renslow 2018; CC0). Of each the widest row is kept; fewer classes are read from it.
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


@dataclass(frozen=True)
class Ramp:
    """Colours as #rrggbb, from little to much."""

    name: str
    family: Family
    stops: tuple[str, ...]


def _ramp(name: str, family: Family, colours: str) -> Ramp:
    return Ramp(name, family, tuple(f"#{colour}" for colour in colours.split()))


_ALL = (
    _ramp("YlGnBu", Family.SEQUENTIAL, "ffffd9 edf8b1 c7e9b4 7fcdbb 41b6c4 1d91c0 225ea8 253494 081d58"),
    _ramp("YlOrRd", Family.SEQUENTIAL, "ffffcc ffeda0 fed976 feb24c fd8d3c fc4e2a e31a1c bd0026 800026"),
    _ramp("YlGn", Family.SEQUENTIAL, "ffffe5 f7fcb9 d9f0a3 addd8e 78c679 41ab5d 238443 006837 004529"),
    _ramp("Greens", Family.SEQUENTIAL, "f7fcf5 e5f5e0 c7e9c0 a1d99b 74c476 41ab5d 238b45 006d2c 00441b"),
    _ramp("Blues", Family.SEQUENTIAL, "f7fbff deebf7 c6dbef 9ecae1 6baed6 4292c6 2171b5 08519c 08306b"),
    _ramp("Oranges", Family.SEQUENTIAL, "fff5eb fee6ce fdd0a2 fdae6b fd8d3c f16913 d94801 a63603 7f2704"),
    _ramp("Purples", Family.SEQUENTIAL, "fcfbfd efedf5 dadaeb bcbddc 9e9ac8 807dba 6a51a3 54278f 3f007d"),
    _ramp("Greys", Family.SEQUENTIAL, "ffffff f0f0f0 d9d9d9 bdbdbd 969696 737373 525252 252525 000000"),
    _ramp("Viridis", Family.SEQUENTIAL, "440154 472d7b 3b528b 2c728e 21918c 28ae80 5ec962 addc30 fde725"),
    _ramp("Cividis", Family.SEQUENTIAL, "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 fee838"),
    _ramp("RdBu", Family.DIVERGING, "b2182b d6604d f4a582 fddbc7 f7f7f7 d1e5f0 92c5de 4393c3 2166ac"),
    _ramp("BrBG", Family.DIVERGING, "8c510a bf812d dfc27d f6e8c3 f5f5f5 c7eae5 80cdc1 35978f 01665e"),
    _ramp("PuOr", Family.DIVERGING, "b35806 e08214 fdb863 fee0b6 f7f7f7 d8daeb b2abd2 8073ac 542788"),
    _ramp("PRGn", Family.DIVERGING, "762a83 9970ab c2a5cf e7d4e8 f7f7f7 d9f0d3 a6dba0 5aae61 1b7837"),
    # Okabe and Ito 2008, the set for values without an order; its yellow is too pale for a line and comes last.
    _ramp("Okabe-Ito", Family.QUALITATIVE, "0072b2 e69f00 009e73 cc79a7 d55e00 56b4e9 8c564b 7f7f7f f0e442"),
)
RAMPS: Mapping[str, Ramp] = MappingProxyType({ramp.name: ramp for ramp in _ALL})
USUAL, USUAL_VALUES = "YlGnBu", "Okabe-Ito"

# The palest ends of a ramp are lost on a pale map: fewer classes begin further in.
_PALEST = 0.2


def colours(name: str, n: int, reversed: bool = False) -> tuple[str, ...]:
    """Return n colours of a ramp. Raises KeyError for a name that is none, ValueError for n out of 1 to 9.

    Of values without an order the first n; of a ramp n that are evenly far apart on it.
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


def colour_at(stops: tuple[str, ...], share: float) -> str:
    """Return the colour at a share (0 to 1) of the way along stops that lie evenly."""
    place = max(0.0, min(1.0, share)) * (len(stops) - 1)
    low = min(int(place), len(stops) - 2)
    rest = place - low
    mixed = (
        round(one + (other - one) * rest) for one, other in zip(_rgb(stops[low]), _rgb(stops[low + 1]), strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _is_pale(colour: str) -> bool:
    return sum(_rgb(colour)) > 3 * 220
