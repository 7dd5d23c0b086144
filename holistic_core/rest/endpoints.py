"""The addresses below `/api/v1` and what they answer."""

import asyncio
import json
import time
from dataclasses import asdict
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from holistic_core.errors import HolisticError
from holistic_core.rest.accept import chosen_type
from holistic_core.rest.bodies import Upload, require_form, too_large
from holistic_core.rest.docs_page import CONTENT_POLICY, docs_page
from holistic_core.rest.metrics import MEDIA_TYPE as METRICS_TYPE
from holistic_core.rest.openapi import VERSION, document
from holistic_core.rest.options import Choice, choice_from
from holistic_core.rest.problem import ProblemError, host_settings_used, problem_of
from holistic_core.rest.service import Service
from holistic_core.rest.work import ANSWERS, CSV, JPEG, JSON, PNG, Job

_NOT_KEPT: Final = {"Cache-Control": "no-store"}


class Endpoints:
    """Answers requests with what `service` has."""

    def __init__(self, service: Service) -> None:
        self._service = service

    @property
    def routes(self) -> list[Route]:
        """All addresses, below `/api`."""
        return [
            Route("/v1/detect", self.detect, methods=["POST"]),
            Route("/v1/detect/batch", self.batch, methods=["POST"]),
            Route("/v1/models", self.models),
            Route("/v1/health", self.health),
            Route("/v1/metrics", self.metrics),
            Route("/v1/openapi.json", self.openapi),
            Route("/v1/docs", self.docs),
        ]

    async def detect(self, request: Request) -> Response:
        """One picture in, what was found in it out."""
        service = self._service
        service.admit(request)
        answer = chosen_type(request.headers.get("accept", ""), ANSWERS)
        choice = self._choice(request, drawn=answer in (PNG, JPEG))
        service.turns.require_room(service.settings.timeout_s)
        async with service.bodies.uploads(request, service.settings.body_bytes, 1) as uploads:
            content = await service.look(self._job(uploads[0], choice, answer), request)
        kind = "text/csv; charset=utf-8; header=present" if answer == CSV else answer
        return Response(content, headers={**_NOT_KEPT, "Content-Type": kind, "Vary": "Accept"})

    async def batch(self, request: Request) -> Response:
        """Several pictures in; for each what was found, or why not."""
        service = self._service
        service.admit(request)
        chosen_type(request.headers.get("accept", ""), (JSON,))
        choice = self._choice(request, drawn=False)
        service.turns.require_room(service.settings.timeout_s)
        settings = service.settings
        require_form(request)
        results = []
        async with service.bodies.uploads(request, settings.batch_bytes, settings.batch_files) as uploads:
            while uploads:
                results.append(await self._result(uploads.pop(0), choice, request))
        return Response(f'{{"results":[{",".join(results)}]}}', headers=_NOT_KEPT, media_type=JSON)

    async def models(self, request: Request) -> Response:
        """The models and their state."""
        self._service.require_key(request)
        statuses = await run_in_threadpool(self._service.models)
        return JSONResponse({"models": [asdict(status) for status in statuses]}, headers=_NOT_KEPT)

    async def health(self, _: Request) -> Response:
        """Whether this server can work."""
        services = self._service.services
        problems = services.problems()
        if problems:
            raise ProblemError("configuration", " ".join(problems))
        with host_settings_used():
            detector = services.detector()
            answer = {
                "status": "ok",
                "version": VERSION,
                "detector": "ready" if detector.status().loaded else "resting",
                "waiting": self._service.turns.waiting,
                "viewers": services.viewers(),
            }
        return JSONResponse(answer, headers=_NOT_KEPT)

    async def metrics(self, request: Request) -> Response:
        """Numbers for Prometheus."""
        self._service.require_key(request)
        return Response(self._service.metrics.text(), headers={**_NOT_KEPT, "Content-Type": METRICS_TYPE})

    async def openapi(self, request: Request) -> Response:
        """The description of this interface."""
        return JSONResponse(self._document(request))

    async def docs(self, request: Request) -> Response:
        """The same for people; it loads nothing from elsewhere."""
        return HTMLResponse(
            docs_page(self._document(request), f"{request.url.scheme}://{request.url.netloc}"),
            headers={"Content-Security-Policy": CONTENT_POLICY},
        )

    def _document(self, request: Request) -> dict[str, Any]:
        return document(
            f"{request.scope.get('root_path', '/api')}/v1",
            keys=bool(self._service.settings.keys),
            complexities=self._service.complexities(),
            most_files=self._service.settings.batch_files,
        )

    def _choice(self, request: Request, *, drawn: bool) -> Choice:
        try:
            choice = choice_from(request.query_params.multi_items(), drawn=drawn)
        except HolisticError as error:
            raise problem_of(error) from error
        self._service.require_models(choice.find)
        return choice

    def _job(self, upload: Upload, choice: Choice, answer: str) -> Job:
        settings = self._service.settings
        ends_s = time.monotonic() + settings.timeout_s
        return Job(upload, choice, answer, settings.picture_limits, settings.timeout_s, ends_s)

    async def _result(self, upload: Upload, choice: Choice, request: Request) -> str:
        name = json.dumps(upload.name)
        most_bytes = self._service.settings.body_bytes
        try:
            if len(upload.content) > most_bytes:
                raise too_large(most_bytes)
            content = await self._service.look(self._job(upload, choice, JSON), request)
        except ProblemError as problem:
            self._service.metrics.failed(problem.kind)
            told = json.dumps(problem.document(request.state.request_id))
            return f'{{"name":{name},"status":{problem.status},"problem":{told}}}'
        # Batches of many small pictures let others have the event loop in between.
        await asyncio.sleep(0)
        return f'{{"name":{name},"status":200,"result":{content.decode()}}}'
