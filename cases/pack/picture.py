"""A photo as it comes from a phone, made into one that holds a picture and nothing else.

The pixels are painted onto an empty sheet and written anew: coordinates, times, names of makers, thumbnails,
comments and whatever was hidden behind the picture stay behind.
"""

import io
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps

#: Photos of phones are 3 to 12 MB.
MOST_BYTES = 15 * 1024 * 1024
#: More than phones make; a small file that unfolds into more is an attack. A JPEG is read at the size we
#: need, the others have to be unfolded whole.
MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000}
MOST_PIXELS_UNFOLDED = 25_000_000
LEAST_SIDE = 120  # on less nobody can be recognised
LONGEST_SIDE = 1280  # enough for a screen and for paper
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85


class Fault(StrEnum):
    """Why a file can't be the photo."""

    TOO_LARGE = "too_large"
    NO_PHOTO = "no_photo"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"


class PictureRefused(Exception):  # noqa: N818 - reads as what happened
    """The file can't be used; ``code`` says why."""

    def __init__(self, code: Fault) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of our own making, upright, without anything beside the picture."""

    content: bytes
    width: int
    height: int


def clean(data: bytes) -> Picture:
    """Make a picture of the bytes of a JPEG, PNG or WebP file, whatever its name says.

    Raises:
        PictureRefused: too large, no photo, too many pixels, or too small to recognise somebody.
    """
    if len(data) > MOST_BYTES:
        raise PictureRefused(Fault.TOO_LARGE)
    sheet = _painted(data)
    written = io.BytesIO()
    sheet.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Picture(written.getvalue(), sheet.width, sheet.height)


def _painted(data: bytes) -> Image.Image:
    """Give the upright picture on an empty sheet; a broken file fails here and nowhere later."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            _check_size(found)
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            seen = _upright(found).convert("RGBA")
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureRefused(Fault.TOO_MANY_PIXELS) from bomb
    except Exception as broken:  # whatever a decoder stumbles over, it is no photo
        raise PictureRefused(Fault.NO_PHOTO) from broken
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen)
    return sheet


def _upright(found: Image.Image) -> Image.Image:
    """Make it smaller, and turn it as the camera was held; what a broken EXIF says is left alone."""
    if found.mode == "P":
        found = found.convert("RGBA")
    found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    try:
        return ImageOps.exif_transpose(found)
    except Exception:
        return found


def _check_size(found: Image.Image) -> None:
    """Look at the size that the file announces, before anything is unfolded."""
    if found.width * found.height > MOST_PIXELS.get(found.format or "", MOST_PIXELS_UNFOLDED):
        raise PictureRefused(Fault.TOO_MANY_PIXELS)
    if min(found.size) < LEAST_SIDE:
        raise PictureRefused(Fault.TOO_SMALL)
