"""The app below `/api`: request ids, one log line and one count for each request, and problems instead of pages."""

import logging
import re
import time
import uuid
from collections.abc import Sequence
from typing import Any, Final

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holistic_core.errors import HolisticError
from holistic_core.rest.log import LOG, log_request
from holistic_core.rest.problem import ProblemError, problem_of, problem_of_status
from holistic_core.rest.service import Service

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADERS: Final = ("Authorization", "X-API-Key", "Content-Type", "X-Request-ID")
_TOLD: Final = ("X-Request-ID", "Retry-After")
_CLIENT_ERROR: Final = 400
_SERVER_ERROR: Final = 500
_ASKED_OFTEN: Final = (
    "/api/v1/health",
    "/api/v1/metrics",
    "/api/v1/live",
    "/api/v1/live/{token}",
    "/api/v1/video/{token}",
)


class Api:
    """The ASGI app below `/api`."""

    def __init__(self, service: Service, routes: Sequence[BaseRoute]) -> None:
        self._service = service
        self._routes = routes
        self._inner = Starlette(
            routes=routes,
            exception_handlers={
                ProblemError: self._problem,
                HolisticError: self._library_error,
                HTTPException: self._http_error,
                Exception: self._unforeseen,
            },
        )
        self._inner.router.redirect_slashes = False
        self._with_cors: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        headers = Headers(scope=scope)
        wanted = headers.get("x-request-id", "")
        request_id = wanted if _REQUEST_ID.fullmatch(wanted) else uuid.uuid4().hex
        scope.setdefault("state", {})
        scope["state"] |= {"request_id": request_id, "kind": None}
        answer = _Answer(send, request_id)
        started_s = time.monotonic()
        try:
            await self._app()(scope, receive, answer.send)
        except Exception:
            # The inner app has answered with a problem already.
            LOG.exception("unforeseen", extra={"fields": {"request_id": request_id}})
        finally:
            self._told(scope, answer, time.monotonic() - started_s)

    def _app(self) -> ASGIApp:
        if self._with_cors is None:
            try:
                origins = self._service.settings.origins
            except ProblemError:
                return self._inner  # its answer says which setting is wrong
            self._with_cors = (
                CORSMiddleware(
                    self._inner,
                    allow_origins=origins,
                    allow_methods=("GET", "POST"),
                    allow_headers=_HEADERS,
                    expose_headers=_TOLD,
                )
                if origins
                else self._inner
            )
        return self._with_cors

    def _told(self, scope: Scope, answer: "_Answer", took_s: float) -> None:
        route, kind = self._route(scope), scope["state"]["kind"]
        self._service.metrics.answered(route, answer.status, took_s)
        if kind is not None:
            self._service.metrics.failed(kind)
        if answer.status < _CLIENT_ERROR and route in _ASKED_OFTEN:
            return
        log_request(
            logging.ERROR if answer.status >= _SERVER_ERROR else logging.INFO,
            "request",
            request_id=answer.request_id,
            method=scope["method"],
            route=route,
            status=answer.status,
            kind=kind,
            ms=round(took_s * 1e3, 1),
            answer_bytes=answer.size,
        )

    def _route(self, scope: Scope) -> str:
        """The address without what stands for one visitor in it; unknown ones are all the same."""
        for route in self._routes:
            if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
                return f"/api{route.path}"
        return "other"

    async def _problem(self, request: Request, error: Exception) -> Response:
        problem = error if isinstance(error, ProblemError) else ProblemError("unexpected", "")
        request.state.kind = problem.kind
        return problem.response(request.state.request_id)

    async def _library_error(self, request: Request, error: Exception) -> Response:
        problem = problem_of(error) if isinstance(error, HolisticError) else error
        return await self._problem(request, problem)

    async def _http_error(self, request: Request, error: Exception) -> Response:
        status, headers = getattr(error, "status_code", _SERVER_ERROR), dict(getattr(error, "headers", None) or {})
        detail = f"{request.method} {request.url.path[:100]}: see /api/v1/docs for what there is."
        return await self._problem(request, problem_of_status(status, detail, headers))

    async def _unforeseen(self, request: Request, _: Exception) -> Response:
        detail = "This is a mistake of the server. Tell its host the request_id; it is in the log."
        return await self._problem(request, ProblemError("unexpected", detail))


class _Answer:
    """Sends an answer on, with the request's id, and remembers its status and size."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status = 0
        self.size = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers: Any = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            headers["X-Content-Type-Options"] = "nosniff"
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)
