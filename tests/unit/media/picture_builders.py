"""A small scene without symmetry, and files that show it in every format, mode and orientation."""

import io
import struct
import zlib

import cv2
import numpy as np
import pillow_heif
from PIL import Image, ImageCms

WIDTH, HEIGHT = 144, 96


def scene(width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """uint8 `(height, width, 3)`: red grows to the right, green downwards, and one corner is blue."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    corner = np.exp(-8 * ((x - 0.1) ** 2 + (y - 0.2) ** 2))
    return np.dstack([40 + 180 * x, 30 + 200 * y, 20 + 220 * corner]).round().astype(np.uint8)


def worst(one: np.ndarray, other: np.ndarray) -> int:
    """The largest difference of any pixel, in levels."""
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other).max())


def stored_as(upright: np.ndarray, orientation: int) -> np.ndarray:
    """How a camera stores an upright picture with that EXIF orientation: the inverse of what a viewer does."""
    inverse = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
        8: lambda a: np.rot90(a, -1),
    }
    return np.ascontiguousarray(inverse[orientation](upright))


def encoded(picture: np.ndarray | Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a file that Pillow (HEIC: pillow-heif) writes."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    file = io.BytesIO()
    if kind == "HEIC":
        pillow_heif.from_pillow(image).save(file, **options)
    else:
        image.save(file, kind, **options)
    return file.getvalue()


def sixteen_bit(picture: np.ndarray, extension: str) -> bytes:
    """A PNG or TIFF with 16 bits a channel, grey, RGB or RGBA; levels from 0 to 65,535."""
    deep = picture.astype(np.uint16) * 257
    if deep.ndim == 3:
        deep = deep[..., [2, 1, 0, *range(3, deep.shape[2])]]
    return cv2.imencode(extension, deep)[1].tobytes()


def exif(orientation: int, order: str = "<") -> bytes:
    """An EXIF block with nothing but the orientation."""
    mark = b"II" if order == "<" else b"MM"
    return b"Exif\0\0" + struct.pack(f"{order}2sHLHHHLHHL", mark, 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def xmp(orientation: int) -> bytes:
    return f'<x:xmpmeta><rdf:Description tiff:Orientation="{orientation}"/></x:xmpmeta>'.encode()


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def png_header(width: int, height: int, *, depth: int = 8, colour_type: int = 2) -> bytes:
    """Signature and header of a PNG that claims a size."""
    header = struct.pack(">LLBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """A PNG with more chunks behind its header."""
    return png[:33] + b"".join(chunks) + png[33:]


def with_segments(jpeg: bytes, *segments: tuple[int, bytes]) -> bytes:
    """A JPEG with more segments (marker, content) at its start."""
    packed = (bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content for marker, content in segments)
    return jpeg[:2] + b"".join(packed) + jpeg[2:]


def tiff(entries: list[tuple[int, int, int, int]], size: int) -> bytes:
    """A little-endian TIFF of zeros with a table of (tag, type, number of values, value or offset)."""
    table = b"".join(struct.pack("<HHLL", *entry) for entry in sorted(entries))
    data = b"II*\0" + struct.pack("<LH", 8, len(entries)) + table + bytes(4)
    return data + bytes(max(0, size - len(data)))


def red_and_blue_swapped_profile() -> bytes:
    """An RGB colour profile in which red is called blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ").replace(b"tmp!", b"bXYZ")


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
