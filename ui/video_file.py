"""Files of a clip that a browser fetches itself, piece by piece, at an address that only its visitor knows.

Streamlit's own player and download buttons read a file whole into memory and keep it there, once for each visitor.
"""

import os
import secrets
import tempfile
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from holistic_core.rest.problem import ProblemError

_PIECE_BYTES: Final = 1 << 18
_LONGEST_NAME: Final = 120
# A visitor's own clip: no proxy may keep it, and the browser no longer than somebody looks at it.
_PRIVATE: Final = {"Cache-Control": "private, max-age=600"}
_GONE: Final = "This file is no longer there: its clip was deleted, or its visitor has left. Open the page again."

_served: "weakref.WeakValueDictionary[str, ServedFile]" = weakref.WeakValueDictionary()


class ServedFile:
    """One file with an address. It is unknown as soon as nobody holds this any more, or it was withdrawn.

    source: the file; or what writes it into an open one, whenever it is asked for, which vanishes when it was sent.
    FileNotFoundError from it means that there is nothing left to write. media_type: what a browser takes it for.
    """

    def __init__(self, source: Path | Callable[[IO[bytes]], None], media_type: str) -> None:
        self._source = source
        self._media_type = media_type
        self._token = secrets.token_urlsafe()
        _served[self._token] = self

    @property
    def address(self) -> str:
        """Relative to a page, which may lie below a prefix."""
        return f"api/v1/video/{self._token}"

    def download(self, name: str) -> str:
        """The address at which a browser saves it under this name."""
        return f"{self.address}?{urlencode({'download': name})}"

    def withdraw(self) -> None:
        """Nobody gets it any more; a second time does nothing."""
        _served.pop(self._token, None)

    def response(self, name: str | None) -> Response:
        """The whole, or of a file that is there the range that was asked for. name: to save it under."""
        if isinstance(self._source, Path):
            return FileResponse(
                self._source,
                media_type=self._media_type,
                headers=_PRIVATE,
                filename=name,
                stat_result=self._source.stat(),
            )
        file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed when it was sent
        try:
            self._source(file)
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        headers = {**_PRIVATE, "Content-Length": str(size)}
        if name is not None:
            headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name)}"
        return StreamingResponse(_pieces(file), media_type=self._media_type, headers=headers)


def video_file(request: Request) -> Response:
    """`GET /api/v1/video/<token>?download=NAME`; ProblemError (404) for a file that is not there, or no longer."""
    served = _served.get(request.path_params["token"])
    if served is None:
        raise ProblemError("not-found", _GONE)
    try:
        return served.response(_plain_name(request.query_params.get("download")))
    except FileNotFoundError as error:
        raise ProblemError("not-found", _GONE) from error


def _plain_name(wanted: str | None) -> str | None:
    """A name without folders; None when none is wanted."""
    return None if not wanted else PurePosixPath(wanted.replace("\\", "/")).name[-_LONGEST_NAME:] or None


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
