"""A photo as it comes in, and what is left of it: a picture, upright, and nothing else."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cases.pack import picture
from cases.pack.picture import Fault, PictureRefused
from tests.cases.pack.kept import drawn

ORIENTATION, GPS, MAKER, COMMENT = 0x0112, 0x8825, 0x010F, 0x9286


def with_exif(**tags: Any) -> bytes:
    """Give a photo that says where, with what, and how the camera was held."""
    exif = Image.Exif()
    exif[MAKER] = "Verklikker 3000"
    exif[COMMENT] = "Dijkweg 9"
    exif[ORIENTATION] = tags.pop("orientation", 1)
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 22.0, 30.5), 3: "E", 4: (4.0, 54.0, 1.0)})
    return drawn(exif=exif, comment=b"Polderdam", **tags)


def opened(found: picture.Picture) -> Image.Image:
    return Image.open(BytesIO(found.content))


def test_where_and_with_what_a_photo_was_taken_is_gone() -> None:
    sent = with_exif()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(GPS)
    made = picture.clean(sent)
    assert not dict(opened(made).getexif())
    for trace in (b"Verklikker", b"Dijkweg", b"Polderdam", b"Exif", b"GPS"):
        assert trace in sent or trace == b"GPS"
        assert trace not in made.content


def test_what_is_hidden_behind_the_picture_is_gone() -> None:
    made = picture.clean(drawn() + b"<script>alert(1)</script>PK\x03\x04 verstopt")
    assert b"verstopt" not in made.content
    assert b"<script>" not in made.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_that_was_held_sideways_stands_upright(orientation: int) -> None:
    upright = Image.open(BytesIO(drawn()))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(turns[orientation]) if orientation in turns else upright
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    sent = BytesIO()
    held.save(sent, "JPEG", exif=exif)
    made = picture.clean(sent.getvalue())
    assert (made.width, made.height) == (480, 640)
    assert opened(made).getpixel((240, 200))[2] < 80  # the dark head is above
    assert opened(made).getpixel((240, 600))[2] > 180  # the light body below


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_of_the_three_kinds_become_a_jpeg(kind: str) -> None:
    made = picture.clean(drawn(kind))
    assert made.content.startswith(b"\xff\xd8\xff")
    assert (made.width, made.height) == (480, 640)


def test_a_photo_of_a_phone_is_made_smaller() -> None:
    made = picture.clean(drawn(size=(3000, 4000)))
    assert max(made.width, made.height) == picture.LONGEST_SIDE
    assert len(made.content) < 400_000


def test_what_can_be_seen_through_becomes_white() -> None:
    sent = BytesIO()
    Image.new("RGBA", (200, 200), (255, 0, 0, 0)).save(sent, "PNG")
    assert opened(picture.clean(sent.getvalue())).getpixel((100, 100)) == (255, 255, 255)


def announcing(wide: int, high: int) -> bytes:
    """Give a small PNG that says it is very large."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"", Fault.NO_PHOTO),
        (b"<!doctype html><html><script>alert(1)</script></html>", Fault.NO_PHOTO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.NO_PHOTO),
        (b"GIF89a" + b"\0" * 100, Fault.NO_PHOTO),
        (drawn()[:2000], Fault.NO_PHOTO),  # broken off while it was sent
        (announcing(500, 500), Fault.NO_PHOTO),  # says 500 × 500 and holds a strip
        (announcing(6_000, 6_000), Fault.TOO_MANY_PIXELS),
        (announcing(10_000, 10_000), Fault.TOO_MANY_PIXELS),
        (announcing(30_000, 30_000), Fault.TOO_MANY_PIXELS),
        (announcing(60_000, 60_000), Fault.TOO_MANY_PIXELS),
        (drawn(size=(100, 400)), Fault.TOO_SMALL),
        (b"\xff\xd8\xff" + b"\0" * picture.MOST_BYTES, Fault.TOO_LARGE),
    ],
    ids=lambda value: value if isinstance(value, Fault) else str(len(value)),
)
def test_what_is_no_photo_is_refused_with_a_reason(sent: bytes, fault: Fault) -> None:
    with pytest.raises(PictureRefused) as refused:
        picture.clean(sent)
    assert refused.value.code is fault


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(min_value=0, max_value=4000))
def test_a_photo_with_a_damaged_piece_is_a_picture_or_is_refused(piece: bytes, at: int) -> None:
    whole = drawn()
    try:
        made = picture.clean(whole[:at] + piece + whole[at + len(piece) :])
    except PictureRefused:
        return
    assert made.content.startswith(b"\xff\xd8\xff")
