from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageFile

from holistic_core.errors import ImageError, OptionsError
from holistic_core.media.pictures import encode_picture, read_picture
from tests.unit.media.picture_builders import (
    HEIGHT,
    WIDTH,
    encoded,
    red_and_blue_swapped_profile,
    scene,
    sixteen_bit,
    srgb_profile,
    worst,
)

SCENE = scene()
GREY = cv2.cvtColor(SCENE, cv2.COLOR_RGB2GRAY)
ALPHA = np.tile(np.linspace(0, 255, WIDTH).astype(np.uint8), (HEIGHT, 1))
ON_WHITE = (SCENE * (ALPHA[..., None] / 255.0) + 255 * (1 - ALPHA[..., None] / 255.0)).round().astype(np.uint8)
RGBA = np.dstack([SCENE, ALPHA])


def as_rgb(grey: np.ndarray) -> np.ndarray:
    return np.dstack([grey] * 3)


@pytest.mark.parametrize(
    ("name", "kind", "options", "levels"),
    [
        ("JPEG", "JPEG", {"quality": 95}, 8),
        ("JPEG", "JPEG", {"quality": 95, "progressive": True, "subsampling": 0}, 8),
        ("JPEG", "MPO", {"quality": 95, "save_all": True, "append_images": [Image.new("RGB", (8, 8))]}, 8),
        ("PNG", "PNG", {}, 0),
        ("WebP", "WEBP", {"quality": 95}, 20),
        ("WebP", "WEBP", {"lossless": True}, 0),
        ("HEIC", "HEIC", {"quality": 95}, 12),
        ("AVIF", "AVIF", {"quality": 95}, 12),
        ("BMP", "BMP", {}, 0),
        ("TIFF", "TIFF", {}, 0),
        ("TIFF", "TIFF", {"compression": "tiff_lzw"}, 0),
        ("TIFF", "TIFF", {"compression": "jpeg", "quality": 95}, 30),
        ("TIFF", "TIFF", {"big_tiff": True}, 0),
        ("GIF", "GIF", {}, 40),
    ],
)
def test_every_format_shows_the_scene(name: str, kind: str, options: dict[str, object], levels: int) -> None:
    picture = read_picture(encoded(SCENE, kind, **options), name="holiday.dat")
    assert (picture.name, picture.format, picture.stored_size) == ("holiday.dat", name, (WIDTH, HEIGHT))
    assert picture.rgb.dtype == np.uint8
    assert picture.rgb.flags.c_contiguous and picture.rgb.flags.writeable
    assert picture.advice == ()
    assert worst(picture.rgb, SCENE) <= levels


