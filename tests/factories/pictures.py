"""Pictures as phones send them, and as attackers do."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CAMERA = "KameraRahasia-9000"
ORIENTATION, MODEL, GPS = 0x0112, 0x0110, 0x8825


def picture(
    size: tuple[int, int] = (640, 480),
    *,
    format: str = "JPEG",
    at: tuple[float, float] | None = None,
    orientation: int = 1,
    **save: Any,
) -> bytes:
    """A picture, red on the left and blue on the right. at: longitude, latitude in its camera's notes."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    notes = Image.Exif()
    notes[MODEL], notes[ORIENTATION] = CAMERA, orientation
    if at:
        notes[GPS] = {1: "S" if at[1] < 0 else "N", 2: _parts(at[1]), 3: "W" if at[0] < 0 else "E", 4: _parts(at[0])}
    out = io.BytesIO()
    if format == "HEIF":
        pillow_heif.from_pillow(image).save(out, exif=notes.tobytes())
    else:
        image.save(out, format, exif=notes, **save)
    return out.getvalue()


def _parts(degrees: float) -> tuple[float, float, float]:
    whole = abs(degrees)
    minutes = (whole % 1) * 60
    return float(int(whole)), float(int(minutes)), round((minutes % 1) * 60, 4)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that would fill gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = packer.compress(b"\0" * 200_000) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def upload(data: bytes | None = None, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data, content_type="image/jpeg")
