"""What the endpoints share: settings, the line, bodies in memory, threads and numbers of one REST interface."""

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from starlette.requests import Request

from holistic_core.detector import Detector
from holistic_core.engines.interpreters import needed_models
from holistic_core.engines.model_store import STORE, ModelStatus
from holistic_core.errors import HolisticError, ModelError, OptionsError
from holistic_core.options import FindOptions
from holistic_core.process_memory import resident_memory_mb
from holistic_core.rest.bodies import Bodies
from holistic_core.rest.log import LOG
from holistic_core.rest.metrics import Metrics
from holistic_core.rest.problem import ProblemError, host_settings_used, problem_of
from holistic_core.rest.settings import RestSettings
from holistic_core.rest.turns import Turns
from holistic_core.rest.work import Job, time_over

Complexity = Literal[0, 1, 2]
_MODELS_STAY_S: Final = 60.0


@dataclass(frozen=True)
class Services:
    """What the app gives to the REST interface; all of it is asked for when it is needed.

    detector: the one that everybody shares. sets: pictures it can look at at the same time. viewers: who watch live.
    viewer_limit: how many may. problems: sentences about settings of the host that are wrong.
    settings: those of the REST interface. Any of them may raise OptionsError for a wrong setting.
    """

    detector: Callable[[], Detector]
    sets: Callable[[], int] = lambda: 1
    viewers: Callable[[], int] = lambda: 0
    viewer_limit: Callable[[], int] = lambda: 0
    problems: Callable[[], list[str]] = list
    settings: Callable[[], RestSettings] = RestSettings.from_host


