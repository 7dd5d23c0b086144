"""One module a picture format: what its header says, and decoding it."""

from collections.abc import Callable
from typing import Final

from holistic_core.media.formats.bmp import open_bmp
from holistic_core.media.formats.gif import open_gif
from holistic_core.media.formats.heif import open_avif, open_heic
from holistic_core.media.formats.jpeg import open_jpeg
from holistic_core.media.formats.png import open_png
from holistic_core.media.formats.source import Source
from holistic_core.media.formats.tiff import open_tiff
from holistic_core.media.formats.webp import open_webp
from holistic_core.media.sniff import PictureFormat

OPENERS: Final[dict[PictureFormat, Callable[[bytes], Source]]] = {
    "JPEG": open_jpeg,
    "PNG": open_png,
    "WebP": open_webp,
    "HEIC": open_heic,
    "AVIF": open_avif,
    "BMP": open_bmp,
    "TIFF": open_tiff,
    "GIF": open_gif,
}
"""How each format is opened. Pillow knows forty more; what is not here is refused before a decoder sees it."""
