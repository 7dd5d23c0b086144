"""What schemathesis sends where the description says "a picture": real ones, small, in several formats."""

import io

import schemathesis
from hypothesis import strategies as st
from PIL import Image

from holistic_core.coach.samples import still_jpeg


def _empty(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 64), "grey").save(content, kind)
    return content.getvalue()


def _saved(size: tuple[int, int], kind: str) -> bytes:
    content = io.BytesIO()
    Image.open(io.BytesIO(still_jpeg("counting_five"))).resize(size).save(content, kind)
    return content.getvalue()


# Simple ones first, which are taken most: nobody is looked for long in them.
PICTURES = st.sampled_from([_empty("PNG"), _empty("WEBP"), _saved((180, 240), "JPEG")])
for media_type in ("image/jpeg", "image/png", "image/webp", "application/octet-stream"):
    schemathesis.openapi.media_type(media_type, PICTURES)
schemathesis.openapi.format("binary", PICTURES)