class Service:
    """State of one REST interface; used from one event loop."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.metrics = Metrics(self._gauges)
        self._models: tuple[float, list[ModelStatus]] = (float("-inf"), [])

    @cached_property
    def settings(self) -> RestSettings:
        """The host's settings; `ProblemError` when one is wrong. Read until they are right, then kept."""
        with host_settings_used():
            return self.services.settings()

    @cached_property
    def turns(self) -> Turns:
        """The line. One picture more than the detector can look at is being read or written meanwhile."""
        with host_settings_used():
            return Turns(self.services.sets() + 1, self.settings.queue, self._viewers)

    @cached_property
    def bodies(self) -> Bodies:
        """The reader of bodies."""
        return Bodies(self.settings.uploads, self.settings.held_bytes)

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        with host_settings_used():
            return ThreadPoolExecutor(self.services.sets() + 1, thread_name_prefix="holistic-rest")

    def admit(self, request: Request) -> None:
        """`ProblemError` unless the page or program may ask."""
        if not self.settings.enabled:
            raise ProblemError("switched-off", "Other programs may not ask this server (HOLISTIC_REST is 0).")
        self.require_origin(request)
        self.require_key(request)

    def require_origin(self, request: Request) -> None:
        """`ProblemError` for pages of other servers, unless the host lets them."""
        origin = request.headers.get("origin")
        allowed = self.settings.origins
        if origin is None or "*" in allowed or origin in allowed:
            return
        # Behind a proxy the scheme may differ; a page of this very server names the same host and port.
        if urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower() or origin == "null":
            raise ProblemError(
                "origin",
                "Pages of this address may not ask this server; its host can let them (HOLISTIC_CORS_ORIGINS).",
            )

    def require_key(self, request: Request) -> None:
        """`ProblemError` without one of the host's keys; takes as long for a wrong one as for a right one."""
        keys = self.settings.keys
        if not keys:
            return
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
        digest = hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest()
        # All of them are compared: how long it takes tells neither which one is right nor how many there are.
        matches = [hmac.compare_digest(digest, hashlib.sha256(key.encode()).digest()) for key in keys]
        if not any(matches):
            raise ProblemError(
                "key",
                "Send one of the keys of this server, as `Authorization: Bearer KEY` or `X-API-Key: KEY`.",
                {"WWW-Authenticate": 'Bearer realm="holistic-lab"'},
            )

    def require_models(self, find: FindOptions) -> None:
        """`ProblemError` when a model was asked for that this server has not installed."""
        if find.model_complexity == FindOptions().model_complexity:
            return
        for name in needed_models(find):
            try:
                STORE.path(name)
            except ModelError as error:
                raise ProblemError(
                    "options", f"This server has no body model of complexity {find.model_complexity}; use 1."
                ) from error

    def complexities(self) -> list[int]:
        """Of the body models that are installed."""
        found = []
        for complexity in get_args(Complexity):
            try:
                self.require_models(FindOptions(model_complexity=complexity))
            except ProblemError:
                continue
            found.append(complexity)
        return found

    async def look(self, job: Job, request: Request) -> bytes:
        """The answer to one picture; `ProblemError` when it cannot be given."""
        await self.turns.take(job.ends_s - time.monotonic())
        started_s = time.monotonic()
        if await request.is_disconnected():
            self.turns.give_back(0.0)
            raise ProblemError("body", "The program that asked has gone.")
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._run, job)
        # The turn is over when the work is, however long its caller has waited.
        running.add_done_callback(lambda done: self._finished(done, time.monotonic() - started_s))
        finished, _ = await asyncio.wait({running}, timeout=max(0.0, job.ends_s - time.monotonic()))
        if not finished:
            raise time_over(job.timeout_s)
        content = running.result()
        waited_s = self.settings.timeout_s - (job.ends_s - started_s)
        self.metrics.looked_at({"wait": max(0.0, waited_s) * 1e3, **job.took_ms})
        return content

    def models(self) -> list[ModelStatus]:
        """The state of every model; looked up once a minute at most."""
        looked_s, statuses = self._models
        if time.monotonic() - looked_s > _MODELS_STAY_S:
            statuses = STORE.statuses()
            self._models = time.monotonic(), statuses
        return statuses

    def _run(self, job: Job) -> bytes:
        with host_settings_used():
            detector = self.services.detector()
        try:
            return job.run(detector)
        except HolisticError as error:
            raise problem_of(error) from error

    def _finished(self, done: "asyncio.Future[bytes]", took_s: float) -> None:
        self.turns.give_back(took_s)
        if not done.cancelled() and done.exception() is not None and not isinstance(done.exception(), ProblemError):
            LOG.debug("a picture failed", exc_info=done.exception())

    def _viewers(self) -> int:
        """Who watch live; nobody does where a wrong setting keeps everybody away."""
        try:
            return self.services.viewers()
        except OptionsError:
            return 0

    def _gauges(self) -> dict[str, tuple[str, float]]:
        gauges = {
            "holistic_memory_bytes": ("Resident memory of the process.", resident_memory_mb() * 1e6),
            "holistic_rest_waiting": ("Pictures in line.", float(self.turns.waiting)),
            "holistic_rest_running": ("Pictures that are looked at.", float(self.turns.running)),
            "holistic_rest_body_bytes": ("Bodies in memory.", float(self.bodies.held)),
            "holistic_rest_reading": ("Bodies that are being read.", float(self.bodies.reading)),
            "holistic_live_viewers": ("Live viewers.", float(self._viewers())),
        }
        try:
            status = self.services.detector().status()
            limit = self.services.viewer_limit()
        except HolisticError:
            logging.getLogger(__name__).warning("The detector cannot be asked how it is.", exc_info=True)
            return gauges
        return gauges | {
            "holistic_live_viewers_limit": ("Live viewers there may be.", float(limit)),
            "holistic_detector_loaded": ("Whether models are in memory.", float(status.loaded)),
            "holistic_detector_waiting": ("Frames that wait for the models.", float(status.waiting)),
            "holistic_detector_streams": ("Open streams.", float(status.streams)),
            "holistic_detector_replaced": ("Sets of models that stopped answering.", float(status.replaced)),
        }
