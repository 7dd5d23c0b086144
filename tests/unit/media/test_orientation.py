import numpy as np
import pytest
from PIL import Image

from holistic_core.media.pictures import read_picture
from tests.unit.media.picture_builders import (
    chunk,
    encoded,
    exif,
    scene,
    stored_as,
    with_chunks,
    with_segments,
    worst,
    xmp,
)

SCENE = scene()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("kind", "options", "levels"),
    [
        ("JPEG", {"quality": 95}, 8),
        ("PNG", {}, 0),
        ("WEBP", {"lossless": True}, 0),
        ("TIFF", {}, 0),
        ("AVIF", {"quality": 95}, 12),
        ("HEIC", {"quality": 95}, 12),
    ],
)
def test_exif_orientation_is_applied(kind: str, options: dict[str, object], levels: int, orientation: int) -> None:
    stored = stored_as(SCENE, orientation)
    marked = Image.Exif()
    marked[0x0112] = orientation
    data = encoded(stored, kind, exif=marked.tobytes(), **options)
    picture = read_picture(data)
    assert worst(picture.rgb, SCENE) <= levels
    if kind != "HEIC":  # libheif turns before it tells the size
        assert picture.stored_size == (stored.shape[1], stored.shape[0])


@pytest.mark.slow
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_of_many_strips_is_turned_as_a_whole(orientation: int) -> None:
    large = scene(2400, 1801)
    data = encoded(stored_as(large, orientation), "TIFF", tiffinfo={0x0112: orientation})
    assert np.array_equal(read_picture(data).rgb, large)


def test_xmp_orientation_counts_where_exif_has_none() -> None:
    stored = stored_as(SCENE, 6)
    png = encoded(stored, "PNG")
    text = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(6))
    jpeg = with_segments(encoded(stored, "JPEG", quality=95), (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(6)))
    assert worst(read_picture(with_chunks(png, text)).rgb, SCENE) == 0
    assert worst(read_picture(jpeg).rgb, SCENE) <= 8
    both = with_chunks(png, chunk(b"eXIf", exif(1)[6:]), text)
    assert worst(read_picture(both).rgb, stored) == 0


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(exif(9), id="no such orientation"),
        pytest.param(exif(6)[:-8], id="cut off"),
        pytest.param(b"Exif\0\0" + b"\xff" * 40, id="garbage"),
        pytest.param(b"Exif\0\0II*\0\xff\xff\xff\x7f", id="table far behind its end"),
        pytest.param(b"Exif\0\0", id="nothing"),
    ],
)
def test_unreadable_exif_leaves_the_picture_as_it_is(block: bytes) -> None:
    data = with_segments(encoded(SCENE, "JPEG", quality=95), (0xE1, block))
    assert worst(read_picture(data).rgb, SCENE) <= 8


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_is_read_in_both_byte_orders(order: str) -> None:
    data = with_segments(encoded(stored_as(SCENE, 8), "JPEG", quality=95), (0xE1, exif(8, order)))
    assert worst(read_picture(data).rgb, SCENE) <= 8
