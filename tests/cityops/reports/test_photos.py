"""Photos are hostile until proven, and nothing of the file survives but its pixels."""

import io

import pytest
from PIL import Image

from cityops.reports.photos import LONGEST_PX, SMALL_PX, NotAPhoto, PhotoTooLarge, PhotoTooManyPixels, clean_photo
from tests.factories.pictures import CAMERA, bomb, picture

ALUN_ALUN = (112.5266, -7.871)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_pictures_of_phones_become_jpeg(format: str) -> None:
    clean = clean_photo(picture(format=format, at=ALUN_ALUN))
    assert opened(clean.large).format == opened(clean.small).format == "JPEG"
    assert (clean.width, clean.height) == (640, 480)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_position_is_told_and_no_metadata_is_kept(format: str) -> None:
    sent = picture(format=format, at=ALUN_ALUN)
    assert CAMERA.encode() in sent
    clean = clean_photo(sent)
    assert clean.position == pytest.approx(ALUN_ALUN, abs=1e-5)
    for data in (clean.large, clean.small):
        image = opened(data)
        assert not image.getexif()
        assert CAMERA.encode() not in data
        assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(image.info)


def test_comments_and_profiles_go_too() -> None:
    sent = picture(comment=b"rahasia", icc_profile=b"\0" * 128 + b"rahasia")
    assert b"rahasia" in sent
    assert b"rahasia" not in clean_photo(sent).large


def test_what_is_glued_to_a_picture_is_gone() -> None:
    script = b"<script>alert(document.cookie)</script>PK\x03\x04"
    assert script not in clean_photo(picture() + script).large


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_as_the_camera_was_held(orientation: int) -> None:
    clean = clean_photo(picture((400, 200), orientation=orientation))
    image = opened(clean.large).convert("RGB")
    assert image.size == ((400, 200) if orientation < 5 else (200, 400))
    width, height = image.size
    first = {1: (0.1, 0.5), 2: (0.9, 0.5), 3: (0.9, 0.5), 4: (0.1, 0.5)}  # where the red half has gone
    x, y = first.get(orientation, (0.5, 0.1) if orientation in {5, 6} else (0.5, 0.9))
    red, _, blue = image.getpixel((int(width * x), int(height * y)))  # type: ignore[misc]
    assert red > 200 > blue


def test_large_photos_are_made_smaller() -> None:
    clean = clean_photo(picture((5000, 3000)))
    assert max(clean.width, clean.height) == LONGEST_PX
    assert max(opened(clean.small).size) == SMALL_PX


def test_see_through_pixels_become_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(clean_photo(out.getvalue()).large).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_bomb_is_refused_by_its_header() -> None:
    sent = bomb()
    assert len(sent) < 10_000
    with pytest.raises(PhotoTooManyPixels):
        clean_photo(sent)


def test_more_pixels_than_allowed_are_refused_before_decoding(settings: object) -> None:
    settings.PHOTO_MAX_PIXELS = 1_000_000  # type: ignore[attr-defined]
    with pytest.raises(PhotoTooManyPixels):
        clean_photo(bomb(1001, 1000))


def test_more_bytes_than_allowed_are_refused(settings: object) -> None:
    settings.PHOTO_MAX_BYTES = 1024  # type: ignore[attr-defined]
    with pytest.raises(PhotoTooLarge):
        clean_photo(picture())


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"halo",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00"
        b"\x01\x00\x00\x02\x02D\x01\x00;",
        picture()[:2000],
        picture(format="PNG")[:300],
        picture(format="WEBP")[:60],
        picture(format="HEIF")[:200],
        b"\x00\x00\x00\x18ftypheic" + b"\xff" * 4000,
        b"\xff\xd8\xff\xe0" + b"\x00" * 5000,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    ],
    ids=[
        "empty",
        "text",
        "pdf",
        "svg",
        "gif",
        "cut-jpeg",
        "cut-png",
        "cut-webp",
        "cut-heif",
        "noise-heif",
        "noise-jpeg",
        "eps",
    ],
)
def test_what_is_no_photo_is_refused(sent: bytes) -> None:
    with pytest.raises(NotAPhoto):
        clean_photo(sent)


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {1: "S", 2: (7.0, 52.0, 0.0)},
        {1: "S", 2: (700.0, 0.0, 0.0), 3: "E", 4: (112.0, 0.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "S", 2: (7.0,), 3: "E", 4: (112.0,)},
    ],
    ids=["none", "half", "off-the-earth", "null-island", "short"],
)
def test_a_position_that_makes_no_sense_is_none(gps: dict[int, object]) -> None:
    notes = Image.Exif()
    notes[0x8825] = gps
    out = io.BytesIO()
    Image.new("RGB", (50, 50)).save(out, "JPEG", exif=notes)
    assert clean_photo(out.getvalue()).position is None
