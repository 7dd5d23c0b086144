"""Streamlit and the pinned Starlette fit together: pictures on a page arrive."""

import asyncio
import gzip
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.responses import Response
from streamlit.web.server.starlette.starlette_gzip_middleware import MediaAwareGZipMiddleware

PIXELS = bytes(range(256)) * 8
Message = MutableMapping[str, Any]


async def _request(accepts: bytes, media_type: str) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    app = MediaAwareGZipMiddleware(Response(PIXELS, media_type=media_type))
    await app({"type": "http", "method": "GET", "headers": [(b"accept-encoding", accepts)]}, receive, send)
    return sent


@pytest.mark.parametrize("accepts", [b"gzip, deflate", b""])
@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "video/mp4"])
def test_media_arrives_as_it_is(accepts: bytes, media_type: str) -> None:
    sent = asyncio.run(_request(accepts, media_type))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 200
    packed = dict(sent[0]["headers"]).get(b"content-encoding") == b"gzip"
    assert (gzip.decompress(sent[1]["body"]) if packed else sent[1]["body"]) == PIXELS
