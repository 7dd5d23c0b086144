"""The browser's part of Plotly comes from this server, in the version that makes the figures."""

import gzip
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ui.plotly_file import PLOTLY_ADDRESS, plotly_file


def get(accepted: str) -> Response:
    return plotly_file(Request({"type": "http", "headers": [(b"accept-encoding", accepted.encode())]}))


def test_browsers_get_it_packed() -> None:
    answer = get("gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert b"plotly.js v" in gzip.decompress(answer.body)[:200]
    assert len(answer.body) < 2_000_000


def test_who_cannot_unpack_gets_the_file() -> None:
    answer = get("identity")
    assert "content-encoding" not in answer.headers
    assert isinstance(answer, FileResponse)
    assert b"plotly.js v" in Path(answer.path).read_bytes()[:200]


def test_another_version_has_another_address() -> None:
    assert PLOTLY_ADDRESS.endswith(plotly.__version__)
