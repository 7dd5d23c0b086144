"""A camera client in a process of its own, told what to do through a pipe: it can be killed."""

import asyncio
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Mapping
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Self

from tests.live.camera import Counts
from tests.live.process_numbers import process_numbers
from tests.live.reel import Reel

_ANSWER_S: Final = 60.0


class ClientProcess:
    """A visitor: what `CameraClient` can do, by the name of the method.

    page: path of the page with the camera. refreshes: whether its charts are kept up to date.
    """

    def __init__(self, url: str, page: str, reels: Mapping[str, Reel], *, refreshes: bool = True) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._process = context.Process(target=_run, args=(far_end, url, page, dict(reels), refreshes), daemon=True)
        self._process.start()
        far_end.close()

    def do(self, name: str, *given: Any, timeout_s: float = _ANSWER_S) -> Any:
        """Have the client do something and wait for its answer; RuntimeError says what went wrong there."""
        self.begin(name, *given)
        return self.finish(timeout_s)

    def begin(self, name: str, *given: Any) -> None:
        """Have the client do something; `finish` waits for it."""
        self._pipe.send((name, given))

    def finish(self, timeout_s: float = _ANSWER_S) -> Any:
        """The answer to what was begun."""
        if not self._pipe.poll(timeout_s):
            raise TimeoutError(f"a camera client did not answer within {timeout_s:g} s")
        worked, answer = self._pipe.recv()
        if not worked:
            raise RuntimeError(f"a camera client failed:\n{answer}")
        return answer

    def counts(self, from_s: float, to_s: float) -> Counts:
        """What happened between two moments of `time.monotonic`."""
        counts = self.do("counts", from_s, to_s)
        assert isinstance(counts, Counts)
        return counts

    @property
    def cpu_s(self) -> float:
        """Processor time it has taken."""
        assert self._process.pid is not None
        return process_numbers(self._process.pid).cpu_s

    def kill(self) -> None:
        """End it at once, without a word to the server."""
        if self._process.is_alive() and self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
        self._pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()


def measured(clients: list[ClientProcess], seconds: float) -> list[Counts]:
    """What each of the clients sees during the next seconds."""
    from_s = time.monotonic()
    time.sleep(seconds)
    to_s = time.monotonic()
    # A frame that was on its way when the time was over is not counted for anybody.
    return [client.counts(from_s, to_s) for client in clients]


def _run(pipe: Connection, url: str, page: str, reels: Mapping[str, Reel], refreshes: bool) -> None:
    asyncio.run(_serve(pipe, url, page, reels, refreshes))


async def _serve(pipe: Connection, url: str, page: str, reels: Mapping[str, Reel], refreshes: bool) -> None:
    # Imported here: the parent does not pay for aiortc.
    from tests.live.camera_client import CameraClient  # noqa: PLC0415

    client = CameraClient(url, page, reels, refreshes=refreshes)
    loop = asyncio.get_running_loop()
    while True:
        try:
            name, given = await loop.run_in_executor(None, pipe.recv)
        except EOFError:
            return
        try:
            answer = await _done(client, name, given)
        except Exception:  # the parent raises it
            pipe.send((False, traceback.format_exc()))
        else:
            pipe.send((True, answer))


async def _done(client: Any, name: str, given: tuple[Any, ...]) -> Any:
    answers = {
        "counts": client.log.counts,
        "play": client.play,
        "texts": lambda: client.session.tree.texts,
        "alerts": lambda: client.session.tree.alerts,
        "metrics": lambda: client.session.tree.metrics,
        "plots": client.session.tree.plots,
        "picture": client.picture_rgb,
        "choose": client.session.choose,
        "press": client.session.press,
    }
    answer = answers.get(name) or getattr(client, name)
    result = answer(*given)
    return await result if asyncio.iscoroutine(result) else result
