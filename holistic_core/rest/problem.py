"""What a program is told when its request cannot be answered: `application/problem+json` (RFC 9457)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from holistic_core.errors import BusyError, HolisticError, ImageError, OptionsError

MEDIA_TYPE: Final = "application/problem+json"
RETRY_S: Final = 1.0

# Kind → status and title. The kind is the end of `type`, and a label of the metrics.
KINDS: Final[dict[str, tuple[int, str]]] = {
    "options": (400, "An option cannot be used"),
    "body": (400, "The body cannot be read"),
    "too-many": (400, "There are too many files"),
    "key": (401, "A key is needed"),
    "origin": (403, "Pages of this address may not ask"),
    "switched-off": (403, "The host has switched this off"),
    "not-found": (404, "There is nothing at this address"),
    "method": (405, "This address does not take that method"),
    "accept": (406, "There is no answer of that kind"),
    "slow": (408, "The body came too slowly"),
    "too-large": (413, "The body is too large"),
    "content-type": (415, "A body of this kind is not read"),
    "picture": (422, "The picture cannot be used"),
    "unexpected": (500, "Something went wrong that nobody foresaw"),
    "models": (500, "The models failed"),
    "busy": (503, "There is more work than machine"),
    "configuration": (503, "A setting of this server is wrong"),
    "time-out": (504, "The picture took too long"),
}


@dataclass(eq=False)
class ProblemError(Exception):
    """An answer that is an error. kind: one of `KINDS`. detail: for people. headers: further ones of the answer."""

    kind: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status of its kind."""
        return KINDS[self.kind][0]

    def document(self, request_id: str) -> dict[str, object]:
        """The body of the answer."""
        status, title = KINDS[self.kind]
        return {
            "type": f"/api/v1/docs#{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "request_id": request_id,
        }

    def response(self, request_id: str) -> Response:
        """The answer."""
        return Response(
            json.dumps(self.document(request_id)),
            self.status,
            {"Cache-Control": "no-store", **self.headers},
            MEDIA_TYPE,
        )


def busy(detail: str, retry_s: float = RETRY_S) -> ProblemError:
    """Come again after so many seconds."""
    return ProblemError("busy", detail, {"Retry-After": str(max(1, round(retry_s)))})


def problem_of(error: HolisticError) -> ProblemError:
    """What an error of the library means to a program."""
    if isinstance(error, ImageError):
        return ProblemError("picture", str(error))
    if isinstance(error, OptionsError):
        return ProblemError("options", str(error))
    if isinstance(error, BusyError):
        return busy(str(error))
    return ProblemError("models", str(error))


@contextmanager
def host_settings_used() -> Iterator[None]:
    """Around what reads the host's settings: a wrong one is the host's mistake, not the program's."""
    try:
        yield
    except OptionsError as error:
        raise ProblemError("configuration", f"{error} Tell the host of this server.") from error


def problem_of_status(status: int, detail: str, headers: dict[str, str]) -> ProblemError:
    """What Starlette raises: unknown addresses and methods."""
    kind = {404: "not-found", 405: "method"}.get(
        status, "body" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "unexpected"
    )
    return ProblemError(kind, detail, headers)
