import warnings
from pathlib import Path

import pytest

from holistic_core.errors import ImageError
from holistic_core.media.limits import PictureLimits
from holistic_core.media.pictures import read_picture
from tests.unit.media.picture_builders import HEIGHT, WIDTH, chunk, encoded, png_header, scene, tiff

SCENE = scene()


def test_limits_hold_to_the_byte_and_the_pixel() -> None:
    data = encoded(SCENE, "PNG")
    pixels, side = WIDTH * HEIGHT, min(WIDTH, HEIGHT)
    exact = PictureLimits(max_pixels=pixels, max_bytes=len(data), min_side_px=side)
    assert read_picture(data, limits=exact).rgb.shape == (HEIGHT, WIDTH, 3)
    with pytest.raises(ImageError, match="MB; the limit is"):
        read_picture(data, limits=PictureLimits(max_bytes=len(data) - 1))
    with pytest.raises(ImageError, match=f"{WIDTH} × {HEIGHT} pixels.* megapixels; the limit is"):
        read_picture(data, limits=PictureLimits(max_pixels=pixels - 1))
    with pytest.raises(ImageError, match=f"{WIDTH} × {HEIGHT} pixels; at least {side + 1} × {side + 1}"):
        read_picture(data, limits=PictureLimits(min_side_px=side + 1))


@pytest.mark.parametrize(("side", "accepted"), [(63, False), (64, True)])
def test_sixty_four_pixels_are_enough(side: int, accepted: bool) -> None:
    for data in (encoded(scene(side, 80), "PNG"), encoded(scene(80, side), "PNG")):
        if accepted:
            assert read_picture(data).advice == ()
        else:
            with pytest.raises(ImageError, match="at least 64 × 64"):
                read_picture(data)


@pytest.mark.parametrize(
    ("width", "height", "advice"),
    [(300, 100, None), (301, 100, "very wide"), (100, 300, None), (100, 301, "very tall"), (640, 64, "1 : 10.0")],
)
def test_long_shapes_are_read_with_advice(width: int, height: int, advice: str | None) -> None:
    picture = read_picture(encoded(scene(width, height), "PNG"))
    assert picture.rgb.shape == (height, width, 3)
    assert len(picture.advice) == (advice is not None)
    assert advice is None or advice in picture.advice[0]


LYING_GIF = b"GIF89a" + bytes((100, 0, 100, 0, 0, 0, 0)) + b"," + b"\0\0\0\0\xff\xff\xff\xff\0" + b"\x02\x00;"
LYING_WEBP = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\x3f\0" * 2
LYING_BMP = b"BM" + (54).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
LYING_BMP += (100_000).to_bytes(4, "little") * 2 + b"\x01\0\x18\0" + bytes(24)


@pytest.mark.parametrize(
    ("data", "claim"),
    [
        pytest.param(png_header(2**31 - 1, 2**31 - 1) + chunk(b"IDAT", b"x"), "2,147,483,647 ×", id="PNG"),
        pytest.param(png_header(7072, 7072) + chunk(b"IDAT", b"x"), "50.01 megapixels", id="PNG a little too large"),
        pytest.param(LYING_GIF, "65,535 × 65,535 pixels, 4,294.8 megapixels", id="GIF"),
        pytest.param(LYING_WEBP, "16,384 × 16,384 pixels, 268.4 megapixels", id="WebP"),
        pytest.param(LYING_BMP, "100,000 × 100,000 pixels, 10,000.0 megapixels", id="BMP"),
        pytest.param(
            encoded(SCENE, "JPEG").replace(bytes((0, HEIGHT, 0, WIDTH)), b"\xff\xff\xff\xff", 1),
            "65,535 × 65,535 pixels",
            id="JPEG",
        ),
        pytest.param(
            tiff(
                [
                    (256, 4, 1, 60_000),
                    (257, 4, 1, 60_000),
                    (258, 3, 1, 8),
                    (262, 3, 1, 1),
                    (273, 4, 1, 8),
                    (279, 4, 1, 9),
                ],
                500,
            ),
            "60,000 × 60,000 pixels, 3,600.0 megapixels",
            id="TIFF",
        ),
    ],
)
def test_sizes_that_headers_claim_are_refused_with_both_figures(data: bytes, claim: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ImageError, match="the limit is 50 megapixels") as refusal:
            read_picture(data)
    assert claim in str(refusal.value)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(10**13)  # sparse: takes no room, and cannot be read
    with pytest.raises(ImageError, match=r"10,000,000\.0 MB; the limit is 25 MB"):
        read_picture(path)
