"""Corners of a plot as people type or paste them: one a line, decimal degrees or degrees, minutes and seconds."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError

Ring = list[tuple[float, float]]
"""Longitude and latitude in degrees (EPSG:4326), not closed."""

LONGEST_TEXT = 20_000
LONGEST_LINE = 80
DECIMALS = 6  # 11 cm

# Lintang selatan, lintang utara, bujur timur, bujur barat; and the English letters.
_SIDES = {"LS": -1, "S": -1, "LU": 1, "N": 1, "BT": 1, "E": 1, "BB": -1, "W": -1}
_LATITUDE, _LONGITUDE = frozenset({"LS", "S", "LU", "N"}), frozenset({"BT", "E", "BB", "W"})
_SIDE = r"LS|LU|BT|BB|[NSEW]"
_NUMBER = r"\d{1,3}(?:[.,]\d{1,15})?"
_ANGLE = (
    rf"(?:(?P<before#>{_SIDE})\s*)?(?P<sign#>[-+]?)\s*(?P<deg#>{_NUMBER})\s*"
    rf"(?:°\s*(?:(?P<min#>{_NUMBER})\s*'\s*)?(?:(?P<sec#>{_NUMBER})\s*\"\s*)?)?(?P<after#>{_SIDE})?"
)
_LINE = re.compile(_ANGLE.replace("#", "1") + r"\s*[,;\s]\s*" + _ANGLE.replace("#", "2"), re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+")
_SAME = str.maketrans(
    {"º": "°", "˚": "°", "’": "'", "′": "'", "‘": "'", "”": '"', "″": '"', "“": '"', "−": "-", "–": "-"}
    | dict.fromkeys("()[]{}\t", " ")
)


class BadCorner(CityError):
    """A line that is no coordinate."""

    code, status = "bad_corner", 422
    text = _("Line %(line)s is no coordinate: “%(typed)s”. Write latitude and longitude, such as -7.87123, 112.52679.")


class TooMuchText(CityError):
    """More text than any plot has."""

    code, status = "too_much_text", 422
    text = _("That is too long for the corners of a plot. Give one corner a line, at most 500 corners.")


def read_corners(text: str) -> Ring:
    """Return the ring that was typed; a corner that is repeated, and the first one at the end, counts once.

    Latitude and longitude may come in either order: letters decide (LS, BT, S, E), else what can be no latitude, else
    the latitude comes first. Raises BadCorner, TooMuchText.
    """
    if len(text) > LONGEST_TEXT:
        raise TooMuchText
    ring: Ring = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            corner = _corner(line, number)
            if not ring or ring[-1] != corner:
                ring.append(corner)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def write_corners(ring: Sequence[Sequence[float]]) -> str:
    """Return the ring as `read_corners` takes it: latitude, longitude, one corner a line."""
    return "\n".join(f"{lat:.{DECIMALS}f}, {lng:.{DECIMALS}f}" for lng, lat in ring)


def _corner(line: str, number: int) -> tuple[float, float]:
    plain = _NUMBERED.sub("", line.translate(_SAME)).replace("''", '"').strip()
    found = _LINE.fullmatch(plain) if len(plain) <= LONGEST_LINE else None
    if found is None:
        raise BadCorner(line=number, typed=line.strip()[:40])
    (one, one_side), (other, other_side) = (_angle(found, part) for part in ("1", "2"))
    is_swapped = one_side in _LONGITUDE or other_side in _LATITUDE or (not (one_side or other_side) and abs(one) > 90)
    lat, lng = (other, one) if is_swapped else (one, other)
    is_one_side = bool(one_side and other_side) and (one_side in _LATITUDE) == (other_side in _LATITUDE)
    if is_one_side or abs(lat) > 90 or abs(lng) > 180:
        raise BadCorner(line=number, typed=line.strip()[:40])
    return round(lng, DECIMALS), round(lat, DECIMALS)


def _angle(found: re.Match[str], part: str) -> tuple[float, str]:
    """Return degrees with their sign, and the letters of the side of the world."""
    deg, minutes, seconds = (float((found[name + part] or "0").replace(",", ".")) for name in ("deg", "min", "sec"))
    side = (found["before" + part] or found["after" + part] or "").upper()
    value = deg + minutes / 60 + seconds / 3600
    return (-value if found["sign" + part] == "-" else value) * (_SIDES[side] if side else 1), side
