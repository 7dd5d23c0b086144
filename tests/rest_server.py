"""The REST interface without the pages, on a free port of the loopback: for tests."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from holistic_core.detector import Detector
from holistic_core.rest import RestSettings, Services, routes

START_S = 30


@contextmanager
def rest_server(
    shared: Detector, given: Mapping[str, object] | None = None, /, more: Sequence[BaseRoute] = (), **services: Any
) -> Iterator[str]:
    """Address of `/api/v1` of a server with these settings of the host."""
    all_services = Services(
        **{"detector": lambda: shared, "settings": lambda: RestSettings.from_host(given or {}), **services}
    )
    with served(Starlette(routes=routes(all_services, more))) as url:
        yield f"{url}/api/v1"


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Address of a server of this app, on a thread of its own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    give_up_s = time.monotonic() + START_S
    while not server.started:
        if time.monotonic() > give_up_s or not thread.is_alive():
            raise RuntimeError("The server did not come up")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(START_S)
        listening.close()
