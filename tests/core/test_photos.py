import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from core.photos import MOST_BYTES, difference_hash, read_photo


def picture(size=(640, 480), shade=0):
    """A smooth ramp from left to right, so that likeness has something to see."""
    return Image.linear_gradient("L").rotate(90).resize(size).point(lambda value: (value + shade) % 256).convert("RGB")


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def read(body):
    return read_photo(io.BytesIO(body), len(body))


def empty_png(width, height):
    """A PNG that claims a size and holds no pixels."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_format_becomes_a_jpeg(form):
    photo = read(saved(picture(), form))

    kept = Image.open(io.BytesIO(photo.body))
    assert (kept.format, kept.size) == ("JPEG", (640, 480))
    assert (photo.width, photo.height) == (640, 480)
    assert max(Image.open(io.BytesIO(photo.thumbnail)).size) == 480


def test_exif_and_gps_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera turned
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[2] = (29.0, 24.0, 17.0)
    sent = saved(picture(), "JPEG", exif=exif)
    assert b"Camera of somebody" in sent

    photo = read(sent)

    kept = Image.open(io.BytesIO(photo.body))
    assert dict(kept.getexif()) == {}
    assert b"Camera of somebody" not in photo.body
    assert kept.size == (480, 640)


def test_a_large_photo_is_made_smaller():
    photo = read(saved(picture((4000, 1000)), "JPEG"))

    assert Image.open(io.BytesIO(photo.body)).size == (2560, 640)


def test_thirty_thousand_by_thirty_thousand_pixels_are_refused_unread():
    with pytest.raises(ValidationError) as refused:
        read(empty_png(30_000, 30_000))
    assert refused.value.code == "photo_too_many_pixels"


def test_more_than_fifty_million_pixels_are_refused_unread():
    with pytest.raises(ValidationError) as refused:
        read(empty_png(9_000, 6_000))
    assert refused.value.code == "photo_too_many_pixels"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not a picture",
        b"<svg onload='x()'>",
        saved(picture(), "JPEG")[:3000],
        saved(picture(), "GIF"),
        b"\x00" * 999,
    ],
    ids=["empty", "text", "svg", "cut short", "gif", "zeros"],
)
def test_what_is_no_photo_is_refused(body):
    with pytest.raises(ValidationError) as refused:
        read(body)
    assert refused.value.code == "photo_unreadable"


def test_too_many_bytes_are_refused_before_reading():
    class Untouchable(io.BytesIO):
        def read(self, *args):
            raise AssertionError("read although too large")

    with pytest.raises(ValidationError) as refused:
        read_photo(Untouchable(), MOST_BYTES + 1)
    assert refused.value.code == "file_too_large"


def test_the_same_picture_in_another_size_and_format_is_alike():
    one = read(saved(picture(), "PNG"))
    other = read(saved(picture().resize((320, 240)), "JPEG", quality=70))
    third = read(saved(picture().rotate(180), "PNG"))

    assert one.likeness == other.likeness
    assert one.digest != other.digest
    assert one.likeness != third.likeness


def test_the_difference_hash_reads_from_left_to_right():
    darker_to_the_right = Image.linear_gradient("L").rotate(-90)

    assert {difference_hash(darker_to_the_right), difference_hash(darker_to_the_right.rotate(180))} == {
        "f" * 16,
        "0" * 16,
    }