def palette_with_transparency() -> bytes:
    image = Image.fromarray((SCENE[..., 0] // 64).astype(np.uint8)).convert("P")
    image.putpalette([0, 0, 0, 10, 20, 30, 200, 100, 50, 255, 0, 255] + [0] * 756)
    return encoded(image, "PNG", transparency=3)


PALETTE_SHOWN = np.array([[0, 0, 0], [10, 20, 30], [200, 100, 50], [255, 255, 255]], np.uint8)[SCENE[..., 0] // 64]


@pytest.mark.parametrize(
    ("data", "shown", "levels"),
    [
        pytest.param(encoded(GREY, "PNG"), as_rgb(GREY), 0, id="grey"),
        pytest.param(encoded(GREY, "JPEG", quality=95), as_rgb(GREY), 4, id="grey JPEG"),
        pytest.param(encoded(GREY > 99, "PNG"), as_rgb(np.where(GREY > 99, 255, 0)), 0, id="1 bit"),
        pytest.param(palette_with_transparency(), PALETTE_SHOWN, 0, id="palette, one colour transparent"),
        pytest.param(encoded(RGBA, "PNG"), ON_WHITE, 1, id="alpha"),
        pytest.param(encoded(RGBA, "WEBP", lossless=True, exact=True), ON_WHITE, 1, id="alpha WebP"),
        pytest.param(encoded(RGBA, "TIFF"), ON_WHITE, 1, id="alpha TIFF"),
        pytest.param(encoded(RGBA, "AVIF", quality=100), ON_WHITE, 8, id="alpha AVIF"),
        pytest.param(encoded(RGBA, "HEIC", quality=-1, chroma=444), ON_WHITE, 6, id="alpha HEIC"),
        pytest.param(
            encoded(Image.fromarray(np.dstack([GREY, ALPHA]), "LA"), "PNG"),
            (as_rgb(GREY) * (ALPHA[..., None] / 255) + 255 - ALPHA[..., None].astype(float)).round(),
            1,
            id="grey with alpha",
        ),
        pytest.param(encoded(Image.fromarray(SCENE).convert("CMYK"), "JPEG", quality=97), SCENE, 12, id="CMYK JPEG"),
        pytest.param(encoded(Image.fromarray(SCENE).convert("CMYK"), "TIFF"), SCENE, 1, id="CMYK TIFF"),
        pytest.param(sixteen_bit(GREY, ".png"), as_rgb(GREY), 0, id="16-bit grey PNG"),
        pytest.param(sixteen_bit(SCENE, ".png"), SCENE, 0, id="16-bit RGB PNG"),
        pytest.param(sixteen_bit(RGBA, ".png"), ON_WHITE, 1, id="16-bit RGBA PNG"),
        pytest.param(sixteen_bit(GREY, ".tiff"), as_rgb(GREY), 0, id="16-bit grey TIFF"),
        pytest.param(sixteen_bit(SCENE, ".tiff"), SCENE, 0, id="16-bit RGB TIFF"),
    ],
)
def test_every_kind_of_pixels_becomes_rgb_on_white(data: bytes, shown: np.ndarray, levels: int) -> None:
    assert worst(read_picture(data).rgb, shown) <= levels


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 64 * 64).astype(np.uint16).reshape(64, 64)
    shown = read_picture(cv2.imencode(".png", ramp)[1].tobytes()).rgb[..., 0]
    assert np.array_equal(shown, np.round(ramp / 257).astype(np.uint8))


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (Image.fromarray(GREY.astype(np.float32)), "32 bits a channel; 8 and 16 are possible"),
        (Image.fromarray(GREY.astype(np.int32)), "32 bits a channel; 8 and 16 are possible"),
        (Image.fromarray(SCENE).convert("YCbCr"), "uncompressed YCbCr"),
        (Image.fromarray(SCENE, "LAB"), "kind of colours is not known"),
    ],
)
def test_rare_pixels_are_refused_with_the_reason(image: Image.Image, reason: str) -> None:
    with pytest.raises(ImageError, match=reason):
        read_picture(encoded(image, "TIFF"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF", "HEIC"])
def test_colours_are_converted_from_the_profile_of_the_file(kind: str) -> None:
    best = {"PNG": {}, "WEBP": {"lossless": True}, "TIFF": {}}.get(kind, {"quality": 95})
    data = encoded(SCENE, kind, icc_profile=red_and_blue_swapped_profile(), **best)
    assert worst(read_picture(data).rgb, SCENE[..., ::-1]) <= 16


@pytest.mark.parametrize("profile", [srgb_profile(), b"no profile at all", b"\0" * 200, srgb_profile()[:300]])
def test_srgb_and_broken_profiles_change_nothing(profile: bytes) -> None:
    assert np.array_equal(read_picture(encoded(SCENE, "PNG", icc_profile=profile)).rgb, SCENE)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_only_the_first_frame_is_read_and_said_so(kind: str) -> None:
    others = [Image.new("RGB", (WIDTH, HEIGHT), colour) for colour in ("white", "black")]
    data = encoded(SCENE, kind, save_all=True, append_images=others)
    picture = read_picture(data)
    assert worst(picture.rgb, SCENE) <= 40
    assert len(picture.advice) == 1
    assert "only" in picture.advice[0] and "first" in picture.advice[0]


def test_a_path_gives_the_name(tmp_path: Path) -> None:
    path = tmp_path / "really a PNG.mp4"
    path.write_bytes(encoded(SCENE, "PNG"))
    picture = read_picture(path)
    assert (picture.name, picture.format) == ("really a PNG.mp4", "PNG")
    assert read_picture(path, name="mine").name == "mine"


def test_a_path_to_nothing_or_to_a_folder_is_refused_without_the_folder_names(tmp_path: Path) -> None:
    for path in (tmp_path / "no.jpg", tmp_path):
        with pytest.raises(ImageError, match=f"no file named '{path.name}'") as refusal:
            read_picture(path)
        assert str(tmp_path.parent) not in str(refusal.value)


def test_threads_do_not_disturb_one_another_or_pillow() -> None:
    settings = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    whole, cut = encoded(SCENE, "PNG"), encoded(SCENE, "JPEG", quality=95)[:2000]
    expected = [read_picture(data).rgb for data in (whole, cut)] * 32
    with ThreadPoolExecutor(8) as pool:
        found = [picture.rgb for picture in pool.map(read_picture, [whole, cut] * 32)]
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))
    assert settings == (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS)


def test_png_keeps_every_pixel() -> None:
    assert np.array_equal(read_picture(encode_picture(SCENE)).rgb, SCENE)


def test_jpeg_keeps_thin_coloured_lines() -> None:
    lines = np.full((64, 64, 3), 255, np.uint8)
    lines[:, ::8] = (213, 94, 0)
    data = encode_picture(lines, "jpeg")
    assert data.startswith(b"\xff\xd8")
    assert worst(read_picture(data).rgb, lines) < 60
    assert len(encode_picture(scene(640, 480), "jpeg", 40)) < len(encode_picture(scene(640, 480), "jpeg", 95))


@pytest.mark.parametrize("rgb", [SCENE.astype(np.float32), GREY, RGBA, SCENE[:0]])
def test_only_rgb_arrays_are_written(rgb: np.ndarray) -> None:
    with pytest.raises(ImageError, match="uint8 \\(height, width, 3\\)"):
        encode_picture(rgb)


@pytest.mark.parametrize(("kind", "quality"), [("gif", 92), ("jpeg", 0), ("jpeg", 101)])
def test_unknown_kinds_and_qualities_are_refused(kind: str, quality: int) -> None:
    with pytest.raises(OptionsError):
        encode_picture(SCENE, kind, quality)  # type: ignore[arg-type]
