"""Photos made safe to keep: checked before decoding, re-encoded, without metadata. No database in here."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 480
QUALITY = 85


@dataclass(frozen=True)
class Photo:
    """JPEG bytes of the photo and its thumbnail, its size in pixels, and two keys to find it again.

    ``digest``: SHA-256 of the bytes that were sent. ``likeness``: 64-bit difference hash in hexadecimal, equal for the
    same picture in another size or format.
    """

    body: bytes
    thumbnail: bytes
    width: int
    height: int
    digest: str
    likeness: str


def read_photo(upload: BinaryIO, size: int) -> Photo:
    """Decode and re-encode a JPEG, PNG, WebP or HEIC.

    Raises ValidationError: ``file_too_large``, ``photo_unreadable``, ``photo_too_many_pixels``.
    """
    if size > MOST_BYTES:
        raise ValidationError(
            _("The file has %(size)d MB; a photo may have %(most)d MB."),
            code="file_too_large",
            params={"size": size // 1_000_000, "most": MOST_BYTES // 1_000_000},
        )
    raw = upload.read(MOST_BYTES)
    image = _decoded(raw)
    body = _jpeg(image, LONGEST_SIDE)
    return Photo(
        body=body,
        thumbnail=_jpeg(image, THUMBNAIL_SIDE),
        width=image.width,
        height=image.height,
        digest=hashlib.sha256(raw).hexdigest(),
        likeness=difference_hash(image),
    )


def _decoded(raw: bytes) -> Image.Image:
    """Upright RGB pixels; the size is read from the header and judged before any pixel is decoded."""
    unreadable = ValidationError(
        _("This is not a photo that can be read (JPEG, PNG, WebP, HEIC)."), code="photo_unreadable"
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(raw), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels()
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise unreadable from error
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    return ground


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has too many pixels; at most %(most)d million are read. Make it smaller."),
        code="photo_too_many_pixels",
        params={"most": MOST_PIXELS // 1_000_000},
    )


def _jpeg(image: Image.Image, longest_side: int) -> bytes:
    """A new JPEG: nothing of the sent file's EXIF, GPS, comments or profiles is in it."""
    smaller = image.copy()
    smaller.thumbnail((longest_side, longest_side))
    out = io.BytesIO()
    smaller.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def difference_hash(image: Image.Image) -> str:
    """64 bits: is each of 8 × 8 cells brighter than its right neighbour (dHash, N. Krawetz 2013)."""
    grey = list(image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes())
    bits = [grey[row * 9 + column] > grey[row * 9 + column + 1] for row in range(8) for column in range(8)]
    return f"{sum(bit << place for place, bit in enumerate(bits)):016x}"
