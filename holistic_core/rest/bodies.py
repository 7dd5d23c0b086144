"""Bodies of requests: counted while they come, so that neither large nor slow ones harm anybody."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from holistic_core.rest.problem import ProblemError, busy

_STALL_S: Final = 10.0  # without a single byte
_GRACE_S: Final = 5.0
_LEAST_BYTES_A_S: Final = 16_000  # slower than any mobile network in use
_SLOT_S: Final = 10.0
# What is too large is read on for a moment and thrown away: most programs hear an answer only after they have sent all.
_DRAIN_S: Final = 3.0
_LONGEST_NAME: Final = 200
# A form has some lines around its files.
_FORM_BYTES: Final = 65_536
_RAW: Final = ("image/", "application/octet-stream")
MULTIPART: Final = "multipart/form-data"


@dataclass(frozen=True)
class Upload:
    """A picture file as it came. name: for people."""

    name: str
    content: bytes


class _InMemory(MultiPartParser):
    """Keeps files in memory: their size is bounded, and hosts may have no disk to write to."""

    spool_max_size = 1 << 40


class Bodies:
    """Reads bodies for all requests. slots: at the same time. held_bytes: of all that are in memory."""

    def __init__(self, slots: int, held_bytes: int) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._most_held = held_bytes
        self.held = 0
        self.reading = 0

    @asynccontextmanager
    async def uploads(self, request: Request, limit: int, most_files: int) -> AsyncIterator[list[Upload]]:
        """The files of a request, from a form or as the body itself; they count as held until the block ends.

        limit: of all files together, in bytes; a form around them comes on top. `ProblemError` when the body is too
        large, too slow, or cannot be read.
        """
        kind = _media_type(request)
        if kind != MULTIPART and kind and not kind.startswith(_RAW):
            raise ProblemError(
                "content-type",
                f"Bodies of type {kind[:100]!r} are not read. Send the picture as multipart/form-data, or by itself as "
                "image/jpeg, image/png and so on.",
            )
        counted = _Counted()
        try:
            async with self._slot():
                problem = too_large(limit) if most_files == 1 else _too_large_together(limit)
                chunks = self._chunks(request, limit + _FORM_BYTES, counted, problem)
                if kind == MULTIPART:
                    files = await _form_files(request, chunks, most_files)
                else:
                    files = [Upload("picture", b"".join([chunk async for chunk in chunks]))]
            yield files
        finally:
            self.held -= counted.size

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._slots.acquire(), _SLOT_S)
        except TimeoutError:
            raise busy("Many pictures are being sent to this server just now; try again in a moment.") from None
        self.reading += 1
        try:
            yield
        finally:
            self.reading -= 1
            self._slots.release()

    async def _chunks(
        self, request: Request, limit: int, counted: "_Counted", problem: ProblemError
    ) -> AsyncIterator[bytes]:
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > limit:
            await _drain(request)
            raise problem
        started_s = time.monotonic()
        more = True
        while more:
            try:
                message = await asyncio.wait_for(request.receive(), _STALL_S)
            except TimeoutError:
                raise _too_slow() from None
            if message["type"] == "http.disconnect":
                raise ProblemError("body", "The body ended before its end.")
            chunk, more = message.get("body", b""), message.get("more_body", False)
            counted.size += len(chunk)
            self.held += len(chunk)
            if counted.size > limit:
                await _drain(request)
                raise problem
            if self.held > self._most_held:
                raise busy("This server holds as many pictures as it has room for; try again in a moment.")
            elapsed_s = time.monotonic() - started_s
            if more and elapsed_s > _GRACE_S and counted.size < _LEAST_BYTES_A_S * elapsed_s:
                raise _too_slow()
            if chunk:
                yield chunk
        yield b""


def require_form(request: Request) -> None:
    """`ProblemError` unless the body is a form, which alone can hold several files."""
    if _media_type(request) != MULTIPART:
        raise ProblemError("content-type", "Send the pictures as files of a form, as multipart/form-data.")


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").split(";", maxsplit=1)[0].strip().lower()


@dataclass
class _Counted:
    size: int = 0


async def _form_files(request: Request, chunks: AsyncIterator[bytes], most_files: int) -> list[Upload]:
    parser = _InMemory(request.headers, chunks, max_files=most_files, max_fields=0)  # type: ignore[arg-type]
    try:
        form = await parser.parse()
    except MultiPartException as error:
        if "Too many files" in error.message:
            raise ProblemError(
                "too-many",
                f"There {'is more than one file' if most_files == 1 else f'are more than {most_files} files'} in this "
                "request, the limit.",
            ) from error
        raise ProblemError(
            "body",
            f"The form cannot be read: {error.message.rstrip('.')}. It may hold files only; options belong into the "
            "address.",
        ) from error
    except (ValueError, KeyError) as error:  # what python-multipart raises on damaged forms
        raise ProblemError("body", "The form is damaged; send it again as multipart/form-data.") from error
    files = []
    for field, part in form.multi_items():
        if field != "file":
            raise ProblemError("body", f"There is a field {field[:60]!r} in the form; files are called `file`.")
        if isinstance(part, UploadFile):
            files.append(Upload((part.filename or "picture")[:_LONGEST_NAME], part.file.read()))
            part.file.close()
    if not files:
        raise ProblemError("body", "There is no file in the form. Add the picture as a file named `file`.")
    return files


async def _drain(request: Request) -> None:
    """Read and forget what still comes, for a moment."""
    give_up_s = time.monotonic() + _DRAIN_S
    while (left_s := give_up_s - time.monotonic()) > 0:
        try:
            message = await asyncio.wait_for(request.receive(), left_s)
        except TimeoutError:
            return
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


def too_large(limit: int) -> ProblemError:
    """A picture is too large. limit: in bytes."""
    return ProblemError(
        "too-large",
        f"The picture has more than {limit / 1e6:g} MB, the limit. Make it smaller, or save it as JPEG with a lower "
        "quality.",
        {"Connection": "close"},
    )


def _too_large_together(limit: int) -> ProblemError:
    return ProblemError(
        "too-large",
        f"The pictures have more than {limit / 1e6:g} MB together, the limit. Send fewer at a time.",
        {"Connection": "close"},
    )


def _too_slow() -> ProblemError:
    return ProblemError(
        "slow",
        f"The body came too slowly: at least {_LEAST_BYTES_A_S / 1e3:g} kB a second are needed, and something every "
        f"{_STALL_S:g} s. Try again over a better connection, or with a smaller picture.",
        {"Connection": "close"},
    )
