"""Programs that send pictures as fast as they are answered, in a process of their own."""

import http.client
import itertools
import multiprocessing
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import numpy as np

LONGEST_PAUSE_S = 2.0
TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Answers:
    """What clients saw. latency_s: of pictures that were answered. refused: asked to come again. failed: the rest."""

    seconds: float
    latency_s: tuple[float, ...]
    refused: int
    failed: tuple[str, ...]

    def and_then(self, later: "Answers") -> "Answers":
        """Both together."""
        return Answers(
            self.seconds + later.seconds,
            self.latency_s + later.latency_s,
            self.refused + later.refused,
            self.failed + later.failed,
        )

    @property
    def rate(self) -> float:
        """Pictures answered a second."""
        return len(self.latency_s) / self.seconds

    def latency_ms(self, percent: float) -> float:
        return float(np.percentile(self.latency_s, percent)) * 1e3 if self.latency_s else float("nan")


class Programs:
    """The process that sends pictures; it is there before anything is measured."""

    def __init__(self) -> None:
        self._pool = multiprocessing.get_context("spawn").Pool(1)
        self._pool.apply(os.getpid)

    def load(self, url: str, pictures: Sequence[bytes], clients: int, seconds: float) -> Answers:
        """What so many clients at the same time see; answers that were asked for in time are waited for."""
        return self._pool.apply(_load, (url, list(pictures), clients, seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.terminate()


def _load(url: str, pictures: list[bytes], clients: int, seconds: float) -> Answers:
    latency_s: list[float] = []
    refused: list[int] = []
    failed: list[str] = []
    began_s = time.monotonic()
    ends_s = began_s + seconds
    threads = [
        threading.Thread(target=_client, args=(url, pictures, number, ends_s, latency_s, refused, failed))
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The last answers come after the end: the rate counts their time too.
    return Answers(time.monotonic() - began_s, tuple(latency_s), len(refused), tuple(failed))


def _client(
    url: str,
    pictures: list[bytes],
    number: int,
    ends_s: float,
    latency_s: list[float],
    refused: list[int],
    failed: list[str],
) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_S)
    for turn in itertools.count(number):
        if time.monotonic() >= ends_s:
            break
        began_s = time.monotonic()
        try:
            headers = {"Content-Type": "image/jpeg"}
            connection.request("POST", parts.path, pictures[turn % len(pictures)], headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            failed.append(repr(error))
            connection.close()
            continue
        if answer.status == http.client.OK:
            latency_s.append(time.monotonic() - began_s)
        elif answer.status == http.client.SERVICE_UNAVAILABLE:
            refused.append(answer.status)
            pause_s = min(float(answer.headers.get("Retry-After", "1")), LONGEST_PAUSE_S)
            time.sleep(max(0.0, min(pause_s, ends_s - time.monotonic())))
        else:
            failed.append(f"{answer.status} {body[:200]!r}")
    connection.close()
