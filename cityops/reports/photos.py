"""Photos from strangers, hostile until proven: limits first, then decoded, turned, stripped and drawn anew.

Nothing of the file that was sent is kept: pixels are copied into a new picture, which is encoded as JPEG.
"""

import io
import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image

from cityops.errors import CityError

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
LONGEST_PX = 2048
SMALL_PX = 480
_ORIENTATION, _GPS = 0x0112, 0x8825
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What decoders raise on broken or hostile files; a bomb is refused by its header before any of it is decoded.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError, MemoryError, RuntimeError)


class PhotoTooLarge(CityError):
    """More bytes than a photo may have."""

    code, status = "photo_too_large", 413
    text = _("This photo is larger than %(most)s MB. Choose a smaller one, or take it again at a lower quality.")


class PhotoTooManyPixels(CityError):
    """More pixels than are decoded here."""

    code, status = "photo_too_many_pixels", 422
    text = _("This picture has too many pixels (more than %(most)s million). Choose a smaller one.")


class NotAPhoto(CityError):
    """No picture of a kind that is taken here, whatever its name says, or a damaged one."""

    code, status = "not_a_photo", 422
    text = _("This file is not a photo, or it is damaged. Send a JPEG, PNG, WebP or HEIC picture.")


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """What is kept of a photo (two JPEGs without metadata), and where it was taken, for the sender only.

    position: longitude, latitude in degrees, or None.
    """

    large: bytes
    small: bytes
    width: int
    height: int
    position: tuple[float, float] | None


def clean_photo(data: bytes) -> CleanPhoto:
    """Return a photo that is safe to keep and to show. Raises PhotoTooLarge, PhotoTooManyPixels, NotAPhoto."""
    check_size(len(data))
    _know_heif()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as sent:  # reads the header only
            _check_pixels(*sent.size)
            position = _position(sent)
            picture = _drawn_anew(sent)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except _BROKEN:
        raise NotAPhoto from None
    small = picture.copy()
    small.thumbnail((SMALL_PX, SMALL_PX))
    return CleanPhoto(_jpeg(picture), _jpeg(small), picture.width, picture.height, position)


@cache
def _know_heif() -> None:
    """Let Pillow read HEIC, which telephones send."""
    import pillow_heif

    pillow_heif.register_heif_opener()


def check_size(size: int) -> None:
    """Raise PhotoTooLarge for more bytes than a photo may have."""
    if size > settings.PHOTO_MAX_BYTES:
        raise PhotoTooLarge(most=settings.PHOTO_MAX_BYTES // (1024 * 1024))


def _check_pixels(width: int, height: int) -> None:
    if min(width, height) < 1:
        raise NotAPhoto
    if width * height > settings.PHOTO_MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> PhotoTooManyPixels:
    return PhotoTooManyPixels(most=settings.PHOTO_MAX_PIXELS // 1_000_000)


def _drawn_anew(sent: Image.Image) -> Image.Image:
    """Return the pixels alone: scaled down, turned as the camera was held, on white where they were transparent."""
    turn = _TURNS.get(_orientation(sent))
    sent.draft("RGB", (LONGEST_PX, LONGEST_PX))  # a large JPEG is decoded at a fraction of its size
    sent.thumbnail((LONGEST_PX, LONGEST_PX))
    if sent.mode == "P" or "A" in sent.mode or "transparency" in sent.info:
        see_through = sent.convert("RGBA")
        clean = Image.new("RGB", see_through.size, "white")
        clean.paste(see_through, mask=see_through.getchannel("A"))
    else:
        clean = Image.new("RGB", sent.size)
        clean.paste(sent.convert("RGB"))
    return clean if turn is None else clean.transpose(turn)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


def _orientation(sent: Image.Image) -> int:
    if sent.format == "HEIF":
        return 1  # its decoder has turned it already
    try:
        return int(sent.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return 1


def _position(sent: Image.Image) -> tuple[float, float] | None:
    """Return longitude and latitude from the camera's notes, or None where they are absent or make no sense."""
    try:
        gps: dict[int, Any] = sent.getexif().get_ifd(_GPS)
        lat = _degrees(gps[2]) * (-1 if str(gps.get(1, "N")).upper().startswith("S") else 1)
        lng = _degrees(gps[4]) * (-1 if str(gps.get(3, "E")).upper().startswith("W") else 1)
    except (*_BROKEN, ZeroDivisionError, OverflowError):
        return None
    if not (math.isfinite(lat) and math.isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180) or (lat, lng) == (0, 0):
        return None
    return round(lng, 6), round(lat, 6)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
