"""What a file is, told from its first bytes. Its name is never asked."""

import codecs
import re
from typing import Final, Literal, NamedTuple, get_args

PictureFormat = Literal["JPEG", "PNG", "WebP", "HEIC", "AVIF", "BMP", "TIFF", "GIF"]
PICTURE_FORMATS: Final[tuple[PictureFormat, ...]] = get_args(PictureFormat)

_HEAD_BYTES: Final = 4096

_PICTURE_SIGNATURES: Final[tuple[tuple[bytes, PictureFormat], ...]] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
# Sizes of the second BMP header that exist, from OS/2 1.x to Windows 5.
_BMP_HEADERS: Final = frozenset((12, 16, 40, 52, 56, 64, 108, 124))

# Brands of the ISO base media container (the box "ftyp"): https://mp4ra.org/registered-types/brands
_AVIF_BRANDS: Final = frozenset((b"avif", b"avis"))
_HEIF_BRANDS: Final = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"))
SAVE_AGAIN: Final = "Open it in a picture program, save it as JPEG or PNG, and try again."
_TAKE_FRAME: Final = "Open it as a video, or save one of its frames as JPEG or PNG."
_DEVELOP: Final = "Develop it with the program of the camera, save it as JPEG or PNG, and try again."
_UNPACK: Final = "Unpack it and choose the picture inside."
_CHOOSE: Final = "Choose a picture instead."
_SAVE_PAGE_PICTURE: Final = "Perhaps a page was saved in place of its picture: save the picture itself and try again."


class OtherKind(NamedTuple):
    """A file that is not a readable picture: the end of "This is …", and what to do."""

    name: str
    what_to_do: str


_MP4: Final = OtherKind("a video or sound file (MP4)", _TAKE_FRAME)
_UNKNOWN: Final = OtherKind("not a picture that can be recognised", SAVE_AGAIN)
_CANON_RAW: Final = OtherKind("a raw file of a camera (CR2)", _DEVELOP)
_HTML: Final = OtherKind("a web page (HTML)", _SAVE_PAGE_PICTURE)
_SVG: Final = OtherKind("a vector drawing (SVG)", SAVE_AGAIN)
_TEXT: Final = OtherKind("a text file", _CHOOSE)

_OTHER_BRANDS: Final[dict[bytes, OtherKind]] = {
    b"qt  ": OtherKind("a QuickTime video (MOV)", _TAKE_FRAME),
    b"crx ": OtherKind("a raw file of a camera (CR3)", _DEVELOP),
    b"M4A ": OtherKind("a sound file (M4A)", _CHOOSE),
    b"jp2 ": OtherKind("a JPEG 2000 picture", SAVE_AGAIN),
    b"jpx ": OtherKind("a JPEG 2000 picture", SAVE_AGAIN),
    b"jxl ": OtherKind("a JPEG XL picture", SAVE_AGAIN),
}
_RIFF_KINDS: Final[dict[bytes, OtherKind]] = {
    b"AVI ": OtherKind("a video (AVI)", _TAKE_FRAME),
    b"WAVE": OtherKind("a sound file (WAV)", _CHOOSE),
}
_OTHER_SIGNATURES: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"8BPS", "a Photoshop document (PSD)", SAVE_AGAIN),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture", SAVE_AGAIN),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", SAVE_AGAIN),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", SAVE_AGAIN),
    (b"\xff\x0a", "a JPEG XL picture", SAVE_AGAIN),
    (b"\x00\x00\x01\x00", "an icon (ICO)", SAVE_AGAIN),
    (b"\x00\x00\x02\x00", "a mouse pointer (CUR)", SAVE_AGAIN),
    (b"icns", "an icon (ICNS)", SAVE_AGAIN),
    (b"%PDF-", "a PDF document", SAVE_AGAIN),
    (b"%!PS", "a PostScript document", SAVE_AGAIN),
    (b"\xc5\xd0\xd3\xc6", "a PostScript document", SAVE_AGAIN),
    (b"PK\x03\x04", "a ZIP archive or an office document", _UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", _CHOOSE),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"\x1aE\xdf\xa3", "a video (MKV or WebM)", _TAKE_FRAME),
    (b"FLV\x01", "a video (FLV)", _TAKE_FRAME),
    (b"OggS", "a video or sound file (Ogg)", _TAKE_FRAME),
    (b"\x00\x00\x01\xba", "a video (MPEG)", _TAKE_FRAME),
    (b"\x00\x00\x01\xb3", "a video (MPEG)", _TAKE_FRAME),
    (b"ID3", "a sound file (MP3)", _CHOOSE),
    (b"fLaC", "a sound file (FLAC)", _CHOOSE),
    (b"FUJIFILMCCD-RAW", "a raw file of a camera (RAF)", _DEVELOP),
    (b"IIU\0", "a raw file of a camera (RW2)", _DEVELOP),
    (b"IIRO", "a raw file of a camera (ORF)", _DEVELOP),
    (b"\x7fELF", "a program", _CHOOSE),
    (b"MZ", "a program", _CHOOSE),
    (b"SQLite format 3", "a database", _CHOOSE),
)


def picture_format(data: bytes) -> PictureFormat | None:
    """The format of a picture that can be read, or None for everything else."""
    for signature, name in _PICTURE_SIGNATURES:
        if data.startswith(signature):
            return None if _is_canon_raw(data) else name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    brands = _brands(data)
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIC"
    return None


def other_kind(data: bytes) -> OtherKind:
    """What a file seems to be that `picture_format` does not know."""
    if _is_canon_raw(data):
        return _CANON_RAW
    if data[4:8] == b"ftyp":
        return _OTHER_BRANDS.get(data[8:12], _MP4)
    if data.startswith(b"RIFF"):
        return _RIFF_KINDS.get(data[8:12], _UNKNOWN)
    for signature, name, what_to_do in _OTHER_SIGNATURES:
        if data.startswith(signature):
            return OtherKind(name, what_to_do)
    return _text_kind(data[:_HEAD_BYTES]) or _UNKNOWN


def _brands(data: bytes) -> frozenset[bytes]:
    """Major and compatible brands of an ISO media file; empty for other files."""
    length = int.from_bytes(data[:4], "big")
    # 256 bytes are room for 60 brands; pictures name fewer than ten.
    box = data[: min(length, 256)]
    if length % 4 or data[4:8] != b"ftyp":
        return frozenset()
    return frozenset({data[8:12], *(box[at : at + 4] for at in range(16, len(box) - 3, 4))})


def _is_canon_raw(data: bytes) -> bool:
    return data.startswith(b"II*\0") and data[8:10] == b"CR"


def _text_kind(head: bytes) -> OtherKind | None:
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        # Incremental, because the head may end inside a character.
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None
    if not text or any(ord(character) < ord(" ") and not character.isspace() for character in text):
        return None
    if re.search(r"<svg[\s>]", text, re.IGNORECASE):
        return _SVG
    if re.search(r"<(!doctype\s+html|html|head|body|script)[\s>]", text, re.IGNORECASE):
        return _HTML
    return _TEXT
