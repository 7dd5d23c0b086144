"""The launcher: `streamlit run app.py` finds `app`, which serves the pages and REST and looks after the detectors."""

import functools
import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from holistic_core.errors import HolisticError
from holistic_core.process_memory import return_freed_memory, share_freed_memory
from holistic_core.thread_turns import shorten_turns
from ui._compat import keep_downloads, keep_page_runs, page_map_only
from ui.address import understand_all_languages
from ui.answer_at_once import answer_at_once
from ui.errors import on_script_error
from ui.host_settings import accept_large_videos, read_host_settings

_log = logging.getLogger(__name__)


def _start_up() -> None:
    """Load what the first visitor would otherwise wait for."""
    from ui.start_up import load_everything  # noqa: PLC0415 -- takes a second; the server answers meanwhile

    try:
        load_everything()
        _rest_app()
    # The pages say what is wrong to whoever needs the detector; the server stays up.
    except HolisticError as error:
        _log.error("The detector could not be warmed up. %s", error)
    except Exception:
        _log.exception("The detector could not be warmed up")
    # What is loaded now stays: the collector need not walk through it after every script run.
    gc.collect()
    gc.freeze()
    return_freed_memory()


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    page_map_only()
    keep_downloads()
    keep_page_runs()
    understand_all_languages()
    read_host_settings()
    accept_large_videos()
    answer_at_once()
    warming = threading.Thread(target=_start_up, name="start-up", daemon=True)
    warming.start()
    yield {}
    from ui.detector import close_all  # noqa: PLC0415 -- as above
    from ui.live_room import live_room  # noqa: PLC0415
    from ui.video_upload import TemporaryFolder  # noqa: PLC0415

    TemporaryFolder.delete_all()
    live_room.clear()
    close_all()


def _plotly(request: Request) -> Response:
    from ui.plotly_file import plotly_file  # noqa: PLC0415 -- as above

    return plotly_file(request)


@functools.cache
def _rest_app() -> ASGIApp:
    from ui.rest import rest_routes  # noqa: PLC0415 -- as above

    (mount,) = rest_routes()
    return mount.app


async def _rest(scope: Scope, receive: Receive, send: Send) -> None:
    """Everything below `/api`: loaded when it is asked for, while the server goes on."""
    rest = await run_in_threadpool(_rest_app)
    await rest(scope, receive, send)


share_freed_memory()
shorten_turns()
app = st.App(
    "dashboard.py",
    lifespan=_lifespan,
    routes=[
        Route("/assets/plotly.min.js", _plotly),
        Mount("/api", _rest),
    ],
    on_script_error=on_script_error,
)
