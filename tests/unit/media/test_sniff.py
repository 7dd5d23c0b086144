import pytest

from holistic_core.errors import ImageError
from holistic_core.media.pictures import read_picture
from holistic_core.media.sniff import PICTURE_FORMATS, other_kind, picture_format
from tests.unit.media.picture_builders import encoded, scene


def container(major: bytes, *compatible: bytes) -> bytes:
    """The first box of an ISO media file."""
    brands = b"".join((major, bytes(4), *compatible))
    return (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands + bytes(64)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        *((encoded(scene(), name), name) for name in ("JPEG", "PNG", "HEIC", "AVIF", "BMP", "TIFF", "GIF")),
        (encoded(scene(), "WEBP"), "WebP"),
        (encoded(scene(), "TIFF", big_tiff=True), "TIFF"),
        (container(b"mif1", b"mif1", b"heic"), "HEIC"),
        (container(b"mif1", b"mif1", b"avif", b"miaf"), "AVIF"),
        (container(b"heix"), "HEIC"),
    ],
)
def test_pictures_are_told_by_their_content(data: bytes, name: str) -> None:
    assert picture_format(data) == name
    assert name in PICTURE_FORMATS


@pytest.mark.parametrize(
    ("data", "name", "what_to_do"),
    [
        (container(b"isom", b"isom", b"mp41"), "video or sound file (MP4)", "one of its frames"),
        (container(b"qt  "), "video (MOV)", "one of its frames"),
        (container(b"crx ", b"crx ", b"isom"), "raw file of a camera (CR3)", "Develop it"),
        (container(b"M4A "), "sound file", "Choose a picture"),
        (b"\x1aE\xdf\xa3\xa3B\x86\x81\x01", "video (MKV or WebM)", "one of its frames"),
        (b"RIFF\0\0\0\0AVI LIST", "video (AVI)", "one of its frames"),
        (b"RIFF\0\0\0\0WAVEfmt ", "sound file (WAV)", "Choose a picture"),
        (b"RIFF\0\0\0\0ACON", "not a picture", "save it as JPEG or PNG"),
        (b"II*\0\x10\0\0\0CR\x02\0", "raw file of a camera (CR2)", "Develop it"),
        (b"8BPS\0\x01" + bytes(20), "Photoshop document", "save it as JPEG or PNG"),
        (b"\xff\x4f\xff\x51\0\x29", "JPEG 2000", "save it as JPEG or PNG"),
        (b"\0\0\x01\0\x01\0\x10\x10", "icon", "save it as JPEG or PNG"),
        (b"%PDF-1.7\n", "PDF document", "save it as JPEG or PNG"),
        (b"PK\x03\x04\x14\0", "ZIP archive", "Unpack"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page (HTML)", "save the picture itself"),
        (b"\xef\xbb\xbf <HTML ><script>alert(1)</script>", "web page (HTML)", "save the picture itself"),
        (b'<?xml version="1.0"?>\n<svg xmlns="a">', "vector drawing (SVG)", "save it as JPEG or PNG"),
        (b"Dear diary,\r\n\tthis is no picture.", "text file", "Choose a picture"),
        ("日记 ".encode() * 2000, "text file", "Choose a picture"),
        ("Liebes Tagebuch äöü".encode("utf-16"), "text file", "Choose a picture"),
        (bytes(range(128, 256)) * 10, "not a picture that can be recognised", "save it as JPEG or PNG"),
        (b"\0" * 100, "not a picture that can be recognised", "save it as JPEG or PNG"),
        (b"BM" + bytes(60), "not a picture that can be recognised", "save it as JPEG or PNG"),
        (b"BMW is a car maker, and this is a letter.", "text file", "Choose a picture"),
        (b"\xff", "not a picture that can be recognised", "save it as JPEG or PNG"),
    ],
)
def test_other_files_are_called_by_their_name(data: bytes, name: str, what_to_do: str) -> None:
    assert picture_format(data) is None
    assert name in other_kind(data).name
    with pytest.raises(ImageError) as refusal:
        read_picture(data, name="picture.jpg")
    message = str(refusal.value)
    assert name in message
    assert what_to_do in message
    assert "JPEG, PNG, WebP, HEIC, AVIF, BMP, TIFF and GIF" in message
    assert "50 megapixels and 25 MB" in message


def test_an_empty_file_is_called_empty() -> None:
    with pytest.raises(ImageError, match="empty: it has 0 bytes"):
        read_picture(b"")
