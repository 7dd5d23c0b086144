"""What the REST interface gets from the app: the detector of the pages, the live room, and the host's settings."""

import os

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from holistic_core import configuration
from holistic_core.rest import Services, install_log, routes
from holistic_core.rest.problem import host_settings_used
from ui.detector import options_from, shared_detector
from ui.host_settings import log_kind
from ui.live_room import live_room, live_status
from ui.video_file import video_file


def rest_routes() -> list[BaseRoute]:
    """Everything below `/api`, with a log of its requests."""
    install_log(log_kind())
    services = Services(
        detector=shared_detector,
        sets=_sets,
        viewers=lambda: live_room().status().viewers,
        viewer_limit=lambda: live_room().limit,
        problems=configuration.problems,
    )
    return routes(
        services,
        [Route("/v1/live", _live), Route("/v1/live/{token}", _live_feed), Route("/v1/video/{token}", video_file)],
    )


def _sets() -> int:
    options = options_from()
    # Threads beyond the cores gain nothing.
    return 1 if options.mode == "latency" else min(options.threads, os.cpu_count() or 1)


async def _live(_: Request) -> JSONResponse:
    """How many watch live, how many may, and how many streams are open: for monitors and load tests."""
    with host_settings_used():
        return JSONResponse(live_status())


def _live_feed(request: Request) -> Response:
    from ui.live_feed import live_feed  # noqa: PLC0415 -- takes a second; the server answers meanwhile

    return live_feed(request)
