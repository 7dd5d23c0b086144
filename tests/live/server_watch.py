"""What a running app tells about itself over HTTP: whether it answers, and how many watch live."""

import http.client
import json
import threading
import time
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

_TIMEOUT_S: Final = 30.0


def http_get(url: str, path: str, timeout_s: float = _TIMEOUT_S) -> bytes:
    """The body of an answer with status 200; OSError for any other."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=timeout_s)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise OSError(f"{path} answered with status {answer.status}")
        return answer.read()
    finally:
        connection.close()


def live_status(url: str) -> dict[str, int]:
    """Viewers, their limit, and the detectors' open streams."""
    status: dict[str, int] = json.loads(http_get(url, "/api/v1/live"))
    return status


def wait_until_empty(url: str, timeout_s: float) -> float:
    """Wait until nobody watches and no stream is open; the seconds that took. TimeoutError says what is left."""
    started_s = time.monotonic()
    while (status := live_status(url))["viewers"] or status["streams"]:
        if time.monotonic() - started_s > timeout_s:
            raise TimeoutError(f"after {timeout_s:g} s there are still {status}")
        time.sleep(0.1)
    return time.monotonic() - started_s


class HealthWatch:
    """Asks for `/_stcore/health` ten times a second from a thread of its own, from `with` to its end."""

    def __init__(self, url: str, every_s: float = 0.1) -> None:
        self._url = url
        self._every_s = every_s
        self._end = threading.Event()
        self._answers: list[tuple[float, float]] = []
        self._thread = threading.Thread(target=self._watch, name="health-watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def slowest_s(self, from_s: float, to_s: float) -> float:
        """The longest answer among those asked for between two moments; infinite when there was none."""
        taken = [took_s for at_s, took_s in list(self._answers) if from_s <= at_s < to_s]
        return max(taken, default=float("inf"))

    def _watch(self) -> None:
        while not self._end.wait(self._every_s):
            started_s = time.monotonic()
            try:
                http_get(self._url, "/_stcore/health")
            except OSError:
                self._answers.append((started_s, float("inf")))
            else:
                self._answers.append((started_s, time.monotonic() - started_s))
